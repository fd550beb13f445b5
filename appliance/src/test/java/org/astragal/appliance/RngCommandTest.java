package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a laboratory gets as many bytes of each stage as it asks for, and is told what they are.
 */
final class RngCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "noise, 100001, 100001, 256",
    "drbg, 1000000, 1000000, 256",
    "DRAWS, 100001, 100000, 400",
    "draws, 0, 0, 6"
  })
  void stageIsExportedWithItsHash(String stage, long bytes, long written, long below)
      throws Exception {
    Path config = config();
    Path to = folder.resolve("samples");
    var out = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(out),
            "rng",
            "export",
            "--config=" + config,
            "--stage=" + stage,
            "--bytes=" + bytes,
            "--below=" + below,
            "--to=" + to);
    assertEquals(0, status, out.toString());
    byte[] samples = Files.readAllBytes(to);
    assertEquals(written, samples.length);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(samples);
    assertTrue(out.toString().contains("sha256 " + HexFormat.of().formatHex(hash)), out.toString());
    assertTrue(out.toString().contains("RBGC child of the token's RBG"), out.toString());
    assertTrue(out.toString().contains("false alarm every"), out.toString());
    if (below == 400 && written > 0) {
      for (int i = 0; i < samples.length; i += 2) {
        assertTrue(((samples[i] & 0xff) << 8 | (samples[i + 1] & 0xff)) < 400);
      }
    }
  }

  @Test
  void twoExportsShareNothing() throws Exception {
    Path config = config();
    byte[][] samples = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Path to = folder.resolve("samples-" + i);
      int status =
          Main.run(
              new PrintWriter(new StringWriter()),
              "rng",
              "export",
              "--config=" + config,
              "--stage=drbg",
              "--bytes=4096",
              "--to=" + to);
      assertEquals(0, status);
      samples[i] = Files.readAllBytes(to);
    }
    assertFalse(Arrays.equals(samples[0], samples[1]));
  }

  @ParameterizedTest
  @CsvSource({"seeds, 10, 2", "noise, -1, 2"})
  void wrongUsageIsSaid(String stage, String bytes, int expected) throws Exception {
    var out = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(out),
            "rng",
            "export",
            "--config=" + config(),
            "--stage=" + stage,
            "--bytes=" + bytes);
    assertEquals(expected, status, out.toString());
  }

  private Path config() throws Exception {
    Path config = folder.resolve("appliance.yaml");
    Files.writeString(config, TestSite.get().yaml(folder.resolve("log")));
    return config;
  }
}
