package org.astragal.hsm;

import java.util.Map;

/**
 * Tries the token by calls of our own, before a SunPKCS11 instance is made for it again. SunPKCS11
 * never lets go of an instance that had a session: its list of sessions refers to the token. That
 * is 21 KB a try, and a token that answers and does not sign is tried twice a second.
 */
final class Preflight {
  private static final long CKM_ECDSA = 0x1041;

  /** Room for a signature: r and s, and more for a token that says too much. */
  private static final int LONGEST_SIGNATURE = 256;

  private static final int RANDOM_BYTES = 32;

  private Preflight() {}

  /**
   * Reads random numbers, and signs with each key.
   *
   * @throws TokenException if the token fails, or signs wrongly
   */
  static void run(Connection connection, Map<String, SignatureCheck> keys) throws TokenException {
    connection.withSession(
        false,
        (cryptoki, session) -> {
          cryptoki.random(session, new byte[RANDOM_BYTES], RANDOM_BYTES, RANDOM_BYTES);
          KeyInventory inventory = connection.inventory(cryptoki, session);
          for (Map.Entry<String, SignatureCheck> key : keys.entrySet()) {
            try {
              long handle = inventory.find(key.getKey()).handle();
              requireGood(key.getKey(), key.getValue(), sign(cryptoki, session, handle, key));
            } catch (TokenException e) {
              passOnAFailureOfTheToken(e);
            } catch (CkException e) {
              passOnAFailureOfTheToken(e.toTokenException());
            }
          }
          return true;
        });
  }

  private static byte[] sign(
      Cryptoki cryptoki, long session, long handle, Map.Entry<String, SignatureCheck> key)
      throws CkException {
    return switch (key.getValue()) {
      case EcdsaCheck _ ->
          cryptoki.sign(
              session, CKM_ECDSA, handle, EcdsaCheck.sha256(Rungs.SELF_TEST), LONGEST_SIGNATURE);
      case Ed25519Check _ -> EdwardsKeys.sign(cryptoki, session, handle, Rungs.SELF_TEST);
    };
  }

  private static void requireGood(String label, SignatureCheck check, byte[] signature)
      throws TokenException {
    boolean good =
        switch (check) {
          case EcdsaCheck ecdsa -> ecdsa.verifiesPlain(Rungs.SELF_TEST, signature);
          case Ed25519Check ed25519 -> ed25519.verifies(Rungs.SELF_TEST, signature);
        };
    if (!good) {
      throw new TokenException(
          TokenException.Fault.BAD_SIGNATURE,
          "the signature by " + label + " does not verify with its public key");
    }
  }

  /**
   * Only what says that the token does not work keeps a link from being tried: a key that somebody
   * removed or replaced, or a mechanism that SunPKCS11 can do without, is the link's to judge.
   */
  private static void passOnAFailureOfTheToken(TokenException e) throws TokenException {
    if (e.errorClass().retried() || e.fault() == TokenException.Fault.BAD_SIGNATURE) {
      throw e;
    }
  }
}
