package org.astragal.ledger;

import java.util.Properties;

/** Where the books are. Not a record: its text must not show the password. */
final class DatabaseAddress {
  private final String url;
  private final String user;
  private final String password;

  DatabaseAddress(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** {@return the JDBC address} */
  String url() {
    return url;
  }

  /** {@return properties for the driver; durability and limits do not depend on the server's} */
  Properties properties() {
    var p = new Properties();
    p.setProperty("user", user);
    p.setProperty("password", password);
    p.setProperty("ApplicationName", "astragal-ledger");
    p.setProperty("connectTimeout", "3");
    p.setProperty("loginTimeout", "5");
    p.setProperty("socketTimeout", "60");
    p.setProperty("tcpKeepAlive", "true");
    p.setProperty("prepareThreshold", "1");
    p.setProperty(
        "options", "-c synchronous_commit=on -c lock_timeout=20s -c statement_timeout=50s");
    return p;
  }

  @Override
  public String toString() {
    return user + " at " + url;
  }
}
