package org.astragal.appliance;

import java.util.Optional;
import org.astragal.games.api.SealedThreshold;
import org.astragal.outcome.GameRef;
import org.astragal.packs.LoadedPack;

/**
 * The certified logic that makes a jackpot threshold of a draw: the newest that is installed.
 *
 * <p>Thread safety: for any threads.
 */
final class ThresholdLogic {
  /** The only kind of threshold that ledgers ask for. */
  static final String MUST_HIT_BY = "ref.mystery.must-hit-by";

  private volatile Optional<Installed> newest = Optional.empty();

  /** A logic, and how records name it. */
  record Installed(SealedThreshold logic, GameRef ref) {}

  /** Takes what a pack has of it. */
  void add(LoadedPack pack) {
    for (SealedThreshold threshold : pack.thresholds()) {
      if (threshold.id().equals(MUST_HIT_BY)) {
        var ref = new GameRef(threshold.id(), pack.logic(), threshold.version());
        newest = Optional.of(new Installed(threshold, ref));
      }
    }
  }

  Optional<Installed> newest() {
    return newest;
  }
}
