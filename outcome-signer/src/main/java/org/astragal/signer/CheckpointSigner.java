package org.astragal.signer;

import org.astragal.outcome.VerifierKey;

/**
 * Signs the text of a checkpoint with the key of the log; in production the key never leaves an
 * HSM.
 *
 * <p>Thread safety: called by one thread at a time, never concurrently.
 *
 * @spec signed-note.html#format c2sp.org/signed-note, Format
 */
public interface CheckpointSigner {
  /**
   * {@return the public half of the key that {@link #sign} uses now; its name is the origin of the
   * log}
   */
  VerifierKey key();

  /**
   * Signs one note text. May block as long as the device needs; outcomes gather meanwhile.
   *
   * @param noteText the signed text, the final newline included; not kept and not changed
   * @return the signature in the encoding of the key's note type (for ECDSA P-256 the ASN.1 DER
   *     form), already verified by the implementation with {@link #key}; the caller owns the array
   * @throws SigningException if there is no signature; the call is repeated until there is one
   */
  byte[] sign(byte[] noteText) throws SigningException;
}
