package org.astragal.rng;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Unbiased draws from a DRBG of its own, combined with noise as the configuration says. Streams of
 * one generator share its noise, each byte of which goes to one of them, and its state.
 *
 * <p>Output is made a block at a time, so that twenty draws do not pay for twenty DRBG calls. Each
 * byte of a block is cleared as it is used. Until then the block's remaining output waits in
 * memory, and nowhere else.
 *
 * <p>Thread safety: any number of threads; draws are handed out one at a time. A draw may wait for
 * noise, as long as {@link Buffers} say.
 *
 * @spec sp800-90c.html#6.4 SP 800-90C, 6.4 RBG3(XOR) Construction
 */
public final class RngStream {
  /** Additional input and the operating system's share of a personalization string. */
  private static final int SYSTEM_BYTES = 48;

  /** Longest wait for the first seed. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final RngConfig config;
  private final NoiseFeed feed;
  private final ErrorState errors;
  private final String instance;
  private final Drbg drbg;
  private final UniformDraw.Words words = this::nextWord;
  private final UniformDraw uniform = new UniformDraw(Long.SIZE);

  /** Output not yet drawn, from {@link #next} on; zero before it. */
  private final byte[] block;

  /** The same bytes as words, highest byte first. */
  private final ByteBuffer blockWords;

  private int next;
  private long epoch;

  /** As of the last block, so that readers never wait. */
  private volatile Counts counts = new Counts(0, 0, 0, 0);

  private long wordsMade;
  private long wordsCycled;

  /**
   * What a stream has done, as of its last block.
   *
   * @param reseeds reseeds of its DRBG
   * @param wordsMade words of 64 bits made
   * @param wordsRejected of these, thrown away because a draw could not use them without bias
   * @param wordsCycled of these, thrown away between draws by background cycling
   */
  public record Counts(long reseeds, long wordsMade, long wordsRejected, long wordsCycled) {
    Counts plus(Counts other) {
      return new Counts(
          reseeds + other.reseeds,
          wordsMade + other.wordsMade,
          wordsRejected + other.wordsRejected,
          wordsCycled + other.wordsCycled);
    }
  }

