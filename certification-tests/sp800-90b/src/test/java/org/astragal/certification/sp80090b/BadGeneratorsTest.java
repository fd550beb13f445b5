package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: poor sources get the entropy that NIST's tool gives them, and those that are poor in the
 * eyes of any estimator fail the claim of half a bit in each bit.
 */
final class BadGeneratorsTest {
  /** Sizes and figures for the default build, and with the figures of the tool at full size. */
  static List<Arguments> sources() {
    var sources = new ArrayList<Arguments>();
    sources.add(Arguments.of("counter8", 100_000, 0.0, 1e-3));
    sources.add(Arguments.of("pattern4096", 100_000, 0.0, 1e-3));
    sources.add(Arguments.of("duplicated bytes", 100_000, 0.95, 0.1));
    sources.add(Arguments.of("RANDU", 100_000, 1.9, 0.2));
    sources.add(Arguments.of("LCG low byte", 100_000, 0.0, 1e-3));
    sources.add(Arguments.of("ASCII text", 100_000, 0.0, 1e-3));
    if (Boolean.getBoolean("astragal.full")) {
      sources.add(Arguments.of("counter8", 1_000_000, 0.0, 0.005));
      sources.add(Arguments.of("pattern4096", 1_000_000, 1.6e-6, 0.5e-7));
      sources.add(Arguments.of("duplicated bytes", 1_000_000, 0.99, 0.005));
      sources.add(Arguments.of("RANDU", 1_000_000, 1.98, 0.005));
      sources.add(Arguments.of("LCG low byte", 1_000_000, 0.0, 0.005));
      sources.add(Arguments.of("ASCII text", 1_000_000, 0.0, 0.005));
      sources.add(Arguments.of("LFSR 31", 1_000_000, 5.82, 0.005));
      sources.add(Arguments.of("stuck bit", 1_000_000, 7.14, 0.005));
      sources.add(Arguments.of("LCG high byte", 1_000_000, 7.18, 0.005));
      sources.add(Arguments.of("MINSTD high byte", 1_000_000, 7.45, 0.005));
    }
    return sources;
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aPoorSourceIsSeen(String name, int samples, double entropy, double tolerance)
      throws Exception {
    var assessed = Runs.run(Sp80090bOptions.of(8), source(name, samples)).getLast();
    double found = assessed.statistic().orElseThrow();
    assertEquals(entropy, found, tolerance);
    if (entropy < 4) {
      assertEquals(Status.FAIL, assessed.status());
    } else {
      // A generator of 31 bits of state may pass every estimator: an estimate is an upper bound.
      assertTrue(found < 8);
    }
  }

  private static byte[] source(String name, int n) {
    byte[] out = new byte[n];
    byte[] aes = DataSets.aes(n);
    byte[] text =
        "The quick brown fox jumps over the lazy dog. "
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    long x = 1;
    for (int i = 0; i < n; i++) {
      switch (name) {
        case "counter8" -> out[i] = (byte) i;
        case "pattern4096" -> out[i] = aes[i % 4096];
        case "duplicated bytes" -> out[i] = aes[i - i % 2];
        case "ASCII text" -> out[i] = text[i % text.length];
        case "stuck bit" -> out[i] = (byte) (i % 8 == 7 ? aes[i] & 0xfe : aes[i]);
        case "RANDU" -> {
          x = i % 4 == 0 ? (65_539 * x) & 0x7fffffff : x;
          out[i] = (byte) ((x << 1) >>> (24 - 8 * (i % 4)));
        }
        case "LCG low byte", "LCG high byte" -> {
          x = (1_103_515_245 * x + 12_345) & 0x7fffffff;
          out[i] = (byte) (name.equals("LCG low byte") ? x : x >>> 23);
        }
        case "MINSTD high byte" -> {
          x = 16_807 * x % 2_147_483_647;
          out[i] = (byte) (x >>> 23);
        }
        case "LFSR 31" -> {
          for (int bit = 0; bit < 8; bit++) {
            long next = ((x >>> 30) ^ (x >>> 27)) & 1;
            x = ((x << 1) | next) & 0x7fffffff;
            out[i] = (byte) ((out[i] << 1) | next);
          }
        }
        default -> throw new IllegalArgumentException(name);
      }
    }
    return out;
  }
}
