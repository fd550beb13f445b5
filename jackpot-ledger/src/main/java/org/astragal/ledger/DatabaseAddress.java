package org.astragal.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the books are. Not a record: its text must not show the password. */
final class DatabaseAddress {
  /** Longest wait for a byte of an answer, unless a {@linkplain Database#survey survey} is made. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /** The same for whoever does one thing and ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * The server notices, too, when this process is gone without a word: it gives up what was begun,
   * and with it the locks that everybody waits for, and the lock of the one who serves.
   */
  private static final String OPTIONS =
      "-c synchronous_commit=on -c lock_timeout=4s -c statement_timeout=50s"
          + " -c idle_in_transaction_session_timeout=5s"
          + " -c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=2";

  private final String url;
  private final String user;
  private final String password;
  private final Optional<DatabaseAddress> owner;

  DatabaseAddress(String url, String user, String password) {
    this(url, user, password, Optional.empty());
  }

  private DatabaseAddress(
      String url, String user, String password, Optional<DatabaseAddress> owner) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.owner = owner;
  }

  /** {@return the same database, whose schema belongs to this role} */
  DatabaseAddress ownedBy(String role, String itsPassword) {
    return new DatabaseAddress(
        url, user, password, Optional.of(new DatabaseAddress(url, role, itsPassword)));
  }

  /** {@return the same database as the owner of its schema, if that is known} */
  Optional<DatabaseAddress> owner() {
    return owner;
  }

  /** {@return the role} */
  String user() {
    return user;
  }

  /** {@return connections without a pool, for work that takes its time} */
  PGSimpleDataSource dataSource() {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    var properties = properties();
    properties.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
    for (var name : properties.stringPropertyNames()) {
      try {
        source.setProperty(name, properties.getProperty(name));
      } catch (SQLException e) {
        throw new IllegalStateException("the driver knows its own properties", e);
      }
    }
    return source;
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
    p.setProperty("loginTimeout", "15");
    // A server that says nothing for so long is not believed to be there any more.
    p.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
    p.setProperty("tcpKeepAlive", "true");
    p.setProperty("prepareThreshold", "1");
    p.setProperty("options", OPTIONS);
    return p;
  }

  @Override
  public String toString() {
    return user + " at " + url;
  }
}
