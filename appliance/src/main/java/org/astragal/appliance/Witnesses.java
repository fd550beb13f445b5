package org.astragal.appliance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.signer.LogException;
import org.astragal.signer.StoredLog;
import org.astragal.signer.WitnessResult;

/**
 * Asks the ledgers, before anything is signed or played, for the newest checkpoint of ours that
 * they hold. A log that was restored from a copy, or forked, is found out here.
 */
final class Witnesses {
  /** A ledger that starts at the same time gets this many chances. */
  private static final int ATTEMPTS = 3;

  private static final long PAUSE_MILLIS = 500;

  private Witnesses() {}

  /**
   * What they said.
   *
   * @param positions where each ledger that answered stands
   * @param vouching whether one of them holds a checkpoint that agrees with the log, or has nothing
   *     of a log that has nothing either
   * @param others ledgers that do not vouch, with the reason
   */
  record Testimony(Map<String, Long> positions, boolean vouching, List<String> others) {
    Testimony {
      positions = Map.copyOf(positions);
      others = List.copyOf(others);
    }

    /** Refuses a log that nobody vouches for. */
    void require() throws StartException {
      if (!vouching) {
        throw new StartException(
            StartException.Fault.UNWITNESSED,
            (others.isEmpty()
                    ? "no ledger is configured"
                    : "no ledger vouches for this log: " + String.join(", ", others))
                + "; it may have lost records. Bring back a ledger that has followed it, or start"
                + " with --accept-unwitnessed, which is sealed");
      }
    }
  }

  /**
   * Asks all of them.
   *
   * @throws StartException if one of them contradicts the log
   */
  static Testimony ask(StoredLog log, List<Downstream> ledgers)
      throws StartException, InterruptedException {
    var positions = new HashMap<String, Long>();
    var others = new ArrayList<String>();
    boolean vouching = false;
    for (Downstream ledger : ledgers) {
      try {
        Optional<Downstream.Head> head = ask(log, ledger);
        if (head.isPresent()) {
          judge(ledger.name(), log.checkAgainst(head.get().checkpoint()));
          vouching = true;
        } else if (log.size() == 0) {
          // The configuration asks for a new log, and this ledger knows of no older one.
          vouching = true;
        } else {
          // It was emptied, or is another: then it says nothing of what the log had.
          others.add(ledger.name() + " (has nothing of its " + log.size() + " records)");
        }
        positions.put(ledger.name(), head.map(Downstream.Head::position).orElse(0L));
      } catch (LogException e) {
        throw new StartException(
            StartException.Fault.LOG, "the log cannot be read: " + e.getMessage(), e);
      } catch (LedgerException e) {
        others.add(ledger.name() + " (" + e.getMessage() + ")");
      }
    }
    return new Testimony(positions, vouching, others);
  }

  private static Optional<Downstream.Head> ask(StoredLog log, Downstream ledger)
      throws LedgerException, LogException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return ledger.head(note -> !(log.checkAgainst(note) instanceof WitnessResult.NotOurs));
      } catch (LedgerException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static void judge(String ledger, WitnessResult result) throws StartException {
    Optional<String> contradiction = contradiction(ledger, result);
    if (contradiction.isPresent()) {
      throw new StartException(StartException.Fault.WITNESS, contradiction.get());
    }
    if (result instanceof WitnessResult.NotOurs(String why)) {
      throw new StartException(
          StartException.Fault.WITNESS,
          "ledger "
              + ledger
              + " holds a checkpoint that this appliance did not sign ("
              + why
              + "); check origin, signingKey and the ledger's address");
    }
  }

  /** {@return in one sentence, how a checkpoint that we signed contradicts the log, if it does} */
  static Optional<String> contradiction(String ledger, WitnessResult result) {
    return switch (result) {
      // The ledger's tree is a beginning of ours, or it proves nothing.
      case WitnessResult.Agrees _, WitnessResult.NotOurs _ -> Optional.empty();
      case WitnessResult.Behind(long theirs, long ours) ->
          Optional.of(
              "ledger "
                  + ledger
                  + " holds "
                  + theirs
                  + " records of this log, but the log has only "
                  + ours
                  + ": it has lost records; restore its newest copy, do not play on");
      case WitnessResult.Disagrees(long size, var theirs, var ours) ->
          Optional.of(
              "ledger "
                  + ledger
                  + " holds another log: at size "
                  + size
                  + " its root is "
                  + theirs
                  + ", ours is "
                  + ours
                  + "; the log was forked, do not play on");
    };
  }
}
