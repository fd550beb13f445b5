package org.astragal.hsm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The rungs of the ladder: makes links, over the library as it is or after a new start of it, and
 * tests each before anybody may use it.
 *
 * <p>Thread safety: {@link #remember} and {@link #close} for any thread, the rest for one.
 */
final class Rungs {
  /** Discarded providers leave a session or two open; so many of them are swept up together. */
  private static final int DISCARDS_BEFORE_SWEEP = 8;

  /** Opening a link is this many calls at most. */
  private static final int LONG_CALL = 10;

  private static final int SELF_TEST_BYTES = 32;

  static final byte[] SELF_TEST =
      "astragal signing key self-test, no checkpoint".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final CallPool pool;
  private final Duration callLimit;
  private final Duration linkLimit;

  /** The keys in use, by label. */
  private final Map<String, SignatureCheck> keys = new ConcurrentHashMap<>();

  private int discards;

  /** Whether the newest link was made and did not work. */
  private boolean failed;

  Rungs(Connection connection, CallPool pool) {
    this.connection = connection;
    this.pool = pool;
    this.callLimit = connection.config().callTimeout();
    this.linkLimit = callLimit.multipliedBy(LONG_CALL);
  }

  /** {@return the longest time that making a link takes} */
  Duration linkLimit() {
    return linkLimit;
  }

  /** {@return the first link of all} */
  Link first() throws TokenException {
    try {
      return connect();
    } catch (TokenException e) {
      if (e.fault() != TokenException.Fault.DEVICE_ERROR) {
        throw e;
      }
      // This process may have used the library before, and lost the token's server since.
      return restarted(e, () -> true);
    }
  }

  /** Lets a key take part in the test of each link from now on. */
  void remember(String label, SignatureCheck check) {
    keys.put(label, check);
  }

  /** Counts a link that was given up. */
  void discarded() {
    discards++;
  }

  /** {@return a new link that works; the library is started anew if it must be} */
  Link replaced(BooleanSupplier wanted) throws TokenException {
    try {
      return connect();
    } catch (TokenException e) {
      return restarted(e, wanted);
    }
  }

  /** {@return a new link over a library that was started anew} */
  Link restarted(TokenException why, BooleanSupplier wanted) throws TokenException {
    if (pool.hung() > 0 || !why.errorClass().restartMayHelp() || !wanted.getAsBoolean()) {
      throw why; // what hangs in the library would be cut off in its midst
    }
    pool.callAlone(
        callLimit,
        () -> {
          connection.restart();
          return true;
        });
    discards = 0;
    return connect();
  }

  private Link connect() throws TokenException {
    if (discards >= DISCARDS_BEFORE_SWEEP && pool.hung() == 0) {
      pool.callAlone(
          callLimit,
          () -> {
            connection.closeAllSessions();
            return true;
          });
      discards = 0;
    }
    if (failed) {
      pool.call(
          linkLimit,
          () -> {
            Preflight.run(connection, keys);
            return true;
          });
    }
    Link fresh = pool.call(linkLimit, () -> Link.open(connection));
    try {
      Link good = pool.call(linkLimit, () -> tested(fresh));
      failed = false;
      return good;
    } catch (TokenException e) {
      failed = true;
      discards++;
      if (e.errorClass() != ErrorClass.HANG) {
        close(fresh);
      }
      throw e;
    }
  }

  /** Closes our session of a link. */
  void close(Link old) {
    try {
      pool.call(
          callLimit,
          () -> {
            old.close();
            return true;
          });
    } catch (TokenException e) {
      // A session that cannot be closed ends with the library's next start, or with the process.
    }
  }

  private Link tested(Link fresh) throws TokenException {
    fresh.random(SELF_TEST_BYTES);
    for (Map.Entry<String, SignatureCheck> key : keys.entrySet()) {
      try {
        fresh.sign(key.getKey(), key.getValue(), SELF_TEST);
      } catch (TokenException e) {
        switch (e.fault()) {
          case KEY_NOT_FOUND, KEY_NOT_TRUSTED -> {
            // Somebody removed or replaced this key; its users will hear of it, others go on.
          }
          default -> throw e;
        }
      }
    }
    return fresh;
  }
}
