package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.SignedNote;

/**
 * Has checkpoints signed.
 *
 * <p>Thread safety: use by one thread.
 */
final class Notary {
  private final String origin;
  private final CheckpointSigner signer;

  Notary(String origin, CheckpointSigner signer) {
    this.origin = origin;
    this.signer = signer;
  }

  /** {@return the signed checkpoint of a tree whose records are all durable} */
  SignedNote sign(BatchTree tree) throws SigningException {
    String text = new Checkpoint(origin, tree.end(), tree.root()).text();
    return SignedNote.of(text, signer.sign(text.getBytes(StandardCharsets.UTF_8)));
  }
}
