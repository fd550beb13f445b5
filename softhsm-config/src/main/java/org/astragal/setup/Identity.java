package org.astragal.setup;

import java.util.Locale;

/** Who has a certificate on a developer site: {@code OU} is the role, {@code O} the operator. */
public enum Identity {
  /** The appliance: it serves, and it calls the ledger. */
  APPLIANCE("appliance", "astragal-dev", true),
  /** The ledger: it serves, and it reads the appliance's log. */
  LEDGER("ledger", "astragal-dev", true),
  /** A game server of operator op-1. */
  GAME_SERVER("game-server", "op-1", false),
  /** A game server of another operator, op-2. */
  GAME_SERVER_2("game-server", "op-2", false),
  /** A third party whose events feed pools, of operator op-1. */
  EVENT_SOURCE("event-source", "op-1", false),
  /** An auditor. */
  AUDITOR("auditor", "astragal-dev", false),
  /** A test laboratory. */
  LAB("lab", "astragal-dev", false),
  /** The first of the two security officers. */
  OFFICER_1("security-officer", "astragal-dev", false),
  /** The second of the two security officers. */
  OFFICER_2("security-officer", "astragal-dev", false),
  /** The first of the two who decide over jackpot pools. */
  SUPERVISOR_1("jackpot-supervisor", "astragal-dev", false),
  /** The second of the two who decide over jackpot pools. */
  SUPERVISOR_2("jackpot-supervisor", "astragal-dev", false),
  /** The monitoring system. */
  MONITORING("monitoring", "astragal-dev", false);

  private final String role;
  private final String operator;
  private final boolean server;

  Identity(String role, String operator, boolean server) {
    this.role = role;
    this.operator = operator;
    this.server = server;
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
}
