package org.astragal.ledger;

import java.util.Optional;

/**
 * How a level is won.
 *
 * @param kind by what
 * @param holder the log of the appliance that draws or holds the threshold; for the last two kinds
 * @param oneInMinor for {@code mystery}: one hit in this many minor units staked, in the mean
 * @param upToMinor for {@code must-hit}: the highest threshold, minor units
 */
record TriggerRules(
    Kind kind, Optional<String> holder, Optional<Long> oneInMinor, Optional<Long> upToMinor) {

  /** What wins a level. */
  enum Kind {
    /** A draw of a game that is sealed in its round. */
    GAME,
    /** A draw of the appliance, with a chance in proportion to what was staked. */
    MYSTERY,
    /** A threshold that the appliance drew when the level began, and keeps to itself. */
    MUST_HIT
  }

  TriggerRules {
    holder.ifPresent(origin -> {
      if (origin.isBlank() || origin.length() > 255) {
        throw new IllegalArgumentException("holder must be the origin of a log");
      }
    });
    oneInMinor.ifPresent(n -> RuleChecks.range("oneInMinor", n, 1, PoolRules.MAX_MINOR));
    upToMinor.ifPresent(n -> RuleChecks.range("upToMinor", n, 1, PoolRules.MAX_MINOR));
    require(kind != Kind.GAME, holder.isPresent(), "holder", kind);
    require(kind == Kind.MYSTERY, oneInMinor.isPresent(), "oneInMinor", kind);
    require(kind == Kind.MUST_HIT, upToMinor.isPresent(), "upToMinor", kind);
  }

  private static void require(boolean wanted, boolean there, String key, Kind kind) {
    if (wanted != there) {
      throw new IllegalArgumentException(
          key + (wanted ? " must be there" : " must not be there") + " for kind " + name(kind));
    }
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case GAME -> "game";
      case MYSTERY -> "mystery";
      case MUST_HIT -> "must-hit";
    };
  }
}
