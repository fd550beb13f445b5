package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import org.astragal.certification.battery.MemorySample;
import org.astragal.certification.battery.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what a battery reads at any place is what lies there, in files and in packed symbols. */
final class SamplesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void packedSymbolsAreTheirBitsOneAfterTheOther(int symbolBits) throws Exception {
    byte[] symbols = Bench.good(83);
    var bits = new StringBuilder();
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] &= (byte) ((1 << symbolBits) - 1);
      bits.append(Integer.toBinaryString(1 << symbolBits | (symbols[i] & 0xff)).substring(1));
    }
    Sample packed = PackedSample.of(new MemorySample(symbols), symbolBits);
    assertEquals(83 * symbolBits / 8, packed.size());
    byte[] expected = new byte[(int) packed.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    for (int from = 0; from <= expected.length; from++) {
      for (int to = from; to <= expected.length; to++) {
        byte[] read = new byte[to - from];
        packed.read(from, read);
        assertArrayEquals(Arrays.copyOfRange(expected, from, to), read, from + " to " + to);
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> packed.read(1, new byte[(int) packed.size()]));
    assertThrows(IllegalArgumentException.class, () -> packed.read(-1, new byte[1]));
  }

  @Test
  void partOfAFileBeginsWhereItShould() throws Exception {
    byte[] data = Bench.good(1_000);
    Path file = Bench.file(folder, data);
    try (FileSample sample = FileSample.open(file, 100, 500)) {
      byte[] read = new byte[50];
      sample.read(450, read);
      assertArrayEquals(Arrays.copyOfRange(data, 550, 600), read);
      assertThrows(IllegalArgumentException.class, () -> sample.read(451, read));
      assertThrows(IllegalArgumentException.class, () -> sample.read(-1, read));
    }
    assertThrows(CertifyException.class, () -> FileSample.open(file, 501, 500));
  }

  @Test
  void surveyCountsEveryByte() throws Exception {
    byte[] data = Bench.good((1 << 20) + 17);
    var survey =
        Survey.of(
            new MemorySample(data), 8, new Progress(new PrintWriter(Writer.nullWriter()), false));
    assertEquals(data.length, survey.bytes());
    assertEquals(new BigInteger(1, data).bitCount(), survey.ones());
    assertEquals("f29000b62a499fd0a9f39a6add2e7780", survey.firstBytes());
    long sevens = 0;
    for (byte b : data) {
      sevens += b == 7 ? 1 : 0;
    }
    assertEquals(sevens, survey.counts().get(7));
  }

  @Test
  void correlationsAreThoseOfTheBits() throws Exception {
    byte[] data = Bench.good(40_000);
    Portrait portrait = Portrait.of(new MemorySample(data));
    int n = (int) portrait.correlatedBits();
    assertEquals((40_000 / 8 - 3) * 64, n);
    for (int lag : new int[] {1, 7, 63, 64, 65, 127, 128}) {
      int agree = 0;
      for (int i = 0; i < n; i++) {
        agree += bit(data, i) == bit(data, i + lag) ? 1 : 0;
      }
      assertEquals(2.0 * agree / n - 1, portrait.correlations().get(lag - 1), 1e-12, "lag " + lag);
    }
    assertEquals(256, portrait.image().size());
    assertEquals("f29000b62a499fd0a9f39a6add2e7780", portrait.image().getFirst().substring(0, 32));
  }

  private static int bit(byte[] data, int i) {
    return (data[i / 8] >> (7 - i % 8)) & 1;
  }

  @Test
  void shortDataHaveASmallPortrait() throws Exception {
    Portrait portrait = Portrait.of(new MemorySample(new byte[20]));
    assertEquals(0, portrait.correlatedBits());
    assertEquals(0, portrait.correlations().size());
    assertEquals(0, portrait.image().size());
  }
}
