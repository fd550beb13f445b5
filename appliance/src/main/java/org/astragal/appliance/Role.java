package org.astragal.appliance;

import java.util.Optional;

/** What a caller may do; the {@code OU} of its certificate's subject, in lower case. */
enum Role {
  GAME_SERVER("game-server"),
  APPLIANCE("appliance"),
  LEDGER("ledger"),
  AUDITOR("auditor"),
  LAB("lab"),
  SECURITY_OFFICER("security-officer"),
  MONITORING("monitoring");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** {@return the role that {@code text} names, if any} */
  static Optional<Role> of(String text) {
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
