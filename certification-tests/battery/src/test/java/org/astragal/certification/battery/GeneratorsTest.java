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
import java.util.Set;
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
  void otherSeedsGiveOtherStreamsOfTheSameKind() {
    var constant = Set.of("zeros", "ones", "alternating");
    for (Generator generator : Generators.all()) {
      assertArrayEquals(generator.bytes(2_000), generator.bytes(0, 2_000), generator.name());
      for (int seed = 1; seed < 3; seed++) {
        boolean same = Arrays.equals(generator.bytes(2_000), generator.bytes(seed, 2_000));
        assertEquals(constant.contains(generator.name()), same, generator.name());
      }
    }
  }

  @Test
  void lowBitsOfXorshiftAreLinearOver128Bits() {
    byte[] bytes = Generators.named("xorshift128-low").bytes(1, 128);
    int[] bits = new int[8 * bytes.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = bytes[i / 8] >> (7 - i % 8) & 1;
    }
    assertEquals(128, complexity(bits));
  }

  /** {@return length of the shortest register that makes these bits (Berlekamp and Massey)} */
  private static int complexity(int[] bits) {
    int[] now = new int[bits.length];
    int[] before = new int[bits.length];
    now[0] = 1;
    before[0] = 1;
    int length = 0;
    int since = -1;
    for (int n = 0; n < bits.length; n++) {
      int d = bits[n];
      for (int i = 1; i <= length; i++) {
        d ^= now[i] & bits[n - i];
      }
      if (d == 1) {
        int[] held = now.clone();
        for (int i = 0; i + n - since < bits.length; i++) {
          now[i + n - since] ^= before[i];
        }
        if (2 * length <= n) {
          length = n + 1 - length;
          since = n;
          before = held;
        }
      }
    }
    return length;
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
