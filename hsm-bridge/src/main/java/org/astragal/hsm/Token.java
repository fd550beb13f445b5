package org.astragal.hsm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private static final byte[] SELF_TEST =
      "astragal signing key self-test, no checkpoint".getBytes(StandardCharsets.US_ASCII);

  private final TokenConfig config;
  private final Connection connection;
  private final CallPool pool;
  private final NoiseChannel noise;
  private final Providers providers;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock generating = new ReentrantLock();

  private Token(Connection connection, CallPool pool) {
    this.config = connection.config();
    this.connection = connection;
    this.pool = pool;
    var recovery = new Recovery(connection, pool);
    this.noise = new NoiseChannel(connection, pool, recovery);
    this.providers =
        new Providers(connection, pool, recovery, config.callTimeout().multipliedBy(LONG_CALL));
  }

  /**
   * Finds the token by its label and logs in, with one try of the PIN.
   *
   * @throws TokenException MODULE_MISSING, TOKEN_NOT_FOUND, PIN_FILE_UNSAFE, PIN_INCORRECT,
   *     PIN_LOCKED, DEVICE_ERROR or TIMEOUT; nothing stays open
   */
  public static Token open(TokenConfig config) throws TokenException {
    var pool = new CallPool();
    try {
      Connection connection =
          pool.call(config.callTimeout().multipliedBy(LONG_CALL), () -> Connection.open(config));
      var token = new Token(connection, pool);
      token.random(new byte[1]); // opens the session that keeps the login
      token.providers.get();
      return token;
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
    TokenConfig.requireTokenLabel(label);
    try (Pin so = Pin.of(soPin);
        Pin user = Pin.of(userPin)) {
      BlankToken.initialise(Cryptoki.load(module), label, so, user);
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** {@return what the token says of itself now} */
  public TokenInfo info() throws TokenException {
    return shortCall(connection::find);
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
    KeyInventory.Found found =
        longCall(() ->
            connection.withSession(
                false, (cryptoki, session) -> new KeyInventory(cryptoki, session).find(label)));
    var key = new SigningKey(this, label, found.publicKey(), found.audit());
    key.sign(SELF_TEST);
    return key;
  }

  /** {@return all private keys on the token, trusted or not, as the token describes them} */
  public List<KeyInfo> keys() throws TokenException {
    return longCall(() ->
        connection.withSession(
            false, (cryptoki, session) -> new KeyInventory(cryptoki, session).list()));
  }

  /**
   * Generates a P-256 key on the token, for signing only, not extractable, with a self-signed
   * certificate of ten years. Its id is 01 and the first 15 bytes of SHA-256 of its public key,
   * where the token allows it, else random.
   *
   * @param label 1 to 64 letters, digits or {@code :._-}; new to the token
   * @throws TokenException ALREADY_EXISTS, TOKEN_FULL, KEY_NOT_TRUSTED when the token did not make
   *     what it was asked for, or its failure
   * @throws IllegalArgumentException if the label has another form
   */
  public SigningKey generateKey(String label) throws TokenException {
    KeyGeneration.requireLabel(label);
    generating.lock();
    try {
      longCall(() -> {
        KeyGeneration.run(connection, label);
        return true;
      });
      providers.renew(); // the list of keys of the old one is older than the key
    } finally {
      generating.unlock();
    }
    return key(label);
  }

  /** Signs, verifies, and after a failure of the device repeats once with a new provider. */
  byte[] sign(String label, SignatureCheck check, byte[] message) throws TokenException {
    try {
      return signOnce(label, check, message);
    } catch (TokenException first) {
      if (first.fault() != TokenException.Fault.DEVICE_ERROR
          && first.fault()
              != TokenException.Fault.TOKEN_FULL) { // the token's memory, not its store
        throw first;
      }
      try {
        return signOnce(label, check, message);
      } catch (TokenException second) {
        second.addSuppressed(first);
        throw second;
      }
    }
  }

  private byte[] signOnce(String label, SignatureCheck check, byte[] message)
      throws TokenException {
    requireOpen();
    ProviderInstance used = providers.get();
    boolean good = false;
    try {
      byte[] signature = shortCall(() -> used.sign(label, check.publicKey(), message));
      if (!check.verifies(message, signature)) {
        throw new TokenException(
            TokenException.Fault.BAD_SIGNATURE,
            "the signature by " + label + " does not verify with its public key");
      }
      good = true;
      providers.worked();
      return signature;
    } finally {
      if (!good) {
        providers.failed(used);
      }
    }
  }

  private <T> T shortCall(CallPool.NativeCall<T> call) throws TokenException {
    requireOpen();
    return pool.call(config.callTimeout(), call);
  }

  private <T> T longCall(CallPool.NativeCall<T> call) throws TokenException {
    requireOpen();
    return pool.call(config.callTimeout().multipliedBy(LONG_CALL), call);
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
    try {
      noise.close();
    } catch (TokenException e) {
      // A session that cannot be closed ends with the process.
    } finally {
      pool.close();
    }
  }
}
