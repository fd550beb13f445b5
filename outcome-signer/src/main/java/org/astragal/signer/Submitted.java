package org.astragal.signer;

import org.astragal.outcome.SealedOutcome;

/** Something on its way to become a record. */
sealed interface Submitted permits Ticket, EventTicket {
  /** Called once, when the checkpoint that covers the record is durable. */
  void sealed(SealedOutcome outcome);
}
