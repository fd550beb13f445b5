package org.astragal.rng;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The generator: health-tested noise, a DRBG seeded from it, both combined by exclusive or, and
 * unbiased draws from the result.
 *
 * <p>Noise and DRBG output are made a block at a time, so that one call to the device serves many
 * draws. Each byte of a block is cleared as it is used. Until then the block's remaining output
 * waits in memory, and nowhere else.
 *
 * <p>Thread safety: any number of threads; draws are handed out one at a time. A draw may wait for
 * the noise source, for as long as that takes to answer or to fail.
 *
 * @spec sp800-90c.html#6.4 SP 800-90C, 6.4 RBG3(XOR) Construction
 */
public final class Rng implements AutoCloseable {
  private static final String CONSTRUCTION = "XOR/CTR_DRBG-AES256, RBGC child";

  /** Entropy of a seed: the strength, and half of it again as margin. */
  private static final int SEED_BITS = CtrDrbg.STRENGTH_BITS * 3 / 2;

  /** SP 800-90A, 8.6.7: at least half the strength. */
  private static final int NONCE_BITS = CtrDrbg.STRENGTH_BITS / 2;

  /** Tells the generators of one process apart, whatever the noise says. */
  private static final AtomicLong STARTED = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final RngConfig config;
  private final TestedNoise noise;
  private final String instance;
  private final CtrDrbg drbg;
  private final BooleanSupplier drbgSelfTest;
  private final UniformDraw.Words words = this::nextWord;

  /** Output not yet drawn, from {@link #next} on; zero before it. */
  private final byte[] block;

  /** The same bytes as words, highest byte first. */
  private final ByteBuffer blockWords;

  private int next;
  private long generateCalls;
  private long reseeds;
  private RngState state = RngState.OK;
  private Optional<String> lastFault = Optional.empty();
  private volatile RngReport report;

  /** As {@link #start}, with the known-answer test to run: a test can make it fail. */
  Rng(NoiseSource source, RngConfig config, BooleanSupplier drbgSelfTest) throws RngException {
    this.config = config;
    this.drbgSelfTest = drbgSelfTest;
    noise = new TestedNoise(source, config.health());
    requireKnownAnswers();
    noise.startUp();
    instance = newInstanceName(noise);
    drbg = instantiate(noise, instance, config);
    block = new byte[config.blockBytes()];
    blockWords = ByteBuffer.wrap(block);
    next = block.length;
    report = newReport();
  }

  /**
   * Starts a generator: known-answer tests of the DRBG, start-up tests of the noise, seed.
   *
   * @param source the noise; used by this generator alone, and not closed by it
   * @param config the claim and the settings
   * @return a generator that draws
   * @throws RngException {@code ALARM} if a test fails, {@code UNAVAILABLE} if there is no noise
   * @throws IllegalArgumentException if the claim does not fit the source
   */
  public static Rng start(NoiseSource source, RngConfig config) throws RngException {
    return new Rng(source, config, () -> DrbgSelfTest.allPass(DrbgSelfTest.ALL));
  }

