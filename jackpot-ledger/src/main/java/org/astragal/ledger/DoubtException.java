package org.astragal.ledger;

/** An event is in doubt. The message names the field; it holds no value. */
final class DoubtException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Doubt doubt;

  DoubtException(Doubt doubt, String detail) {
    // Expected and frequent: nobody looks where it came from.
    super(detail, null, false, false);
    this.doubt = doubt;
  }

  Doubt doubt() {
    return doubt;
  }
}
