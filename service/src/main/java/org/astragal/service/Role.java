package org.astragal.service;

import java.util.Optional;

/** What a caller may do; the {@code OU} of its certificate's subject, in lower case. */
public enum Role {
  /** Asks for outcomes, and recalls its own operator's. */
  GAME_SERVER("game-server"),
  /** Delivers sealed outcomes to ledgers. */
  APPLIANCE("appliance"),
  /** Verifies and posts sealed outcomes. */
  LEDGER("ledger"),
  /** Delivers events of a third party to ledgers. */
  EVENT_SOURCE("event-source"),
  /** Reads the whole log. */
  AUDITOR("auditor"),
  /** Reads the whole log and examines the generator. */
  LAB("lab"),
  /** Decides over keys. */
  SECURITY_OFFICER("security-officer"),
  /** Decides over jackpot pools. */
  JACKPOT_SUPERVISOR("jackpot-supervisor"),
  /** Reads health and metrics. */
  MONITORING("monitoring");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** {@return the role that {@code text} names, if any} */
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text.equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
