package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a round of several steps shows at each what may be seen, and at its end all of it. */
final class SteppedRoundTest {
  private static final String NONCE = "0f".repeat(32);
  private static final Draw SEEN = new Draw("card", 52, 17);
  private static final Draw HOLE = new Draw("card", 52, 31, 0, true);
  private static final Draw HIT = new Draw("card", 52, 8, 1, false);

  private final Reveal reveal = Reveal.of(HexFormat.of().parseHex(NONCE), 0, List.of(HOLE));

  @Test
  void theCommitmentIsTheHashOfDomainNonceAndDraws() throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("astragal.org/hidden-draws/v1\n".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(HexFormat.of().parseHex(NONCE));
    bytes.writeBytes("[[\"card\",\"52\",\"31\",\"0\",\"h\"]]".getBytes(StandardCharsets.US_ASCII));
    assertEquals(Hash.sha256(bytes.toByteArray()), reveal.commitment());
    assertTrue(reveal.opens(List.of(HOLE)));
    assertFalse(reveal.opens(List.of(new Draw("card", 52, 30, 0, true))));
    assertFalse(reveal.opens(List.of(HOLE, HOLE)));
  }

  @Test
  void eachRecordHasItsForm() throws Exception {
    assertTrue(
        text(opened())
            .contains(
                "\"commitment\":\""
                    + reveal.commitment()
                    + "\",\"draws\":[[\"card\",\"52\",\"17\"]]"));
    assertFalse(text(opened()).contains("\"31\""));
    assertTrue(text(stepped()).contains("\"choice\":{\"value\":{\"do\":\"HIT\"}},\"draws\":"));
    assertTrue(text(stepped()).contains("[[\"card\",\"52\",\"8\",\"1\"]]"));
    assertTrue(
        text(settled(List.of(SEEN, HOLE, HIT), List.of(reveal)))
            .contains(
                "\"draws\":[[\"card\",\"52\",\"17\"],[\"card\",\"52\",\"31\",\"0\",\"h\"],"
                    + "[\"card\",\"52\",\"8\",\"1\"]]"));
    for (RecordBody body :
        List.of(opened(), stepped(), settled(List.of(SEEN, HOLE, HIT), List.of(reveal)))) {
      byte[] bytes = new OutcomeRecord(TestLog.ORIGIN, 7, Samples.AT, body).encode();
      assertEquals(body, OutcomeRecord.parse(bytes).body());
    }
  }

  @Test
  void aWaitingRecordShowsNoHiddenDrawAndNoneOfAnotherStep() {
    assertThrows(IllegalArgumentException.class, () -> opened(List.of(HOLE)));
    assertThrows(IllegalArgumentException.class, () -> opened(List.of(HIT)));
    assertThrows(IllegalArgumentException.class, () -> stepped(List.of(SEEN)));
    assertThrows(
        IllegalArgumentException.class,
        () -> stepped(List.of(HIT, new Draw("card", 52, 8, 2, false))));
  }

  @Test
  void aRevealThatDoesNotOpenToTheDrawsIsRefused() {
    var other = Reveal.of(HexFormat.of().parseHex(NONCE), 0, List.of(SEEN));
    for (List<Reveal> wrong :
        List.of(
            List.of(other),
            List.of(reveal, reveal),
            List.of(new Reveal(reveal.commitment(), NONCE, 1)))) {
      assertThrows(IllegalArgumentException.class, () -> settled(List.of(SEEN, HOLE, HIT), wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> settled(List.of(HIT, SEEN), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> settled(List.of(SEEN, new Draw("card", 52, 8, 2, false)), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"card\",\"52\",\"8\",\"0\"]",
        "[\"card\",\"52\",\"8\",\"1\",\"x\"]",
        "[\"card\",\"52\",\"8\",\"1\",\"h\",\"h\"]",
        "[\"card\",\"52\",\"8\",\"-1\"]",
        "[\"card\",\"52\",\"8\",1]",
        "[\"card\",\"52\"]",
        "[\"card\",\"52\",\"52\"]",
        "[52,\"52\",\"8\"]"
      })
  void aDrawOfAnotherFormIsRefused(String draw) {
    String text =
        text(settled(List.of(SEEN, HOLE, HIT), List.of(reveal)))
            .replace("[\"card\",\"52\",\"8\",\"1\"]", draw);
    assertThrows(
        RecordException.class, () -> OutcomeRecord.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(RecordBody body) {
    return new String(
        new OutcomeRecord(TestLog.ORIGIN, 7, Samples.AT, body).encode(), StandardCharsets.UTF_8);
  }

  private RoundOpened opened() {
    return opened(List.of(SEEN));
  }

  private RoundOpened opened(List<Draw> draws) {
    RoundSettled like = Samples.settled("r-1");
    return new RoundOpened(
        like.appliance(),
        Json.Obj.of(Map.of("view", Json.Obj.EMPTY)),
        like.bets(),
        Optional.of(reveal.commitment()),
        draws,
        like.game(),
        like.operator(),
        like.request(),
        like.round(),
        like.trace());
  }

  private RoundStepped stepped() {
    return stepped(List.of(HIT));
  }

  private RoundStepped stepped(List<Draw> draws) {
    RoundSettled like = Samples.settled("r-1");
    return new RoundStepped(
        like.appliance(),
        Json.Obj.of(Map.of("view", Json.Obj.EMPTY)),
        choice(),
        Optional.empty(),
        draws,
        like.game(),
        like.operator(),
        like.request(),
        new RoundRef("r-1", RoundRef.Mode.REAL, 1),
        like.trace());
  }

  private static RoundSettled settled(List<Draw> draws, List<Reveal> reveals) {
    RoundSettled like = Samples.settled("r-1");
    return new RoundSettled(
        like.appliance(),
        like.bets(),
        List.of(choice()),
        draws,
        like.game(),
        like.contributions(),
        List.of(),
        like.operator(),
        like.request(),
        like.results(),
        reveals,
        new RoundRef("r-1", RoundRef.Mode.REAL, 2),
        like.trace());
  }

  private static Json choice() {
    return Json.Obj.of(Map.of("value", Json.Obj.of(Map.of("do", new Json.Str("HIT")))));
  }
}
