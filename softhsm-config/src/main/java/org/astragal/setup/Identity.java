package org.astragal.setup;

import java.util.Locale;

/** Who has a certificate on a developer site: {@code OU} is the role, {@code O} the operator. */
public enum Identity {
  /** The appliance: it serves, and it calls the ledger. */
  APPLIANCE("appliance", "astragal-dev", true, true),
  /** The ledger's server. */
  LEDGER("ledger", "astragal-dev", true, false),
  /** A game server of operator op-1. */
  GAME_SERVER("game-server", "op-1", false, true),
  /** A game server of another operator, op-2. */
  GAME_SERVER_2("game-server", "op-2", false, true),
  /** An auditor. */
  AUDITOR("auditor", "astragal-dev", false, true),
  /** A test laboratory. */
  LAB("lab", "astragal-dev", false, true),
  /** The first of the two security officers. */
  OFFICER_1("security-officer", "astragal-dev", false, true),
  /** The second of the two security officers. */
  OFFICER_2("security-officer", "astragal-dev", false, true),
  /** The monitoring system. */
  MONITORING("monitoring", "astragal-dev", false, true);

  private final String role;
  private final String operator;
  private final boolean server;
  private final boolean client;

  Identity(String role, String operator, boolean server, boolean client) {
    this.role = role;
    this.operator = operator;
    this.server = server;
    this.client = client;
  }

  /** {@return the role, as the certificate's OU} */
  public String role() {
    return role;
  }

  /** {@return the operator, as the certificate's O} */
  public String operator() {
    return operator;
  }

  /** {@return the certificate's CN and the stem of its files, such as {@code officer-1}} */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean server() {
    return server;
  }

  boolean client() {
    return client;
  }
}
