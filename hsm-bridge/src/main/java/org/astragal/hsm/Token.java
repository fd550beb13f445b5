package org.astragal.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One PKCS#11 token: keys, signatures and random numbers.
 *
 * <p>Thread safety: safe. No call holds a virtual thread's carrier: native calls run on a few
 * platform threads of this object, and one that hangs is abandoned after the call timeout.
 *
 * @spec pkcs11.html#functions PKCS #11 v2.40, 5 Functions
 */
public final class Token implements AutoCloseable {
  /** Opening and key generation are this many calls at most. */
  private static final int LONG_CALL = 10;

  private final TokenConfig config;
  private final Connection connection;
  private final CallPool pool;
  private final Recovery recovery;
  private final NoiseChannel noise;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock generating = new ReentrantLock();

  private Token(Connection connection, CallPool pool, Recovery recovery) {
    this.config = connection.config();
    this.connection = connection;
    this.pool = pool;
    this.recovery = recovery;
    this.noise = new NoiseChannel(config, recovery);
  }

  /** As {@link #open(TokenConfig, TokenListener)}, and nobody hears of outages. */
  public static Token open(TokenConfig config) throws TokenException {
    return open(config, _ -> {});
  }

  /**
   * Finds the token by its name and logs in, with one try of the PIN. From then on the token is
   * watched: when it goes away, calls are refused at once; when it is back, it is logged in to and
   * tested, and calls work again.
   *
   * @param config where it is
   * @param listener hears of outages, from this object's own thread
   * @throws TokenException MODULE_MISSING, TOKEN_NOT_FOUND, PIN_FILE_UNSAFE, PIN_UNAVAILABLE,
   *     PIN_INCORRECT, PIN_LOCKED, DEVICE_ERROR or TIMEOUT; nothing stays open
   */
  public static Token open(TokenConfig config, TokenListener listener) throws TokenException {
    var pool = new CallPool(NativeModule.load(config.module(), config.moduleArguments()));
    try {
      Connection connection =
          pool.call(config.callTimeout().multipliedBy(LONG_CALL), () -> Connection.open(config));
      Recovery recovery = Recovery.start(connection, pool, listener);
      connection.login().opened();
      return new Token(connection, pool, recovery);
    } catch (TokenException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Prepares a blank token of a module for development: label, security officer's PIN and user PIN.
   * Production tokens are prepared in a key ceremony with the vendor's tools.
   *
   * @param module absolute path of the PKCS#11 library
   * @param label 1 to 32 bytes; no other token of the module may have it
   * @param soPin visible ASCII characters; stays the caller's, who wipes it
   * @param userPin visible ASCII characters; stays the caller's, who wipes it
   * @throws TokenException ALREADY_EXISTS, TOKEN_FULL when no slot is free, or the module's failure
   */
  public static void initialise(Path module, String label, char[] soPin, char[] userPin)
      throws TokenException {
    TokenConfig.requireModule(module);
    TokenName.requireLabel(label);
    try (Pin so = Pin.of(soPin);
        Pin user = Pin.of(userPin)) {
      BlankToken.initialise(Cryptoki.load(module, ""), label, so, user);
    }
  }

  /** {@return what the token says of itself now} */
  public TokenInfo info() throws TokenException {
    requireOpen();
    return recovery.use(_ -> connection.find());
  }

  /**
   * Fills an array with fresh output of the token's generator (C_GenerateRandom, never seeded).
   *
   * @param out any length; asked for in blocks of at most 4096 bytes, each 16 of which have the
   *     call timeout together
   * @throws TokenException if the token fails, also on a new session; {@code out} holds zeros then
   */
  public void random(byte[] out) throws TokenException {
    requireOpen();
    noise.fill(out);
  }

  /**
   * Finds a key, audits it and makes a test signature.
   *
   * @param label the label of the key or of its certificate
   * @throws TokenException KEY_NOT_FOUND; KEY_NOT_TRUSTED when the token does not vouch for it or
   *     two keys could be meant; BAD_SIGNATURE; or the token's failure
   */
  public SigningKey key(String label) throws TokenException {
    requireOpen();
    KeyInventory.Found found =
        recovery.use(
            longLimit(), _ -> connection.withSession(false, inventory(keys -> keys.find(label))));
    try {
      var key = new SigningKey(this, label, SignatureCheck.of(found.publicKey()), found.audit());
      recovery.test(label, key.check());
      return key;
    } catch (IllegalArgumentException e) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_TRUSTED,
          "the public half of " + label + " does not fit it: " + e.getMessage(),
          e);
    }
  }

