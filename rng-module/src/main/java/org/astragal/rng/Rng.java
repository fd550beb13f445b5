package org.astragal.rng;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The generator: health-tested noise, and streams of unbiased draws from it, each with a DRBG of
 * its own.
 *
 * <p>Any failed test is an alarm: an error state in which no stream draws, until the tests of a
 * start succeed and, as configured, somebody calls {@link #resume}. A device that is away is no
 * alarm; the generator comes back by itself, tests first, when the device does.
 *
 * <p>Thread safety: any number of threads.
 *
 * @spec sp800-90c.html#7 SP 800-90C, 7 RBGC Construction
 */
public final class Rng implements AutoCloseable {
  private static final int NAME_BITS = 128;

  /** Tells the generators of one process apart, whatever the noise says. */
  private static final AtomicLong STARTED = new AtomicLong();

  private final RngHost host;
  private final RngConfig config;
  private final ErrorState errors;
  private final TestedNoise noise;
  private final NoiseFeed feed;
  private final String instance;
  private final BooleanSupplier drbgSelfTest;
  private final List<RngStream> streams = new CopyOnWriteArrayList<>();
  private final AtomicLong streamsMade = new AtomicLong();
  private final Cycling cycling;

  /** As {@link #start}, with the known-answer test to run: a test can make it fail. */
  Rng(NoiseSource source, RngConfig config, RngHost host, BooleanSupplier drbgSelfTest)
      throws RngException {
    this.host = host;
    this.config = config;
    this.drbgSelfTest = drbgSelfTest;
    errors = new ErrorState(host, this::clear);
    noise = new TestedNoise(source, config.health());
    feed = new NoiseFeed(noise, errors, config);
    requireKnownAnswers();
    noise.startUp();
    instance = newName(noise);
    cycling = new Cycling(streams, config.buffers().cycling());
    feed.start();
    cycling.start();
  }

  /**
   * Starts a generator: known-answer tests of the DRBG, then start-up tests of the noise.
   *
   * @param source the noise; used by this generator alone, and not closed by it
   * @param config the claim and the settings
   * @param host what the generator needs of the program
   * @return a generator that gives streams
   * @throws RngException {@code ALARM} if a test fails, {@code UNAVAILABLE} if there is no noise
   * @throws IllegalArgumentException if the claim does not fit the source
   */
  public static Rng start(NoiseSource source, RngConfig config, RngHost host) throws RngException {
    return new Rng(source, config, host, () -> DrbgSelfTest.passes(config.mechanism()));
  }

  /**
   * Begins a stream with a DRBG of its own, which lasts as long as the generator.
   *
   * @param purpose what the stream is for, such as a game and its version; part of the
   *     personalization string
   * @throws RngException if there is no noise to seed it from
   */
  public RngStream stream(String purpose) throws RngException {
    errors.requireOk();
    String name = instance + "-" + streamsMade.incrementAndGet();
    var stream = new RngStream(name, purpose, config, feed, errors, host);
    streams.add(stream);
    if (errors.state() == RngState.CLOSED) {
      stream.close();
      errors.requireOk();
    }
    return stream;
  }

  /**
   * Runs the start-up tests on demand: known answers of the DRBG, and all health tests, begun anew,
   * on fresh samples that are then thrown away. A device that was away gets a chance to come back.
   *
   * @throws RngException if a test fails, with the state that {@link #state} then shows
   */
  public void selfTest() throws RngException {
    if (errors.state() == RngState.UNAVAILABLE) {
      feed.recover(RngState.UNAVAILABLE);
    }
    errors.requireOk();
    try {
      requireKnownAnswers();
      feed.selfTest();
    } catch (RngException e) {
      throw raised(e);
    } catch (RuntimeException e) {
      throw raised(new RngException(RngException.Fault.ALARM, "an unexpected error", e));
    }
  }

  /**
   * Leaves the alarm: the act that the configuration may ask for. The tests of a start decide; if
   * they succeed, every stream reseeds before its next draw. Does nothing without an alarm.
   *
   * @throws RngException if a test fails; the alarm stays
   */
  public void resume() throws RngException {
    if (errors.state() == RngState.ALARM) {
      requireKnownAnswers();
      feed.recover(RngState.ALARM);
    }
  }

  /** {@return the construction by name, for records} */
  public String construction() {
    return config.constructionName();
  }

  /** {@return the name of this generator: no two generators have the same} */
  public String instance() {
    return instance;
  }

  /** {@return whether this generator draws; never waits} */
  public RngState state() {
    return errors.state();
  }

  /** {@return how this generator is doing; never waits} */
  public RngReport report() {
    return new RngReport(
        errors.state(),
        construction(),
        instance,
        streams.stream()
            .map(RngStream::counts)
            .reduce(new RngStream.Counts(0, 0, 0, 0), RngStream.Counts::plus),
        noise.samplesTested(),
        noise.plan(),
        errors.lastFault(),
        errors.alarm());
  }

  /** Clears what waits in memory; every later draw is refused. The noise source stays open. */
  @Override
  public void close() {
    errors.close();
    cycling.close();
    feed.close();
    streams.forEach(RngStream::close);
  }

  /** Fills an array with tested noise, for {@link LabSamples}. */
  void fillWithNoise(byte[] out) throws RngException {
    errors.requireOk();
    feed.take(out);
  }

  /** {@return a DRBG as streams have one, for {@link LabSamples}} */
  Drbg labDrbg() throws RngException {
    return RngStream.instantiate(
        instance + "-" + streamsMade.incrementAndGet(), "lab output", config, feed, host);
  }

  private RngException raised(RngException e) {
    errors.raise(e);
    return e;
  }

  private void clear() {
    feed.clear();
    streams.forEach(RngStream::clearIfIdle);
  }

  private void requireKnownAnswers() throws RngException {
    if (!drbgSelfTest.getAsBoolean()) {
      throw new RngException(RngException.Fault.ALARM, "the DRBG fails its known-answer test");
    }
  }

  // Samples of its own that are used for nothing else, and hashed: the name is published.
  private static String newName(TestedNoise noise) throws RngException {
    byte[] entropy = noise.bytes(noise.bytesHolding(NAME_BITS));
    byte[] hash = Sha.sha256(entropy);
    Arrays.fill(entropy, (byte) 0);
    return HexFormat.of().formatHex(hash, 0, 8) + "-" + STARTED.incrementAndGet();
  }
}
