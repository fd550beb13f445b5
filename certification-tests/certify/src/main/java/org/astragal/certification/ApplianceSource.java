package org.astragal.certification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Samples of one stage of a running appliance, from an instance that no outcome uses. They are
 * copied into the folder of the report.
 */
final class ApplianceSource implements DataSource {
  private final ApplianceClient client;
  private final Stage stage;
  private final long below;

  ApplianceSource(ApplianceClient client, Stage stage, long below) {
    this.client = client;
    this.stage = stage;
    this.below = below;
  }

  /** What can be looked at. */
  enum Stage {
    /** The token's bytes behind their health tests. */
    NOISE,
    /** Output of the generator. */
    DRBG,
    /** Unbiased integers. */
    DRAWS;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String kind() {
    return "appliance";
  }

  @Override
  public String name() {
    return client.name();
  }

  @Override
  public Optional<String> stage() {
    return Optional.of(stage == Stage.DRAWS ? stage.text() + " below " + below : stage.text());
  }

  /** {@return the stage alone, as the appliance calls it} */
  Stage origin() {
    return stage;
  }

  ApplianceClient client() {
    return client;
  }

  @Override
  public FileSample first(RunFolder folder, OptionalLong bytes, Progress progress)
      throws CertifyException, InterruptedException {
    return sample(folder, Phase.FIRST, bytes.orElseThrow(), progress);
  }

  @Override
  public Optional<FileSample> fresh(RunFolder folder, Survey before, long bytes, Progress progress)
      throws CertifyException, InterruptedException {
    return Optional.of(sample(folder, Phase.RETEST, bytes, progress));
  }

  private FileSample sample(RunFolder folder, Phase phase, long bytes, Progress progress)
      throws CertifyException, InterruptedException {
    Path file = folder.data(phase);
    if (!folder.hasData(phase)) {
      fetch(file, bytes, progress);
    }
    return FileSample.open(file, 0, FileSample.sizeOf(file));
  }

  private void fetch(Path file, long bytes, Progress progress)
      throws CertifyException, InterruptedException {
    String query = "stage=" + stage.text() + "&bytes=" + bytes + "&below=" + below;
    try (InputStream in = client.samples(query, bytes)) {
      if (Spool.copy(in, file, OptionalLong.of(bytes), progress) < bytes) {
        Files.delete(file);
        throw new IOException("nothing came for " + ApplianceClient.SILENCE.toSeconds() + " s");
      }
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.APPLIANCE,
          String.format(
              Locale.ROOT,
              "the appliance stopped before the %,d bytes were complete (%s): look at its log for"
                  + " an alarm of the generator, and run the same again",
              bytes,
              Reasons.of(e)),
          e);
    } finally {
      progress.end();
    }
  }
}
