package org.astragal.appliance;

import org.astragal.hsm.SigningKey;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.CheckpointSigner;
import org.astragal.signer.SigningException;

/** A key on the token as the signer of checkpoints. */
final class TokenSigner implements CheckpointSigner {
  private final SigningKey signingKey;
  private final VerifierKey verifierKey;

  TokenSigner(SigningKey signingKey, String origin) {
    this.signingKey = signingKey;
    this.verifierKey = VerifierKey.ecdsaP256(origin, signingKey.publicKey());
  }

  @Override
  public VerifierKey key() {
    return verifierKey;
  }

  @Override
  public byte[] sign(byte[] noteText) throws SigningException {
    try {
      return signingKey.sign(noteText);
    } catch (TokenException e) {
      throw new SigningException(
          switch (e.fault()) {
            case TIMEOUT -> SigningException.Fault.TIMEOUT;
            case BAD_SIGNATURE -> SigningException.Fault.BAD_SIGNATURE;
            default -> SigningException.Fault.DEVICE_ERROR;
          },
          e.fault().toString(),
          e);
    }
  }
}
