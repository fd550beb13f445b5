package org.astragal.ledger;

/** Why an event of a third party is quarantined. Codes never change. */
enum Doubt {
  /** It is not of the format of its source. */
  MALFORMED("malformed"),
  /** A field stands twice. */
  AMBIGUOUS("ambiguous"),
  /** Its own checksum or signature is missing or wrong. */
  INTEGRITY("integrity"),
  /** It is not what the mapping is for. */
  NOT_MATCHED("not-matched"),
  /** A field is missing that is needed. */
  MISSING_FIELD("missing-field"),
  /** A value that the mapping's table does not have. */
  UNKNOWN_VALUE("unknown-value"),
  /** A value that its converter cannot read. */
  BAD_VALUE("bad-value"),
  /** An amount with more decimals than the currency has. */
  TOO_PRECISE("too-precise"),
  /** A stake, or a step of a meter, larger than the mapping takes for reasonable. */
  UNREASONABLE("unreasonable"),
  /** Another event had this id. */
  CONFLICT("conflict");

  private final String code;

  Doubt(String code) {
    this.code = code;
  }

  /** {@return the stable code} */
  String code() {
    return code;
  }
}
