package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Goal: the length is that of libbz2, for blocks cut anywhere and for text of any kind. */
final class BzipLengthTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "/org/astragal/certification/sp80090b/bzip2-lengths.csv",
      numLinesToSkip = 1)
  void theLengthIsThatOfTheLibrary(String kind, long seed, int samples, String values, int bytes)
      throws Exception {
    int[] from =
        values.equals("all")
            ? java.util.stream.IntStream.range(0, 256).toArray()
            : Arrays.stream(values.split("\\+")).mapToInt(Integer::parseInt).toArray();
    byte[] data = new byte[samples];
    long x = seed;
    for (int i = 0; i < samples; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
      int index =
          kind.equals("random") ? (int) (((x >>> 33) * from.length) >> 31) : i % from.length;
      data[i] = (byte) from[index];
    }
    var length = new BzipLength();
    assertEquals(bytes, length.of(data));
    assertEquals(bytes, length.of(data), "a second time with the same arrays");
  }
}