  /** Instantiates the DRBG from fresh noise. */
  RngStream(
      String instance,
      String purpose,
      RngConfig config,
      NoiseFeed feed,
      ErrorState errors,
      RngHost host)
      throws RngException {
    this.config = config;
    this.feed = feed;
    this.errors = errors;
    this.instance = instance;
    epoch = errors.epoch();
    drbg = instantiate(instance, purpose, config, feed, host);
    block = new byte[config.buffers().blockBytes()];
    blockWords = ByteBuffer.wrap(block);
    next = block.length;
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
      long value = uniform.below(n, words);
      if (value == UniformDraw.NONE) {
        throw ownFault(
            new RngException(
                RngException.Fault.ALARM,
                UniformDraw.MAXIMUM_WORDS + " words rejected for one draw"));
      }
      return value;
    } catch (RuntimeException e) {
      throw ownFault(new RngException(RngException.Fault.ALARM, "an unexpected error", e));
    } finally {
      unlock();
    }
  }

  /** {@return the construction by name, for records} */
  public String construction() {
    return config.constructionName();
  }

  /** {@return the name of this stream, for records: no two streams have the same} */
  public String instance() {
    return instance;
  }

  /** {@return what it has done; never waits} */
  public Counts counts() {
    return counts;
  }

  /**
   * One turn of background cycling: throws away between one and sixteen words, as many as the first
   * of them says, if nobody is drawing, and reseeds the DRBG if that is due. Trouble shows at the
   * next draw.
   */
  void cycle() {
    if (errors.state() != RngState.OK || !lock.tryLock()) {
      return;
    }
    try {
      requireReady();
      long more = throwAway() & 15;
      for (long i = 0; i < more; i++) {
        throwAway();
      }
      if (drbg.isReseedDue() && !config.reseeding().predictionResistance()) {
        drbg.reseed();
      }
    } catch (RngException _) {
      // Told to the error state, if it was more than a device that is too slow.
    } catch (RuntimeException e) {
      ownFault(new RngException(RngException.Fault.ALARM, "an unexpected error", e));
    } finally {
      unlock();
    }
  }

  /** Clears what waits, unless a draw is under way, which then does it at its end. */
  void clearIfIdle() {
    if (lock.tryLock()) {
      try {
        discardBlock();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Removes the DRBG. The generator must be closed before. */
  void close() {
    lock.lock();
    try {
      discardBlock();
      drbg.uninstantiate();
    } finally {
      lock.unlock();
    }
  }

  private void unlock() {
    lock.unlock();
    // After the lock, so that whoever changed the state and found it held need not wait.
    if (errors.state() != RngState.OK) {
      clearIfIdle();
    }
  }

  private void requireReady() throws RngException {
    if (errors.state() == RngState.UNAVAILABLE && !feed.hasRing()) {
      feed.recover(RngState.UNAVAILABLE);
    }
    errors.requireOk();
    long now = errors.epoch();
    if (epoch != now) {
      // There was trouble: what was made before it is not used, and the noise is fresh.
      discardBlock();
      drbg.reseed();
      epoch = now;
      publish();
    }
  }

  private RngException ownFault(RngException e) {
    errors.raise(e);
    discardBlock();
    return e;
  }

  // Counted once it is gone: a block made in between publishes the counts.
  private long throwAway() throws RngException {
    long word = nextWord();
    wordsCycled++;
    return word;
  }

  private long nextWord() throws RngException {
    if (next == block.length) {
      refill();
    }
    long word = blockWords.getLong(next);
    blockWords.putLong(next, 0);
    next += Long.BYTES;
    return word;
  }

  private void refill() throws RngException {
    // First the noise, which may fail; a failed refill leaves the DRBG as it was.
    byte[] fresh = new byte[config.construction() == Construction.XOR ? block.length : 0];
    if (config.certificate().isPresent()) {
      Conditioner.fill(fresh, feed);
    } else if (fresh.length > 0) {
      feed.take(fresh);
    }
    drbg.generate(block);
    for (int i = 0; i < fresh.length; i++) {
      block[i] ^= fresh[i];
    }
    Arrays.fill(fresh, (byte) 0);
    next = 0;
    wordsMade += block.length / Long.BYTES;
    publish();
  }

  private void publish() {
    counts = new Counts(drbg.reseeds(), wordsMade, uniform.rejected(), wordsCycled);
  }

  private void discardBlock() {
    Arrays.fill(block, (byte) 0);
    next = block.length;
  }

  /** {@return a DRBG of its own, seeded from fresh noise} */
  static Drbg instantiate(
      String instance, String purpose, RngConfig config, NoiseFeed feed, RngHost host)
      throws RngException {
    var input = new FeedInput(feed, host);
    byte[] personalization = personalization(instance, purpose, config.personalization(), input);
    var drbg = new Drbg(config.mechanism(), config.reseeding(), input, personalization);
    Arrays.fill(personalization, (byte) 0);
    return drbg;
  }

  // 48 bytes, the most that CTR_DRBG takes: hashed with bytes of the operating system.
  private static byte[] personalization(
      String instance, String purpose, String process, Drbg.EntropyInput input) {
    var hash = Sha.digest("SHA-384");
    String text = "astragal rng 2\n" + instance + "\n" + purpose + "\n" + process + "\n";
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    byte[] system = input.additional();
    byte[] personalization = hash.digest(system);
    Arrays.fill(system, (byte) 0);
    return personalization;
  }

  /** Seeds from the noise, additional input and time from the host. */
  private static final class FeedInput implements Drbg.EntropyInput {
    private final NoiseFeed feed;
    private final RngHost host;
    private boolean seeded;

    FeedInput(NoiseFeed feed, RngHost host) {
      this.feed = feed;
      this.host = host;
    }

    @Override
    public byte[] seed() throws RngException {
      // Nobody waits for the first seed but the start of the program, and it may be a slow device's
      // first noise.
      byte[] seed = Conditioner.block(feed, seeded ? feed.patience() : START_PATIENCE);
      seeded = true;
      return seed;
    }

    @Override
    public byte[] additional() {
      byte[] system = new byte[SYSTEM_BYTES];
      host.fillFromSystem(system);
      return system;
    }

    @Override
    public long nanoTime() {
      return host.nanoTime();
    }
  }
}
