package org.astragal.signer;

import java.util.List;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.VerifierKey;

/**
 * Signs the text of a checkpoint with the keys of the log; in production they never leave an HSM.
 * Usually that is one key. While one key takes over from another both sign, so that whoever trusts
 * either of them can follow.
 *
 * <p>Thread safety: {@link #sign} is called by one thread at a time, {@link #keys} by any. Which
 * keys sign may change between two calls.
 *
 * @spec signed-note.html#format c2sp.org/signed-note, Format
 */
public interface CheckpointSigner {
  /**
   * {@return the public halves of the keys that sign now, at least one; the name of each is the
   * origin of the log}
   */
  List<VerifierKey> keys();

  /**
   * Signs one note text. May block as long as the device needs; outcomes gather meanwhile.
   *
   * @param noteText the signed text, the final newline included; not kept and not changed
   * @return a signature by each of the keys, at least one, already verified by the implementation
   * @throws SigningException if one of the keys gives no signature; the call is repeated until all
   *     do
   */
  List<NoteSignature> sign(byte[] noteText) throws SigningException;
}
