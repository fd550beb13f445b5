package org.astragal.signer;

import java.util.Arrays;
import org.astragal.outcome.Event;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;

/**
 * What a record does to the list of rounds that wait for their players.
 *
 * <p>Immutable; the array is read-only.
 */
final class Waiting {
  /** Nothing. */
  static final Waiting UNCHANGED = new Waiting(Change.NONE, new byte[0]);

  /** A round that waits goes on to wait, since now. */
  static final Waiting STILL_WAITS = new Waiting(Change.STILL_WAITS, new byte[0]);

  /** What happens to the list. */
  private enum Change {
    NONE,
    WAITS,
    STILL_WAITS,
    ENDS
  }

  private final Change change;
  private final byte[] secret;

  private Waiting(Change change, byte[] secret) {
    this.change = change;
    this.secret = secret;
  }

  /** {@return what a record of a round does, with what is to be kept beside it} */
  static Waiting after(RecordBody body, byte[] secret) {
    return switch (body) {
      case RoundOpened _, RoundStepped _ ->
          new Waiting(Change.WAITS, Arrays.copyOf(secret, secret.length));
      case RoundSettled _, RoundVoided _ -> new Waiting(Change.ENDS, new byte[0]);
      case RoundSuspended _ -> STILL_WAITS;
      case Event _, LogCreated _ -> UNCHANGED;
    };
  }

  /** Puts the change into the batch that has the record. */
  void store(StoreBatch batch, Intent intent, long seq) throws LogException {
    switch (change) {
      case WAITS -> batch.waits(intent, seq, secret);
      case STILL_WAITS -> batch.stillWaits(intent, seq);
      case ENDS -> batch.ends(intent);
      case NONE -> {}
    }
  }
}
