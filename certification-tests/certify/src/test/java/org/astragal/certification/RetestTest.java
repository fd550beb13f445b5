package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Goal: what is rejected is repeated once, on four times as much fresh data of the same source, and
 * both results are shown; what is beyond bad luck is not repeated, and nobody chooses.
 */
final class RetestTest {
  private static final int BYTES = 1_000;
  private static final String BITS = "8000";

  private final TinyBattery.Script script = new TinyBattery.Script();

  @TempDir Path folder;

  /** {@return good data but for so many ones too many, in standard deviations} */
  private static byte[] withOnes(byte[] good, double deviations) {
    byte[] data = good.clone();
    int ones = 0;
    for (byte b : data) {
      ones += Integer.bitCount(b & 0xff);
    }
    int bits = data.length * 8;
    int wanted = (int) (bits / 2.0 + deviations * Math.sqrt(bits) / 2);
    for (int i = 0; ones < wanted; i = (i + 7_919) % bits) {
      int mask = 0x80 >> (i % 8);
      if ((data[i / 8] & mask) == 0) {
        data[i / 8] |= (byte) mask;
        ones++;
      }
    }
    return data;
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] fresh() {
    return Arrays.copyOfRange(Bench.good(10 * BYTES), 5 * BYTES, 9 * BYTES);
  }

  private JsonNode run(int status, InputStream in, String source) throws Exception {
    Path report = folder.resolve("report");
    Bench.Ended ended =
        Bench.run(
            script.batteries(),
            in,
            "--source",
            source,
            "--bits",
            BITS,
            "--sequences",
            "1",
            "--report",
            report.toString());
    assertEquals(status, ended.status(), ended.err());
    return Bench.report(report);
  }

  private JsonNode run(int status, byte[] data) throws Exception {
    return run(status, InputStream.nullInputStream(), Bench.file(folder, data).toString());
  }

  @Test
  void badLuckIsClearedByFreshDataAndBothResultsAreShown() throws Exception {
    JsonNode report = run(0, join(withOnes(Bench.good(BYTES), 4.5), fresh()));
    assertEquals("PASS", report.get("verdict").asString());
    assertEquals("DONE", report.at("/retest/state").asString());
    assertEquals("ones", report.at("/retest/flagged/0/test").asString());
    assertEquals(1, report.at("/retest/flagged").size());
    assertEquals(32_000, report.at("/retest/bits").asLong());
    // Four sequences of the same length, judged as a family of what was flagged alone.
    assertEquals(4, report.at("/retest/family/size").asInt());
    assertEquals(0, report.at("/retest/family/rejected").asInt());
    assertEquals(1, report.at("/family/rejected").asInt());
    assertTrue(report.get("reason").asString().contains("the repetition on fresh data"));
    int first = 0;
    int again = 0;
    for (JsonNode result : report.get("results")) {
      first += result.get("phase").asString().equals("FIRST") ? 1 : 0;
      again += result.get("phase").asString().equals("RETEST") ? 1 : 0;
    }
    assertEquals(2, first);
    assertEquals(8, again);
    assertEquals(5, script.computed());
  }

  @Test
  void freshDataThatAreBadTooRefute() throws Exception {
    byte[] bad = withOnes(Bench.good(BYTES), 4.5);
    JsonNode report = run(1, join(bad, bad, bad, bad, bad));
    assertEquals("FAIL", report.get("verdict").asString());
    assertEquals(4, report.at("/retest/family/rejected").asInt());
    assertTrue(report.get("reason").asString().contains("The repetition on fresh data rejects 4"));
  }

  @Test
  void withoutFreshDataTheRejectionStands() throws Exception {
    byte[] short1 = Arrays.copyOf(fresh(), 4 * BYTES - 1);
    JsonNode report = run(1, join(withOnes(Bench.good(BYTES), 4.5), short1));
    assertEquals("FAIL", report.get("verdict").asString());
    assertEquals("NO_DATA", report.at("/retest/state").asString());
    assertTrue(report.at("/retest/family").isNull());
    assertEquals(1, script.computed());
  }

  @Test
  void whatIsBeyondBadLuckIsFinal() throws Exception {
    JsonNode report = run(1, join(withOnes(Bench.good(BYTES), 7.5), fresh()));
    assertEquals("FAIL", report.get("verdict").asString());
    assertEquals("FINAL", report.at("/retest/state").asString());
    assertEquals(1, script.computed());
  }

  @Test
  void goodDataAreNotRepeated() throws Exception {
    JsonNode report = run(0, Bench.good(5 * BYTES));
    assertEquals("PASS", report.get("verdict").asString());
    assertEquals("NOT_NEEDED", report.at("/retest/state").asString());
    assertTrue(report.at("/retest/rule").asString().contains("four times the size"));
    assertEquals(1, script.computed());
  }

  @Test
  void streamGivesItsFreshDataBehindTheFirst() throws Exception {
    byte[] data = join(withOnes(Bench.good(BYTES), 4.5), fresh());
    JsonNode report = run(0, Bench.stream(data), "-");
    assertEquals("DONE", report.at("/retest/state").asString());
    assertEquals(
        report.at("/retest/sha256").asString(), Sha256.of(folder.resolve("report/retest.bin")));
  }

  @Test
  void streamOfARunThatGoesOnMustBeTheSameStream() throws Exception {
    byte[] bad = withOnes(Bench.good(BYTES), 4.5);
    // Of the first run nothing more than its data came.
    assertEquals("NO_DATA", run(1, Bench.stream(bad), "-").at("/retest/state").asString());
    byte[] other = join(Bench.good(BYTES), fresh());
    assertEquals("NO_DATA", run(1, Bench.stream(other), "-").at("/retest/state").asString());
    assertEquals(
        "DONE", run(0, Bench.stream(join(bad, fresh())), "-").at("/retest/state").asString());
  }

  @Test
  void stopWhileAStreamIsReadAgainLeavesAPartialReport() throws Exception {
    run(1, Bench.stream(withOnes(Bench.good(BYTES), 4.5)), "-");
    var stopped =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
          }
        };
    JsonNode report = run(3, stopped, "-");
    assertTrue(report.get("partial").asBoolean());
    assertEquals("UNDECIDED", report.get("verdict").asString());
    assertEquals("NOT_REACHED", report.at("/retest/state").asString());
  }
}
