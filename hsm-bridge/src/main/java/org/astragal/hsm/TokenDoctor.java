package org.astragal.hsm;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Examines a token before it is trusted with anything: what it is, what it can do, how fast, and
 * what it does when its sessions are closed. Leaves nothing on the token, and closes no session of
 * another process. Must not be used in a process that has the same token open.
 */
public final class TokenDoctor {
  private static final long CKM_EC_KEY_PAIR_GEN = 0x1040;
  private static final long CKM_ECDSA = 0x1041;
  private static final long CKM_ECDSA_SHA256 = 0x1044;

  /** Names of those that matter to us, or that one likes to see. */
  private static final Map<Long, String> MECHANISMS =
      Map.ofEntries(
          Map.entry(0x0L, "CKM_RSA_PKCS_KEY_PAIR_GEN"),
          Map.entry(0x1L, "CKM_RSA_PKCS"),
          Map.entry(0xDL, "CKM_RSA_PKCS_PSS"),
          Map.entry(0x40L, "CKM_SHA256_RSA_PKCS"),
          Map.entry(0x43L, "CKM_SHA256_RSA_PKCS_PSS"),
          Map.entry(0x250L, "CKM_SHA256"),
          Map.entry(CKM_EC_KEY_PAIR_GEN, "CKM_EC_KEY_PAIR_GEN"),
          Map.entry(CKM_ECDSA, "CKM_ECDSA"),
          Map.entry(CKM_ECDSA_SHA256, "CKM_ECDSA_SHA256"),
          Map.entry(0x1050L, "CKM_ECDH1_DERIVE"),
          Map.entry(EdwardsKeys.CKM_EC_EDWARDS_KEY_PAIR_GEN, "CKM_EC_EDWARDS_KEY_PAIR_GEN"),
          Map.entry(EdwardsKeys.CKM_EDDSA, "CKM_EDDSA"),
          Map.entry(0x1087L, "CKM_AES_GCM"));

  private static final List<Integer> RANDOM_BLOCKS = List.of(32, Link.BLOCK_BYTES);
  private static final List<Integer> THREADS = List.of(1, 2, 4, 8);
  private static final int LONG_CALL = 10;
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MESSAGE =
      "astragal hsm doctor, no checkpoint".getBytes(StandardCharsets.US_ASCII);

  private final TokenConfig config;
  private final Duration each;
  private final Connection connection;
  private final CallPool pool;

  /** Whether the key of the examination is on the token, because it takes none for a session. */
  private boolean keysOnToken;

  private TokenDoctor(TokenConfig config, Duration each, Connection connection, CallPool pool) {
    this.config = config;
    this.each = each;
    this.connection = connection;
    this.pool = pool;
  }

  /**
   * Examines a token.
   *
   * @param config where it is; the PIN is tried once
   * @param each how long each measurement takes, above 0 s and at most 60 s
   * @throws TokenException MODULE_MISSING, TOKEN_NOT_FOUND, the PIN_ faults, MECHANISM_MISSING, or
   *     what the token failed with
   */
  public static TokenReport examine(TokenConfig config, Duration each) throws TokenException {
    if (each.isNegative() || each.isZero() || each.compareTo(Duration.ofSeconds(60)) > 0) {
      throw new IllegalArgumentException("a measurement takes above 0 s and at most 60 s");
    }
    Duration limit = config.callTimeout().multipliedBy(LONG_CALL);
    try (var pool = new CallPool(NativeModule.load(config.module(), config.moduleArguments()))) {
      Connection connection = pool.call(limit, () -> Connection.open(config));
      return new TokenDoctor(config, each, connection, pool).examine();
    }
  }

