package org.astragal.appliance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.astragal.hsm.KeyAlgorithm;
import org.astragal.hsm.KeyInfo;
import org.astragal.hsm.SigningKey;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.CheckpointSigner;
import org.astragal.signer.KeyHolder;
import org.astragal.signer.SigningException;

/**
 * The keys of the log on the token. A new log begins with the key that the configuration names;
 * from then on the log says which keys sign, and each is found on the token by its public half.
 *
 * <p>Thread safety: use by one thread.
 */
final class TokenKeys implements KeyHolder {
  private final Token token;
  private final String origin;
  private final String firstLabel;
  private final TokenSigner signer;
  private KeyHistory history = KeyHistory.of(List.of());

  TokenKeys(Token token, String origin, String firstLabel) {
    this.token = token;
    this.origin = origin;
    this.firstLabel = firstLabel;
    this.signer = new TokenSigner(origin);
  }

  @Override
  public CheckpointSigner signer(List<OutcomeRecord> records) throws SigningException {
    try {
      if (records.isEmpty()) {
        SigningKey first = token.key(firstLabel);
        history = KeyHistory.fresh(VerifierKey.of(origin, first.publicKey()));
        signer.use(List.of(first));
      } else {
        history = KeyHistory.of(records);
        signer.use(find(history.signing()));
      }
      return signer;
    } catch (TokenException e) {
      throw TokenSigner.failure(e);
    }
  }

  /**
   * {@return the key that a new log begins with}
   *
   * @throws StartException if it is of another kind than the configuration says
   */
  VerifierKey first(KeyAlgorithm algorithm) throws TokenException, StartException {
    SigningKey first = token.key(firstLabel);
    if (first.algorithm() != algorithm) {
      throw new StartException(
          StartException.Fault.TOKEN,
          "the key labelled "
              + firstLabel
              + " is for "
              + first.algorithm()
              + ", and signingAlgorithm says "
              + algorithm
              + ": correct it, or make another key with ./astragal keys generate");
    }
    return VerifierKey.of(origin, first.publicKey());
  }

  private List<SigningKey> find(List<LogKey> keys) throws TokenException, SigningException {
    List<KeyInfo> there = token.keys();
    var found = new ArrayList<SigningKey>();
    for (LogKey key : keys) {
      String sha256 = sha256(key.key());
      KeyInfo info =
          there.stream()
              .filter(one -> one.audit().publicKeySha256().equals(sha256))
              .findFirst()
              .orElseThrow(() ->
                  new SigningException(
                      SigningException.Fault.DEVICE_ERROR,
                      "the token has no key that is the other half of " + key.key().vkey()));
      found.add(token.key(info.label()));
    }
    return found;
  }

  private static String sha256(VerifierKey key) {
    try {
      byte[] spki = key.publicKey().getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** {@return the signer; once {@link #signer(List)} was asked} */
  TokenSigner signer() {
    return signer;
  }

  /** {@return what the log said when it was opened} */
  KeyHistory history() {
    return history;
  }
}
