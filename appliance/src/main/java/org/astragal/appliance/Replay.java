package org.astragal.appliance;

import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundSettled;
import org.astragal.packs.Replayer;

/** Plays a recorded round again from its draws and says whether the same results come out. */
final class Replay {
  private final Replayer replayer;

  Replay(Replayer replayer) {
    this.replayer = replayer;
  }

  /** {@return what the replay says of a record that is known to be sealed} */
  Finding check(OutcomeRecord record) {
    if (!(record.body() instanceof RoundSettled round)) {
      return new Finding.True(record.seq() + " " + record.body().type() + ", nothing to replay");
    }
    return switch (replayer.check(round)) {
      case Replayer.Result.Same() ->
          new Finding.True(record.seq() + " " + round.game().id() + ", replayed");
      case Replayer.Result.Different(String why) -> new Finding.Refuted("replay: " + why);
      case Replayer.Result.Undecided(String why) -> new Finding.Undecided("replay: " + why);
    };
  }
}