  private TokenReport examine() throws TokenException {
    Duration limit = config.callTimeout().multipliedBy(LONG_CALL);
    TokenProbe probe = connection.probe();
    TokenInfo token = pool.call(limit, connection::find);
    List<Long> mechanisms = pool.call(limit, () -> probe.mechanisms(token.slot()));
    requireMechanisms(mechanisms);
    Link link = pool.call(limit, () -> Link.open(connection)); // logs in
    connection.login().opened();
    List<TokenReport.Random> random = new ArrayList<>();
    for (int block : RANDOM_BLOCKS) {
      random.add(pool.call(each.plus(limit), () -> random(link, block)));
    }
    String label = pool.call(limit, () -> "doctor-" + HEX.formatHex(freshId(link)));
    try {
      return examined(probe, token, mechanisms, link, random, label);
    } finally {
      if (keysOnToken) {
        pool.call(
            limit,
            () -> {
              KeyGeneration.remove(connection, label);
              return true;
            });
      }
    }
  }

  private TokenReport examined(
      TokenProbe probe,
      TokenInfo token,
      List<Long> mechanisms,
      Link link,
      List<TokenReport.Random> random,
      String label)
      throws TokenException {
    Duration limit = config.callTimeout().multipliedBy(LONG_CALL);
    EcdsaKeys.Made key = pool.call(limit, () -> key(link, label));
    Optional<KeyAudit> audit = pool.call(limit, () -> audit(label));
    var signing = new ArrayList<TokenReport.Signing>();
    for (int threads : THREADS) {
      signing.add(signing(key.generator(), key.pair(), threads));
    }
    return new TokenReport(
        pool.call(limit, probe::library),
        pool.call(limit, probe::tokens),
        token,
        pool.call(limit, () -> probe.sessions(token.slot())),
        mechanisms.stream().map(TokenDoctor::name).toList(),
        random,
        signing,
        pool.call(limit, () -> obstacleToEd25519(mechanisms, link)),
        audit,
        audit
            .map(seen -> seen.allowing(Set.of(KeyDeviation.values())).deviations())
            .orElse(List.of()),
        pool.call(limit, () -> afterClosedSessions(link)));
  }

  private static byte[] freshId(Link link) throws TokenException {
    byte[] id = link.random(8);
    id[0] = 1;
    return id;
  }

  /** A key of a session; or one on the token, to be removed again, where there are no such keys. */
  private EcdsaKeys.Made key(Link link, String label) throws TokenException {
    try {
      return EcdsaKeys.make(connection, false, freshId(link), label);
    } catch (TokenException e) {
      if (e.fault() != TokenException.Fault.DEVICE_ERROR) {
        throw e;
      }
      keysOnToken = true;
      return EcdsaKeys.make(connection, true, freshId(link), label);
    }
  }

  /** Makes a key for Ed25519 in a session and has it sign; what a token announces is not enough. */
  private Optional<String> obstacleToEd25519(List<Long> mechanisms, Link link)
      throws TokenException {
    if (!mechanisms.containsAll(
        List.of(EdwardsKeys.CKM_EC_EDWARDS_KEY_PAIR_GEN, EdwardsKeys.CKM_EDDSA))) {
      return Optional.of("the token lacks CKM_EC_EDWARDS_KEY_PAIR_GEN or CKM_EDDSA");
    }
    byte[] id = freshId(link);
    try {
      boolean good =
          connection.withSession(
              false, (cryptoki, session) -> EdwardsKeys.works(cryptoki, session, id, MESSAGE));
      return good ? Optional.empty() : Optional.of("a signature does not verify");
    } catch (TokenException e) {
      if (e.errorClass() == ErrorClass.HANG) {
        throw e;
      }
      return Optional.of("a trial failed: " + e.getMessage());
    }
  }

  private static void requireMechanisms(List<Long> mechanisms) throws TokenException {
    if (!mechanisms.contains(CKM_EC_KEY_PAIR_GEN)
        || !(mechanisms.contains(CKM_ECDSA) || mechanisms.contains(CKM_ECDSA_SHA256))) {
      throw new TokenException(
          TokenException.Fault.MECHANISM_MISSING,
          "CKM_EC_KEY_PAIR_GEN and CKM_ECDSA or CKM_ECDSA_SHA256 are needed; the token has "
              + mechanisms.stream().map(TokenDoctor::name).toList());
    }
  }

