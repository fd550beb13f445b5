package org.astragal.ledger;

/** Why the ledger itself parks something; verdicts of the verifier have codes of their own. */
enum Refusal {
  /** The (operator, round, step) has been settled before, in this or another log. */
  ROUND_SETTLED_BEFORE("round-settled-before"),
  /** An amount that the books cannot hold. */
  AMOUNT_OUT_OF_RANGE("amount-out-of-range"),
  /** The lines are not consecutive. */
  SEQUENCE_BROKEN("sequence-broken"),
  /** The delivery does not end where a checkpoint does. */
  NOT_AT_CHECKPOINT("not-at-checkpoint"),
  /** No key for this log is in the policy. */
  UNKNOWN_LOG("unknown-log"),
  /** Two signed trees of the log differ: it has been forked. */
  LOG_FORKED("log-forked"),
  /** The log contradicted itself before, and nobody has looked yet. */
  LOG_STOPPED("log-stopped"),
  /** The game logic is not in the list of what is certified. */
  UNCERTIFIED_LOGIC("uncertified-logic");

  private final String code;

  Refusal(String code) {
    this.code = code;
  }

  /** {@return the stable code} */
  String code() {
    return code;
  }
}
