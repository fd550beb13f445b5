package org.astragal.certification.battery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a name in a table of power always means the same bytes. */
final class GeneratorsTest {
  @ParameterizedTest
  @MethodSource("known")
  void streamIsTheOneOfTheOtherImplementation(String line) throws Exception {
    String[] fields = line.split(",", -1);
    byte[] bytes = Generators.named(fields[0]).bytes(1_250_000);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertEquals(fields[1], HexFormat.of().formatHex(hash));
  }

  @Test
  void shorterStreamIsTheBeginningOfALongerOne() {
    for (Generator generator : Generators.all()) {
      byte[] longer = generator.bytes(70_001);
      byte[] shorter = generator.bytes(1003);
      assertArrayEquals(Arrays.copyOf(longer, 1003), shorter, generator.name());
    }
    assertArrayEquals(new byte[0], Generators.aesCtr(1).bytes(0));
  }

  @Test
  void eachSeedGivesAnotherStream() {
    var seen = new HashSet<String>();
    seen.add(HexFormat.of().formatHex(Generators.named("aes-ctr").bytes(32)));
    for (int seed = 0; seed < 1000; seed++) {
      assertTrue(seen.add(HexFormat.of().formatHex(Generators.aesCtr(seed).bytes(32))));
    }
  }

  @Test
  void secondByteOfRc4IsZeroTwiceAsOften() {
    byte[] bytes = Generators.named("rc4-second").bytes(65_536);
    int zeros = 0;
    for (byte value : bytes) {
      zeros += value == 0 ? 1 : 0;
    }
    // Mantin and Shamir: 1/128 and not 1/256, so 512 +- 23.
    assertEquals(512.0, zeros, 92);
  }

  @Test
  void goodAndBadAreAllThereAre() {
    assertEquals(Generators.all().size(), Generators.good().size() + Generators.bad().size());
    assertTrue(Generators.named("sha256-ctr").good());
    assertFalse(Generators.named("mt19937").good());
    assertThrows(IllegalArgumentException.class, () -> Generators.named("dice"));
  }

  @Test
  void sampleInMemoryGivesExactlyWhatIsAsked() throws Exception {
    Sample sample = Sample.of(new byte[] {1, 2, 3, 4});
    byte[] two = new byte[2];
    sample.read(2, two);
    assertArrayEquals(new byte[] {3, 4}, two);
    assertEquals(4, sample.size());
    assertThrows(IllegalArgumentException.class, () -> sample.read(3, two));
    assertThrows(IllegalArgumentException.class, () -> sample.read(-1, two));
    assertThrows(IllegalArgumentException.class, () -> sample.read(Long.MAX_VALUE, two));
  }

  static List<String> known() throws Exception {
    try (var in = GeneratorsTest.class.getResourceAsStream("generators-sha256.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().skip(1).toList();
    }
  }
}