  /**
   * Draws one unbiased integer. Draws come in the order of the calls.
   *
   * @param n how many values are possible, 1 to 2^63 - 1
   * @return a value from 0 to {@code n - 1}, each as likely as any other
   * @throws RngException if there is no draw; nothing was used up that a later draw could show
   */
  public long below(long n) throws RngException {
    if (n < 1) {
      throw new IllegalArgumentException("a draw needs at least one possible value: " + n);
    }
    lock.lock();
    try {
      requireReady();
      long value = UniformDraw.below(n, Long.SIZE, words);
      if (value == UniformDraw.NONE) {
        throw new RngException(
            RngException.Fault.ALARM, UniformDraw.MAXIMUM_WORDS + " words rejected for one draw");
      }
      return value;
    } catch (RngException e) {
      throw refused(e);
    } catch (RuntimeException e) {
      throw refused(new RngException(RngException.Fault.ALARM, "an unexpected error", e));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the start-up tests on demand: known answers of the DRBG, and both health tests, begun
   * anew, on fresh samples that are then thrown away.
   *
   * @throws RngException if a test fails, with the state that {@link #state} then shows
   */
  public void selfTest() throws RngException {
    lock.lock();
    try {
      requireReady();
      requireKnownAnswers();
      noise.selfTest();
      report = newReport();
    } catch (RngException e) {
      throw refused(e);
    } catch (RuntimeException e) {
      throw refused(new RngException(RngException.Fault.ALARM, "an unexpected error", e));
    } finally {
      lock.unlock();
    }
  }

  /** {@return the construction by name, for records} */
  public String construction() {
    return CONSTRUCTION;
  }

  /** {@return the name of this generator: no two generators have the same} */
  public String instance() {
    return instance;
  }

  /** {@return reseeds from the noise since the start, as of the last block} */
  public long reseeds() {
    return report.reseeds();
  }

  /** {@return whether this generator draws; never waits} */
  public RngState state() {
    return report.state();
  }

  /** {@return how this generator is doing; never waits} */
  public RngReport report() {
    return report;
  }

  /** Clears what waits in memory; every later draw is refused. The noise source stays open. */
  @Override
  public void close() {
    lock.lock();
    try {
      discardBlock();
      noise.clear();
      state = RngState.CLOSED;
      report = newReport();
    } finally {
      lock.unlock();
    }
  }

  private void requireReady() throws RngException {
    switch (state) {
      case OK -> {}
      case UNAVAILABLE -> recover();
      case ALARM ->
          throw new RngException(
              RngException.Fault.ALARM, "latched: " + lastFault.orElse("unknown"));
      case CLOSED -> throw new RngException(RngException.Fault.CLOSED, "the generator is closed");
    }
  }

  // The device is back only when it passes the tests of a start; then its noise reseeds at once.
  private void recover() throws RngException {
    noise.startUp();
    reseed();
    state = RngState.OK;
    report = newReport();
  }

  private RngException refused(RngException e) {
    if (state == RngState.CLOSED || state == RngState.ALARM) {
      return e;
    }
    discardBlock();
    state =
        switch (e.fault()) {
          case ALARM -> RngState.ALARM;
          case UNAVAILABLE -> RngState.UNAVAILABLE;
          case CLOSED -> RngState.CLOSED;
        };
    lastFault = Optional.ofNullable(e.getMessage());
    report = newReport();
    return e;
  }

  private long nextWord() throws RngException {
    if (next == block.length) {
      refill();
    }
    long word = blockWords.getLong(next);
    Arrays.fill(block, next, next + Long.BYTES, (byte) 0);
    next += Long.BYTES;
    return word;
  }

  private void refill() throws RngException {
    if (generateCalls == config.reseedInterval()) {
      reseed();
    }
    // First the noise, which may fail; a failed refill leaves the DRBG as it was.
    byte[] fresh = noise.bytes(block.length);
    drbg.generate(block);
    generateCalls++;
    for (int i = 0; i < block.length; i++) {
      block[i] ^= fresh[i];
    }
    Arrays.fill(fresh, (byte) 0);
    next = 0;
    report = newReport();
  }

  private void reseed() throws RngException {
    byte[] entropy = noise.entropy(SEED_BITS);
    drbg.reseed(entropy);
    Arrays.fill(entropy, (byte) 0);
    reseeds++;
    generateCalls = 0;
  }

  private void discardBlock() {
    Arrays.fill(block, (byte) 0);
    next = block.length;
  }

  private RngReport newReport() {
    return new RngReport(
        state, CONSTRUCTION, instance, reseeds, noise.samplesTested(), noise.plan(), lastFault);
  }

  private void requireKnownAnswers() throws RngException {
    if (!drbgSelfTest.getAsBoolean()) {
      throw new RngException(RngException.Fault.ALARM, "the DRBG fails its known-answer test");
    }
  }

  private static CtrDrbg instantiate(TestedNoise noise, String instance, RngConfig config)
      throws RngException {
    String personalization = "astragal rng 1\n" + instance + "\n" + config.personalization();
    byte[] entropy = noise.entropy(SEED_BITS);
    try {
      byte[] nonce = noise.entropy(NONCE_BITS);
      var drbg = new CtrDrbg(entropy, nonce, personalization.getBytes(StandardCharsets.UTF_8));
      Arrays.fill(nonce, (byte) 0);
      return drbg;
    } finally {
      Arrays.fill(entropy, (byte) 0);
    }
  }

  // Samples of its own that are used for nothing else, and hashed: the name is published.
  private static String newInstanceName(TestedNoise noise) throws RngException {
    byte[] entropy = noise.entropy(NONCE_BITS);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(entropy);
      Arrays.fill(entropy, (byte) 0);
      return HexFormat.of().formatHex(hash, 0, 8) + "-" + STARTED.incrementAndGet();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
