package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what a laboratory hands over is read as it says, in either form with the same findings, and
 * what cannot be right is refused with a reason, never tested.
 */
final class DeliveryTest {
  private static List<Finding> findings(
      Delivery delivery, Delivery.Format format, long first, byte[] data) throws Exception {
    var battery = new GameBattery(new GameOptions(delivery, format, first, Optional.empty()));
    var findings = new ArrayList<Finding>();
    for (Task task : battery.plan(data.length)) {
      findings.addAll(task.run(Sample.of(data)));
    }
    findings.addAll(battery.conclude(findings));
    return findings;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Finding input(List<Finding> findings) {
    return findings.stream().filter(f -> f.test().equals("input")).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bits", "52", "lotto:6/49", "shuffle:52"})
  void theFormsAreReadAndWrittenAlike(String text) {
    assertEquals(text, Delivery.parse(text).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dice",
        "1",
        "lotto:6",
        "lotto:49/49",
        "lotto:1/9",
        "shuffle:2",
        "shuffle:1001"
      })
  void otherFormsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Delivery.parse(text));
  }

  @Test
  void theSameDrawsInBytesAndInTextGiveTheSameFindings() throws Exception {
    byte[] binary = new byte[40_000];
    var text = new StringBuilder();
    byte[] stream = Generators.aesCtr(1).bytes(8 * binary.length);
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (1 + Long.remainderUnsigned(ByteBuffer.wrap(stream).getLong(8 * i), 37));
      text.append(binary[i]).append(i % 10 == 9 ? "\r\n" : i % 3 == 0 ? ", " : " ");
    }
    var numbers = new Delivery.Numbers(37);
    List<Finding> ofBytes = findings(numbers, Delivery.Format.BINARY, 1, binary);
    assertEquals(ofBytes, findings(numbers, Delivery.Format.TEXT, 1, text(text.toString())));
    assertEquals("40000", input(ofBytes).details().get("draws"));
    assertTrue(ofBytes.stream().noneMatch(f -> f.status() == Status.FAIL && f.size() == 0));
  }

  @Test
  void numbersTakeAsManyBytesAsTheirRange() {
    assertEquals(1, Recorded.width(256, 0));
    assertEquals(2, Recorded.width(256, 1));
    assertEquals(2, Recorded.width(65_536, 0));
    assertEquals(4, Recorded.width(65_537, 0));
    assertEquals(8, Recorded.width((1L << 32) + 1, 0));
  }

  @Test
  void aNumberOutsideTheRangeFailsAndNamesItself() throws Exception {
    for (Delivery delivery :
        List.of(new Delivery.Numbers(6), new Delivery.Lotto(2, 6), new Delivery.Shuffle(6))) {
      List<Finding> findings = findings(delivery, Delivery.Format.BINARY, 1, new byte[] {1, 2, 7});
      assertTrue(findings.stream().allMatch(f -> f.pValue().isEmpty()), "" + findings);
      assertEquals(Status.FAIL, input(findings).status());
      assertTrue(input(findings).note().contains("number 3 of the data is 7"));
    }
    assertEquals(
        Status.FAIL,
        input(findings(new Delivery.Numbers(6), Delivery.Format.BINARY, 1, new byte[] {1, 0}))
            .status());
  }

  @Test
  void aThingDrawnTwiceInARoundFails() throws Exception {
    Finding line =
        input(
            findings(
                new Delivery.Lotto(3, 9), Delivery.Format.TEXT, 1, text("1 2 3\n4 5 6\n7 9 7\n")));
    assertEquals(Status.FAIL, line.status());
    assertTrue(line.note().contains("round 3 holds a number twice, at its position 3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2 x", "1 -2", "1.5", "12345678901234567890", "\u0000\u0001"})
  void whatIsNoNumberIsNotTested(String text) throws Exception {
    List<Finding> findings = findings(new Delivery.Numbers(6), Delivery.Format.TEXT, 1, text(text));
    assertEquals(1, findings.size());
    assertEquals(Status.NOT_RUN, findings.getFirst().status());
    assertTrue(findings.getFirst().note().contains("no whole number"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 100, 9_000})
  void shortDataAreNotTestedAndBreakNothing(int bytes) throws Exception {
    byte[] data = Generators.aesCtr(2).bytes(bytes);
    for (Delivery delivery :
        List.of(new Delivery.Bits(), new Delivery.Numbers(256), new Delivery.Numbers(1L << 40))) {
      for (Finding finding : findings(delivery, Delivery.Format.BINARY, 0, data)) {
        assertTrue(
            finding.pValue().isPresent() || !finding.note().isEmpty() || finding.size() > 0,
            finding.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros", "ones", "alternating", "counter-8"})
  void dataWithoutAnyChanceAreRejectedAndGiveNoNumberThatIsNone(String name) throws Exception {
    byte[] data = Generators.named(name).bytes(400_000);
    List<Finding> findings = findings(new Delivery.Bits(), Delivery.Format.BINARY, 0, data);
    assertTrue(findings.stream().anyMatch(f -> f.pValue().orElse(1) < 1e-100));
    for (Finding finding : findings) {
      assertTrue(!Double.isNaN(finding.pValue().orElse(0)), finding.toString());
      assertTrue(!Double.isNaN(finding.statistic().orElse(0)), finding.toString());
    }
  }

  @Test
  void aSortedLotteryIsNotBlamedForItsOrder() throws Exception {
    var sorted = new StringBuilder();
    var source =
        new Scaler(new Words(Sample.of(Generators.aesCtr(3).bytes(800_000)), 0, 800_000, 64));
    var rounds = new Rounds.Dealt(source, 49);
    int[] round = new int[6];
    for (int i = 0; i < 4_000 && rounds.next(round); i++) {
      Arrays.sort(round);
      for (int ball : round) {
        sorted.append(ball + 1).append(' ');
      }
    }
    List<Finding> findings =
        findings(new Delivery.Lotto(6, 49), Delivery.Format.TEXT, 1, text(sorted.toString()));
    assertTrue(input(findings).note().contains("ascending"));
    assertTrue(findings.stream().allMatch(f -> f.pValue().orElse(1) > 1e-4), "" + findings);
    assertTrue(findings.stream().noneMatch(f -> f.variant().contains("position")));
  }

  @Test
  void outcomesOfATableAreComparedAndOthersAreImpossible() throws Exception {
    OutcomeTable coin =
        OutcomeTable.parse(
            """
            {"name": "coin", "outcomes": [
              {"outcome": "heads", "probability": "1/2"},
              {"outcome": "tails", "probability": "1/2"}]}
            """);
    var delivery = new Delivery.Outcomes(coin, "coin.json");
    var lines = new StringBuilder();
    for (byte b : Generators.aesCtr(4).bytes(3_000)) {
      lines.append((b & 1) == 0 ? "heads\n" : "tails\r\n");
    }
    List<Finding> good = findings(delivery, Delivery.Format.BINARY, 0, text(lines.toString()));
    assertTrue(good.stream().allMatch(f -> f.pValue().orElse(1) > 1e-4));
    assertEquals("3000", input(good).details().get("outcomes"));

    lines.append("edge\n");
    Finding bad =
        findings(delivery, Delivery.Format.BINARY, 0, text(lines.toString())).stream()
            .filter(f -> f.test().equals("game-outcomes"))
            .findFirst()
            .orElseThrow();
    assertEquals(0, bad.pValue().orElseThrow());
    assertEquals("edge", bad.details().get("first"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"x\", \"outcomes\": []}",
        "{\"name\": \"x\", \"outcomes\": [{\"outcome\": \"a\", \"probability\": \"1/2\"},"
            + " {\"outcome\": \"b\", \"probability\": \"1/3\"}]}",
        "{\"name\": \"x\", \"outcomes\": [{\"outcome\": \"a\", \"probability\": \"1/2\"},"
            + " {\"outcome\": \"a\", \"probability\": \"1/2\"}]}",
        "{\"name\": \"x\", \"outcomes\": [{\"outcome\": \"a\", \"probability\": \"0.5\"},"
            + " {\"outcome\": \"b\", \"probability\": \"0.5\"}]}",
        "{\"name\": \"x\", \"more\": 1, \"outcomes\": [{\"outcome\": \"a\", \"probability\":"
            + " \"1/2\"}, {\"outcome\": \"b\", \"probability\": \"1/2\"}]}"
      })
  void tablesThatAreNoDistributionAreRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> OutcomeTable.parse(json));
  }
}
