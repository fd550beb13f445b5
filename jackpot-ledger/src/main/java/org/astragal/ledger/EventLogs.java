package org.astragal.ledger;

import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.VerifierKey;

/**
 * The names of the logs that a ledger keeps of third parties' events, one for each source. The
 * journal's key signs them, under the log's own name.
 */
final class EventLogs {
  private static final String MARK = "/events/";

  private EventLogs() {}

  /** {@return the origin of a source's log} */
  static String origin(String journal, String source) {
    return journal + MARK + source;
  }

  /** {@return whether a log is one that the ledger with this journal keeps of events} */
  static boolean isOf(String journal, String origin) {
    return origin.startsWith(journal + MARK);
  }

  /** {@return the source of a log of events; empty text for another log} */
  static String source(String journal, String origin) {
    return isOf(journal, origin) ? origin.substring(journal.length() + MARK.length()) : "";
  }

  /** {@return how far the origin of rounds in a log is proved} */
  static PoolRules.Source sourceOf(String journal, String origin) {
    return isOf(journal, origin) ? PoolRules.Source.UNSIGNED : PoolRules.Source.SIGNED;
  }

  /**
   * {@return whom to trust for one of these logs: the keys of the journal, under the log's name}
   *
   * @param policy that has the keys of the journal
   * @throws PolicyException if it has none
   */
  static Policy policy(Policy policy, String journal, String origin) throws PolicyException {
    var keys =
        policy.keysFor(journal).stream().map(k -> VerifierKey.of(origin, k.publicKey())).toList();
    return Policy.of(keys).checkedBy(new FastSignatures());
  }
}