  private static String name(long mechanism) {
    String known = MECHANISMS.get(mechanism);
    return known == null ? "0x" + Long.toHexString(mechanism) : known;
  }

  private TokenReport.Random random(Link link, int block) throws TokenException {
    long begin = System.nanoTime();
    long bytes = 0;
    long taken;
    do {
      Arrays.fill(link.random(block), (byte) 0);
      bytes += block;
      taken = System.nanoTime() - begin;
    } while (taken < each.toNanos());
    return new TokenReport.Random(block, bytes * 1_000_000_000 / taken);
  }

  private Optional<KeyAudit> audit(String label) throws TokenException {
    return connection.withSession(
        false,
        (cryptoki, session) -> {
          var inventory = new KeyInventory(cryptoki, session);
          List<Long> found = inventory.labelled(Attribute.CKO_PRIVATE_KEY, label);
          return found.isEmpty()
              ? Optional.empty()
              : Optional.of(inventory.audit(found.getFirst()));
        });
  }

  /** On threads of its own: eight calls at a time are more than the pool allows. */
  private TokenReport.Signing signing(ProviderInstance provider, KeyPair pair, int count)
      throws TokenException {
    var check = new EcdsaCheck(EcdsaKeys.plain(pair));
    var factory = Thread.ofPlatform().daemon(true).name("pkcs11-doctor-", 0).factory();
    var threads = Executors.newFixedThreadPool(count, factory);
    try {
      long end = System.nanoTime() + each.toNanos();
      var results = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < count; i++) {
        results.add(threads.submit(() -> sign(provider, pair, check, end)));
      }
      var nanos = new ArrayList<Long>();
      for (Future<List<Long>> result : results) {
        nanos.addAll(result.get(each.plus(config.callTimeout()).toNanos(), TimeUnit.NANOSECONDS));
      }
      return summary(count, nanos);
    } catch (TimeoutException e) {
      throw new TokenException(
          TokenException.Fault.TIMEOUT, "a signature took longer than the call timeout", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenException.busy("interrupted during the examination", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TokenException cause
          ? cause
          : new TokenException(TokenException.Fault.DEVICE_ERROR, "signing failed", e);
    } finally {
      threads.shutdown();
    }
  }

  private static List<Long> sign(
      ProviderInstance provider, KeyPair pair, SignatureCheck check, long end)
      throws TokenException {
    var nanos = new ArrayList<Long>();
    long begin;
    do {
      begin = System.nanoTime();
      byte[] signature = provider.sign(pair.getPrivate(), MESSAGE);
      nanos.add(System.nanoTime() - begin);
      if (!check.verifies(MESSAGE, signature)) {
        throw new TokenException(TokenException.Fault.BAD_SIGNATURE, "a signature does not verify");
      }
    } while (System.nanoTime() < end);
    return nanos;
  }

  private TokenReport.Signing summary(int threads, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    var histogram = new ArrayList<Long>();
    long below = 0;
    for (long bin : TokenReport.Signing.BINS_MICROS) {
      long upTo = sorted.stream().filter(n -> n <= bin * 1_000).count();
      histogram.add(upTo - below);
      below = upTo;
    }
    histogram.add(sorted.size() - below);
    return new TokenReport.Signing(
        threads,
        sorted.size() * 1_000L / Math.max(1, each.toMillis()),
        Duration.ofNanos(sorted.get((sorted.size() - 1) / 2)),
        Duration.ofNanos(sorted.get((sorted.size() - 1) * 99 / 100)),
        Duration.ofNanos(sorted.getLast()),
        histogram);
  }

  /** Closes all sessions of this process, and measures the way back. */
  private Duration afterClosedSessions(Link link) throws TokenException {
    connection.closeAllSessions();
    long begin = System.nanoTime();
    Link next = Link.open(connection);
    next.random(32);
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    next.close();
    link.close();
    return taken;
  }
}
