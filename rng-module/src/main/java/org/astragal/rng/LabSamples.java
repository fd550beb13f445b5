package org.astragal.rng;

import java.util.Arrays;

/**
 * Samples of one stage for laboratories, from an instance of its own that shares no bit with any
 * outcome: the very classes that serve draws, behind tests and an alarm of their own. An alarm here
 * is not one of play, and the other way round.
 *
 * <p>Not thread-safe.
 */
public final class LabSamples implements AutoCloseable {
  /** The most bytes of one {@link #fill}. */
  public static final int MAXIMUM_BYTES = Drbg.MAXIMUM_REQUEST;

  /** Where in the life of a number the samples are taken. */
  public enum Stage {
    /** Noise behind its health tests, before anything is made of it. */
    NOISE,
    /** Output of the DRBG alone, before it is combined with noise. */
    DRBG,
    /** Draws as games get them. */
    DRAWS
  }

  /** What fills an array. */
  private interface Filler {
    void fill(byte[] out) throws RngException;
  }

  private final Rng rng;
  private final Filler filler;
  private final int unit;

  private LabSamples(Rng rng, Filler filler, int unit) {
    this.rng = rng;
    this.filler = filler;
    this.unit = unit;
  }

  /**
   * Starts an instance of its own.
   *
   * @param source the noise; used by this instance alone, and not closed by it
   * @param config as for play, best without a prefetch: nothing waits here for a quick answer
   * @param host what the generator needs of the program
   * @param stage where the samples are taken
   * @param bound for draws: how many values are possible; otherwise ignored
   * @throws RngException if a test fails, or there is no noise
   */
  public static LabSamples open(
      NoiseSource source, RngConfig config, RngHost host, Stage stage, long bound)
      throws RngException {
    Rng rng = Rng.start(source, config, host);
    try {
      return switch (stage) {
        case NOISE -> new LabSamples(rng, rng::fillWithNoise, 1);
        case DRBG -> new LabSamples(rng, rng.labDrbg()::generate, 1);
        case DRAWS -> {
          int width = bytesFor(bound);
          RngStream stream = rng.stream("lab draws below " + bound);
          yield new LabSamples(rng, out -> fillWithDraws(out, stream, bound, width), width);
        }
      };
    } catch (RngException | RuntimeException e) {
      rng.close();
      throw e;
    }
  }

  /**
   * {@return bytes of one sample: 1, or as many as the bound asks of 1, 2, 4 and 8 for draws, which
   * are written highest byte first}
   */
  public int unit() {
    return unit;
  }

  /**
   * Fills an array with the next samples.
   *
   * @param out at most {@link #MAXIMUM_BYTES}, a multiple of {@link #unit}
   * @throws RngException if there are none; the array is cleared
   */
  public void fill(byte[] out) throws RngException {
    if (out.length > MAXIMUM_BYTES || out.length % unit != 0) {
      throw new IllegalArgumentException(
          "at most " + MAXIMUM_BYTES + " bytes, a multiple of " + unit + ": " + out.length);
    }
    try {
      filler.fill(out);
    } catch (RngException e) {
      Arrays.fill(out, (byte) 0);
      throw e;
    }
  }

  /** {@return how the instance is doing} */
  public RngReport report() {
    return rng.report();
  }

  @Override
  public void close() {
    rng.close();
  }

  private static void fillWithDraws(byte[] out, RngStream stream, long bound, int width)
      throws RngException {
    for (int at = 0; at < out.length; at += width) {
      long value = stream.below(bound);
      for (int i = width - 1; i >= 0; i--) {
        out[at + i] = (byte) value;
        value >>>= Byte.SIZE;
      }
    }
  }

  private static int bytesFor(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a draw needs at least one possible value: " + bound);
    }
    if (bound <= 1L << Byte.SIZE) {
      return 1;
    }
    if (bound <= 1L << Short.SIZE) {
      return 2;
    }
    return bound <= 1L << Integer.SIZE ? 4 : 8;
  }
}
