package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;

/** What an audit found wrong; the first ones are kept, all are counted. Used by one thread. */
final class Findings {
  private static final int MAX_KEPT = 100;

  private final List<Finding> kept = new ArrayList<>();
  private long count;

  /**
   * Something that is not as it must be.
   *
   * @param kind stable code
   * @param detail for a person: where, what is there, what should be
   */
  record Finding(Kind kind, String detail) {
    @Override
    public String toString() {
      return kind.code() + ": " + detail;
    }
  }

  /** What can be wrong. */
  enum Kind {
    /** A sealed outcome does not verify. */
    OUTCOME("outcome"),
    /** The journal is not under its signed heads. */
    JOURNAL("journal"),
    /** An entry says something else than follows from its input. */
    ENTRY("entry"),
    /** A record was refused that was fit to be posted, or posted although it was not. */
    REFUSAL("refusal"),
    /** What an appliance sealed about a jackpot level contradicts itself. */
    ANSWER("answer"),
    /** A posting is not as it was made. */
    POSTING_EDITED("posting-edited"),
    /** A posting is not there any more. */
    POSTING_REMOVED("posting-removed"),
    /** A posting is there that was never made. */
    POSTING_ADDED("posting-added"),
    /** A balance is not what the postings come to. */
    BALANCE("balance"),
    /** A settled round is missing, or one is there that was never settled. */
    SETTLEMENT("settlement");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  void add(Kind kind, String detail) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(new Finding(kind, detail));
    }
  }

  /** {@return the first ones} */
  List<Finding> kept() {
    return List.copyOf(kept);
  }

  long count() {
    return count;
  }
}
