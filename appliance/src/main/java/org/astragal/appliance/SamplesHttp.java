package org.astragal.appliance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.astragal.rng.LabSamples;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.rng.RngHost;
import org.astragal.service.Role;

/**
 * Samples of the generator for laboratories, from an instance for each call. One call is answered
 * at a time, and its noise is read in small pieces, so that play never waits long for the token.
 */
final class SamplesHttp implements Route.Source {
  private static final Set<Role> READERS = EnumSet.of(Role.LAB, Role.AUDITOR);

  /** Noise is read in pieces of this size: play comes in between. */
  private static final int PIECE = 4_096;

  private final NoiseSource noise;
  private final RngConfig config;
  private final RngHost host;
  private final Semaphore turn = new Semaphore(1);

  /**
   * Creates one.
   *
   * @param noise the token's, for laboratories alone
   * @param config as of {@link Stages#labConfig}
   * @param host for the instances of laboratories alone: their alarms are not those of play
   */
  SamplesHttp(NoiseSource noise, RngConfig config, RngHost host) {
    this.noise = noise;
    this.config = config;
    this.host = host;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/v1/rng/samples", READERS, this::samples));
  }

  private void samples(Call call) throws ProblemException {
    LabSamples.Stage stage = stage(call.query("stage").orElse(""));
    long bytes = Numbers.of("bytes", call.query("bytes").orElse(""));
    long below = Numbers.of("below", call.query("below").orElse("256"));
    if (bytes < 1 || below < 1) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "Ask for 1 byte or more, and a bound of 1 or more.");
    }
    if (!turn.tryAcquire()) {
      throw new ProblemException(
          ProblemType.NOT_READY, "Retry later: samples are given to one caller at a time.");
    }
    try (LabSamples samples = open(stage, below)) {
      write(call, samples, bytes - bytes % samples.unit());
    } catch (RngException e) {
      throw new ProblemException(
          ProblemType.NOT_READY, "Retry later: there are no samples now: " + e.fault() + ".");
    } finally {
      turn.release();
    }
  }

  private LabSamples open(LabSamples.Stage stage, long below) throws RngException {
    return LabSamples.open(noise, config, host, stage, below);
  }

  private static void write(Call call, LabSamples samples, long bytes) throws RngException {
    // The first piece before the answer begins: until then trouble is a problem answer.
    byte[] piece = new byte[(int) Math.min(bytes, PIECE)];
    samples.fill(piece);
    try (OutputStream out = call.stream(Call.Media.BINARY, bytes)) {
      out.write(piece);
      for (long left = bytes - piece.length; left > 0; left -= piece.length) {
        if (left < piece.length) {
          piece = new byte[(int) left];
        }
        fillOrBreak(samples, piece);
        out.write(piece);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer has begun: all that can be said is that it does not end as announced. */
  private static void fillOrBreak(LabSamples samples, byte[] piece) throws IOException {
    try {
      samples.fill(piece);
    } catch (RngException e) {
      throw new IOException("the samples end early", e);
    }
  }

  private static LabSamples.Stage stage(String name) throws ProblemException {
    for (LabSamples.Stage stage : LabSamples.Stage.values()) {
      if (stage.name().toLowerCase(Locale.ROOT).equals(name)) {
        return stage;
      }
    }
    throw new ProblemException(
        ProblemType.INVALID_PARAMETER, "Give stage as one of noise, drbg and draws.");
  }
}
