package org.astragal.ledger;

import java.io.IOException;

/** Where instructions to pay go. Used by one thread. */
interface SettlementPort {
  /**
   * Sends an instruction; it may have been sent before.
   *
   * @return the answer, whatever it is
   * @throws IOException if none came in time; whether the instruction arrived is not known
   */
  Answer send(Instruction instruction) throws IOException, InterruptedException;

  /** An answer. Its bytes are its own. */
  final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body.clone();
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body.clone();
    }
  }
}
