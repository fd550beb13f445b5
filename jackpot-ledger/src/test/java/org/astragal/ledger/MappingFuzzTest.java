package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: whatever a source sends is a round within its limits or in doubt, and nothing else. */
final class MappingFuzzTest {
  private static final int RUNS = Integer.getInteger("astragal.rounds", 10_000) / 2;
  private static final List<String> WORDS =
      List.of(
          "|",
          "&",
          "=",
          "%",
          "%zz",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\u0000",
          "\u0000",
          ".",
          "-",
          "e9",
          "1e999999999",
          "9999999999999999999",
          "0.1",
          "00",
          "NaN",
          "\ud800",
          "é",
          "base_wager",
          "amount",
          "CI",
          "CRC",
          "\":1,\"");

  @TempDir private Path home;

  @Test
  void mutatedEventsAreRoundsOrInDoubt() throws Exception {
    try (var mappings = Mappings.load(TestMappings.copy(home.resolve("mappings")))) {
      var random = new SplittableRandom(20261127);
      var rounds = 0;
      for (var file : mappings.all()) {
        var seeds = file.mapping().examples();
        for (var run = 0; run < RUNS; run++) {
          var seed = seeds.get(random.nextInt(seeds.size())).event();
          rounds += translate(file, mutate(seed, random)) ? 1 : 0;
        }
      }
      assertTrue(rounds > RUNS / 100, "some leave the event whole: " + rounds);
    }
  }

  /** {@return whether the event gives a round} */
  private static boolean translate(MappingFile file, byte[] event) {
    try {
      var translator = file.translator();
      var round =
          translator.translate(
              translator.parse(event), Instant.EPOCH, (_, _) -> OptionalLong.of(7), false);
      assertTrue(round.stake() >= 0 && round.stake() <= file.mapping().limits().stakeMinor());
      assertTrue(round.win() >= 0);
      assertTrue(round.values().values().stream().allMatch(v -> v.length() <= 256));
      return true;
    } catch (DoubtException e) {
      assertTrue(String.valueOf(e.getMessage()).length() < 500, e::getMessage);
      return false;
    } catch (IllegalArgumentException e) {
      // A word that no record can hold; the intake says so.
      assertTrue(e.getStackTrace()[0].getClassName().startsWith("org.astragal."), e::toString);
      return false;
    }
  }

  private static byte[] mutate(String event, SplittableRandom random) {
    var text = new StringBuilder(event);
    for (var n = random.nextInt(4); n > 0; n--) {
      var at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
        case 2 -> text.insert(at, event, 0, random.nextInt(event.length()));
        default -> text.insert(at, (char) random.nextInt(1, 0x250));
      }
    }
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void sizeNestingAndNumbersHaveLimits(Mapping.Format format) {
    var huge = new ArrayList<String>();
    huge.add("x".repeat(Fields.MAX_BYTES + 1));
    huge.add("a=1&".repeat(Fields.MAX_BYTES / 4));
    huge.add("a|".repeat(Fields.MAX_BYTES / 2));
    huge.add("{\"a\":".repeat(2000) + "1" + "}".repeat(2000));
    huge.add("{\"a\":" + "[".repeat(8000) + "]".repeat(8000) + "}");
    huge.add("{\"a\":" + "9".repeat(16_000) + "}");
    for (var text : huge) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      try {
        var fields = Fields.parse(format, bytes);
        assertTrue(fields.all().size() <= 256);
      } catch (DoubtException e) {
        assertTrue(List.of(Doubt.MALFORMED, Doubt.AMBIGUOUS).contains(e.doubt()), e.doubt().code());
      }
    }
    if (format == Mapping.Format.JSON) {
      huge.forEach(
          text -> assertEquals(Doubt.MALFORMED, refused(text.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static Doubt refused(byte[] json) {
    try {
      throw new AssertionError(Fields.parse(Mapping.Format.JSON, json).all().toString());
    } catch (DoubtException e) {
      return e.doubt();
    }
  }

  @Test
  void randomBytesAreInDoubt() {
    var random = new SplittableRandom(7);
    for (var run = 0; run < RUNS; run++) {
      var bytes = new byte[random.nextInt(1, 200)];
      random.nextBytes(bytes);
      for (var format : Mapping.Format.values()) {
        try {
          Fields.parse(format, bytes.clone());
        } catch (DoubtException e) {
          assertTrue(Arrays.asList(Doubt.values()).contains(e.doubt()));
        }
      }
    }
  }
}
