package org.astragal.certification.battery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The catalogue of generators that batteries are tried on. Words are written with the most
 * significant byte first, bits with the most significant bit first.
 */
public final class Generators {
  private static final int RC4_KEY_BYTES = 16;

  /** A multiple of 16, so that no byte is made of two parts. */
  private static final int PART_BYTES = 1 << 16;

  private static final List<Generator> ALL = List.copyOf(catalogue());

  private Generators() {}

  /** {@return all of them, the good ones first} */
  public static List<Generator> all() {
    return ALL;
  }

  /** {@return those that batteries must pass} */
  public static List<Generator> good() {
    return ALL.stream().filter(Generator::good).toList();
  }

  /** {@return those with a flaw} */
  public static List<Generator> bad() {
    return ALL.stream().filter(generator -> !generator.good()).toList();
  }

  /**
   * {@return the generator of this name}
   *
   * @param name as in {@link Generator#name}
   * @throws IllegalArgumentException if there is none
   */
  public static Generator named(String name) {
    return ALL.stream()
        .filter(generator -> generator.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no generator " + name));
  }

  /**
   * {@return a good generator of its own: AES-256 in counter mode}
   *
   * @param seed each gives another stream; the stream of {@code aes-ctr} in the catalogue is none
   *     of them
   */
  public static Generator aesCtr(long seed) {
    return new Generator(
        "aes-ctr-" + seed, "", (into, more) -> KeyStream.aesOfHash(seed + more, into));
  }

  private static List<Generator> catalogue() {
    return List.of(
        new Generator("aes-ctr", "", KeyStream::aes),
        new Generator("sha256-ctr", "", (into, seed) -> KeyStream.sha256(into, seed << 32)),
        new Generator("pcg-xsh-rr-32", "", Generators::pcg),
        new Generator("zeros", "constant", (into, _) -> Arrays.fill(into, (byte) 0)),
        new Generator("ones", "constant", (into, _) -> Arrays.fill(into, (byte) 0xff)),
        new Generator(
            "alternating", "period of 2 bits", (into, _) -> Arrays.fill(into, (byte) 0xaa)),
        new Generator("period-32", "period of 32 bytes", (into, seed) -> repeat(into, seed, 32)),
        new Generator(
            "period-4096", "period of 4096 bytes", (into, seed) -> repeat(into, seed, 4096)),
        new Generator(
            "period-65536", "period of 65536 bytes", (into, seed) -> repeat(into, seed, 65_536)),
        new Generator("counter-8", "bytes count up", Generators::counter8),
        new Generator("counter-32", "words count up", Generators::counter32),
        new Generator("text", "text, over and over", Generators::text),
        new Generator("randu", "lattice of 15 planes, dead low bits", Generators::randu),
        new Generator("lcg-low", "low bits of modulus 2^31", (into, seed) -> lcg(into, seed, 0)),
        new Generator(
            "lcg-high", "one byte of 31 bits of state", (into, seed) -> lcg(into, seed, 23)),
        new Generator("minstd", "one byte of 31 bits of state", Generators::minstd),
        new Generator("java-random", "48 bits of linear state", Generators::javaRandom),
        new Generator(
            "mt19937",
            "linear over 19937 bits",
            (into, seed) -> MersenneTwister.fill(into, (int) (5489 + seed))),
        new Generator("xorshift128-low", "lowest bit linear over 128 bits", Generators::xorshift),
        new Generator("xoshiro128-low", "lowest bit linear over 128 bits", Generators::xoshiro),
        new Generator("lfsr-31", "linear over 31 bits", Generators::lfsr),
        new Generator("rc4-second", "second bytes of RC4 streams: too many 0", Generators::rc4),
        biased("0.51"),
        biased("0.502"),
        biased("0.501"),
        biased("0.5005"),
        new Generator("markov-0.51", "a bit repeats with probability 0.51", Generators::markov),
        new Generator("stuck-bit", "each 64th bit is 0", Generators::stuckBit),
        new Generator("twin-bytes", "each byte comes twice", Generators::twins));
  }

  private static void repeat(byte[] into, long seed, int period) {
    byte[] pattern = new byte[period];
    KeyStream.aes(pattern, seed);
    for (int i = 0; i < into.length; i++) {
      into[i] = pattern[i % period];
    }
  }

  private static void counter8(byte[] into, long seed) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (byte) (i + 37 * seed);
    }
  }

  private static void counter32(byte[] into, long seed) {
    int first = (int) (seed * 1_000_003);
    for (int i = 0; i < into.length; i++) {
      into[i] = (byte) ((first + (i >>> 2)) >>> (24 - 8 * (i & 3)));
    }
  }

  private static void text(byte[] into, long seed) {
    byte[] text =
        "The quick brown fox jumps over the lazy dog. ".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < into.length; i++) {
      into[i] = text[(int) ((i + 7 * seed) % text.length)];
    }
  }

  /** Writes a word in four bytes, and asks for the next one at each fourth. */
  private static void words(byte[] into, IntSupplier next) {
    int word = 0;
    for (int i = 0; i < into.length; i++) {
      word = (i & 3) == 0 ? next.getAsInt() : word;
      into[i] = (byte) (word >>> (24 - 8 * (i & 3)));
    }
  }

  private static void randu(byte[] into, long seed) {
    // An odd state is in the longest period.
    int[] x = {(int) (1 + 2 * 104_729 * seed) & Integer.MAX_VALUE};
    words(
        into,
        () -> {
          x[0] = (x[0] * 65_539) & Integer.MAX_VALUE;
          return x[0] << 1;
        });
  }

  private static void lcg(byte[] into, long seed, int shift) {
    int x = (int) (1 + 104_729 * seed) & Integer.MAX_VALUE;
    for (int i = 0; i < into.length; i++) {
      x = (x * 1_103_515_245 + 12_345) & Integer.MAX_VALUE;
      into[i] = (byte) (x >>> shift);
    }
  }

  private static void minstd(byte[] into, long seed) {
    long x = 1 + Math.floorMod(104_729 * seed, Integer.MAX_VALUE - 1L);
    for (int i = 0; i < into.length; i++) {
      x = x * 16_807 % Integer.MAX_VALUE;
      into[i] = (byte) (x >>> 23);
    }
  }

  private static void javaRandom(byte[] into, long seed) {
    words(into, new Random(42 + 104_729 * seed)::nextInt);
  }

  private static void pcg(byte[] into, long seed) {
    words(into, RandomSource.PCG_XSH_RR_32.create(new long[] {22 + 104_729 * seed, 800})::nextInt);
  }

  /** Writes the lowest bits of words. */
  private static void lowBits(byte[] into, IntSupplier next) {
    for (int i = 0; i < into.length; i++) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        bits = (bits << 1) | (next.getAsInt() & 1);
      }
      into[i] = (byte) bits;
    }
  }

  /** Marsaglia's xorshift128 of 2003, with his state for the seed 0. */
  private static void xorshift(byte[] into, long seed) {
    int[] s = {123_456_789 + (int) (104_729 * seed), 362_436_069, 521_288_629, 88_675_123};
    lowBits(
        into,
        () -> {
          int t = s[0] ^ (s[0] << 11);
          s[0] = s[1];
          s[1] = s[2];
          s[2] = s[3];
          s[3] = s[3] ^ (s[3] >>> 19) ^ t ^ (t >>> 8);
          return s[3];
        });
  }

  private static void xoshiro(byte[] into, long seed) {
    int[] state = {1 + (int) (104_729 * seed), 2, 3, 4};
    lowBits(into, RandomSource.XO_SHI_RO_128_PLUS.create(state)::nextInt);
  }

  private static void lfsr(byte[] into, long seed) {
    // x^31 + x^3 + 1.
    int state = 1 + (int) (104_729 * seed) & Integer.MAX_VALUE;
    for (int i = 0; i < into.length; i++) {
      for (int j = 0; j < 8; j++) {
        state = ((state << 1) | ((state >>> 30 ^ state >>> 27) & 1)) & Integer.MAX_VALUE;
      }
      into[i] = (byte) state;
    }
  }

  private static void rc4(byte[] into, long seed) {
    // Two keys of 16 bytes to a block of 32.
    byte[] keys = new byte[2 * RC4_KEY_BYTES];
    int[] s = new int[256];
    for (int i = 0; i < into.length; i++) {
      if (i % 2 == 0) {
        KeyStream.sha256(keys, (seed << 32) + i / 2);
      }
      Arrays.setAll(s, index -> index);
      int j = 0;
      for (int k = 0; k < 256; k++) {
        j = (j + s[k] + keys[i % 2 * RC4_KEY_BYTES + k % RC4_KEY_BYTES]) & 0xff;
        swap(s, k, j);
      }
      j = s[1];
      swap(s, 1, j);
      j = (j + s[2]) & 0xff;
      swap(s, 2, j);
      into[i] = (byte) s[(s[2] + s[j]) & 0xff];
    }
  }

  private static void swap(int[] s, int i, int j) {
    int held = s[i];
    s[i] = s[j];
    s[j] = held;
  }

  private static Generator biased(String ones) {
    long limit = Math.round(Double.parseDouble(ones) * 65_536);
    return new Generator(
        "bias-" + ones,
        "ones with probability " + ones,
        (into, seed) -> uniform(into, seed, (bit, word) -> word < limit ? 1 : 0));
  }

  private static void markov(byte[] into, long seed) {
    long limit = Math.round(0.51 * 65_536);
    uniform(into, seed, (bit, word) -> word < limit ? bit : bit ^ 1);
  }

  /** Makes a bit of the bit before and of 16 bits of a good stream. */
  @FunctionalInterface
  private interface BitRule {
    int next(int bit, int word);
  }

  private static void uniform(byte[] into, long seed, BitRule rule) {
    var stream = new KeyStream.Parts(seed);
    byte[] part = new byte[PART_BYTES];
    int bit = 0;
    for (int i = 0; i < into.length; i++) {
      int at = (int) (16L * i % PART_BYTES);
      if (at == 0) {
        stream.next(part);
      }
      int bits = 0;
      for (int j = 0; j < 8; j++, at += 2) {
        bit = rule.next(bit, ((part[at] & 0xff) << 8) | (part[at + 1] & 0xff));
        bits = bits << 1 | bit;
      }
      into[i] = (byte) bits;
    }
  }

  private static void stuckBit(byte[] into, long seed) {
    KeyStream.aes(into, seed);
    for (int i = 7; i < into.length; i += 8) {
      into[i] &= (byte) 0xfe;
    }
  }

  private static void twins(byte[] into, long seed) {
    KeyStream.aes(into, seed);
    for (int i = 1; i < into.length; i += 2) {
      into[i] = into[i - 1];
    }
  }
}
