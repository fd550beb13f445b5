package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.hsm.SigningKey;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.CheckpointSigner;
import org.astragal.signer.SigningException;

/**
 * Keys on the token as the signer of checkpoints.
 *
 * <p>Thread safety: for any threads; which keys sign changes between two signatures.
 */
final class TokenSigner implements CheckpointSigner {
  private final String origin;
  private volatile List<Held> held = List.of();

  private record Held(SigningKey signing, VerifierKey verifier) {}

  TokenSigner(String origin) {
    this.origin = origin;
  }

  /** Signs with these keys from the next signature on. */
  void use(List<SigningKey> keys) {
    held =
        keys.stream().map(key -> new Held(key, VerifierKey.of(origin, key.publicKey()))).toList();
  }

  /** {@return the keys that sign now} */
  List<SigningKey> inUse() {
    return held.stream().map(Held::signing).toList();
  }

  /** {@return the key on the token with this public half, if it signs now} */
  Optional<SigningKey> find(VerifierKey key) {
    return held.stream().filter(one -> one.verifier().equals(key)).map(Held::signing).findFirst();
  }

  @Override
  public List<VerifierKey> keys() {
    return held.stream().map(Held::verifier).toList();
  }

  @Override
  public List<NoteSignature> sign(byte[] noteText) throws SigningException {
    var signatures = new ArrayList<NoteSignature>();
    for (Held one : held) {
      try {
        signatures.add(
            new NoteSignature(
                one.verifier.name(), one.verifier.keyId(), one.signing.sign(noteText)));
      } catch (TokenException e) {
        throw failure(e);
      }
    }
    return signatures;
  }

  static SigningException failure(TokenException e) {
    return new SigningException(
        switch (e.fault()) {
          case TIMEOUT -> SigningException.Fault.TIMEOUT;
          case BAD_SIGNATURE -> SigningException.Fault.BAD_SIGNATURE;
          default -> SigningException.Fault.DEVICE_ERROR;
        },
        String.valueOf(e.getMessage()),
        e);
  }
}