  /** {@return all private keys on the token, trusted or not, as the token describes them} */
  public List<KeyInfo> keys() throws TokenException {
    requireOpen();
    return recovery.use(
        longLimit(), _ -> connection.withSession(false, inventory(KeyInventory::list)));
  }

  private interface InventoryUse<T> {
    T use(KeyInventory keys) throws TokenException, CkException;
  }

  private <T> Connection.SessionUse<T> inventory(InventoryUse<T> use) {
    return (cryptoki, session) -> use.use(connection.inventory(cryptoki, session));
  }

  /** As {@link #generateKey(String, KeyAlgorithm)}, the usual kind: ES256. */
  public SigningKey generateKey(String label) throws TokenException {
    return generateKey(label, KeyAlgorithm.ES256);
  }

  /**
   * Generates a key on the token, for signing only, not extractable; one on P-256 with a
   * self-signed certificate of ten years. Its id is 01 and the first 15 bytes of SHA-256 of its
   * public key, where the token allows it, else random.
   *
   * @param label 1 to 64 letters, digits or {@code :._-}; new to the token
   * @param algorithm how it signs
   * @throws TokenException ALREADY_EXISTS, TOKEN_FULL, MECHANISM_MISSING when the token has no keys
   *     of this kind, KEY_NOT_TRUSTED when it did not make what it was asked for, or its failure
   * @throws IllegalArgumentException if the label has another form
   */
  public SigningKey generateKey(String label, KeyAlgorithm algorithm) throws TokenException {
    KeyGeneration.requireLabel(label);
    requireOpen();
    generating.lock();
    try {
      recovery.useOnce(
          longLimit(),
          _ -> {
            KeyGeneration.run(connection, label, algorithm);
            return true;
          });
      recovery.renew(); // the list of keys of the old link is older than the key
    } finally {
      generating.unlock();
    }
    return key(label);
  }

  /**
   * Generates a secret key on the token, not extractable, for {@link #seal} only.
   *
   * @param label 1 to 64 letters, digits or {@code :._-}; new among the secret keys of the token
   * @throws TokenException ALREADY_EXISTS, TOKEN_FULL, MECHANISM_MISSING when the token has no keys
   *     of this kind, or its failure
   * @throws IllegalArgumentException if the label has another form
   */
  public void generateSecretKey(String label) throws TokenException {
    KeyGeneration.requireLabel(label);
    requireOpen();
    generating.lock();
    try {
      recovery.useOnce(
          longLimit(),
          _ ->
              connection.withSession(
                  true,
                  (cryptoki, session) -> {
                    SecretKeys.generate(cryptoki, session, label);
                    return true;
                  }));
    } finally {
      generating.unlock();
    }
  }

  /**
   * {@return a secret in a form that only this token opens: AES-256-GCM under HMAC-SHA-256 of a
   * context by a secret key of the token, with a nonce of the token's generator}
   *
   * @param label of the secret key
   * @param context what the secret belongs to; it opens with no other
   * @param secret the secret; stays the caller's, who wipes it
   * @throws TokenException KEY_NOT_FOUND; KEY_NOT_TRUSTED when the token does not vouch for the
   *     key, or two could be meant; or the token's failure
   */
  public byte[] seal(String label, byte[] context, byte[] secret) throws TokenException {
    requireOpen();
    return recovery.use(
        longLimit(),
        _ ->
            connection.withSession(
                false,
                (cryptoki, session) -> SecretKeys.seal(cryptoki, session, label, context, secret)));
  }

  /**
   * {@return what {@link #seal} was given; the caller wipes it}
   *
   * @param label of the secret key
   * @param context what the secret belongs to
   * @param sealed what {@link #seal} gave
   * @throws TokenException as {@link #seal}; BAD_SIGNATURE when it was changed, or sealed by
   *     another key or for another context
   */
  public byte[] unseal(String label, byte[] context, byte[] sealed) throws TokenException {
    requireOpen();
    return recovery.use(
        longLimit(),
        _ ->
            connection.withSession(
                false,
                (cryptoki, session) ->
                    SecretKeys.unseal(cryptoki, session, label, context, sealed)));
  }

  /** Signs and verifies; after a failure of the token once more, over another link. */
  byte[] sign(String label, SignatureCheck check, byte[] message) throws TokenException {
    requireOpen();
    return recovery.use(link -> link.sign(label, check, message));
  }

  private Duration longLimit() {
    return config.callTimeout().multipliedBy(LONG_CALL);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the token was closed");
    }
  }

  /**
   * Closes our session and ends our threads. The login stays: it belongs to the whole process. Keys
   * of this token throw {@link IllegalStateException} from now on.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    recovery.close();
    pool.close();
  }
}
