package org.astragal.certification.battery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The catalogue of generators that batteries are tried on. Words are written with the most
 * significant byte first, bits with the most significant bit first.
 */
public final class Generators {
  private static final int RC4_KEY_BYTES = 16;

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
    return new Generator("aes-ctr-" + seed, "", into -> KeyStream.aes(seed, into));
  }

  private static List<Generator> catalogue() {
    return List.of(
        new Generator("aes-ctr", "", KeyStream::aes),
        new Generator("sha256-ctr", "", KeyStream::sha256),
        new Generator("pcg-xsh-rr-32", "", Generators::pcg),
        new Generator("zeros", "constant", into -> Arrays.fill(into, (byte) 0)),
        new Generator("ones", "constant", into -> Arrays.fill(into, (byte) 0xff)),
        new Generator("alternating", "period of 2 bits", into -> Arrays.fill(into, (byte) 0xaa)),
        new Generator("period-32", "period of 32 bytes", into -> repeat(into, 32)),
        new Generator("period-4096", "period of 4096 bytes", into -> repeat(into, 4096)),
        new Generator("period-65536", "period of 65536 bytes", into -> repeat(into, 65_536)),
        new Generator("counter-8", "bytes count up", Generators::counter8),
        new Generator("counter-32", "words count up", Generators::counter32),
        new Generator("text", "text, over and over", Generators::text),
        new Generator("randu", "lattice of 15 planes, dead low bits", Generators::randu),
        new Generator("lcg-low", "low bits of modulus 2^31", into -> lcg(into, 0)),
        new Generator("lcg-high", "one byte of 31 bits of state", into -> lcg(into, 23)),
        new Generator("minstd", "one byte of 31 bits of state", Generators::minstd),
        new Generator("java-random", "48 bits of linear state", Generators::javaRandom),
        new Generator(
            "mt19937", "linear over 19937 bits", into -> MersenneTwister.fill(into, 5489)),
        new Generator("xoshiro128-low", "lowest bit linear over 128 bits", Generators::xoshiro),
        new Generator("lfsr-31", "linear over 31 bits", Generators::lfsr),
        new Generator("rc4-second", "second bytes of RC4 streams: too many 0", Generators::rc4),
        new Generator("bias-0.51", "ones with probability 0.51", into -> biased(into, 0.51)),
        new Generator("bias-0.502", "ones with probability 0.502", into -> biased(into, 0.502)),
        new Generator("bias-0.501", "ones with probability 0.501", into -> biased(into, 0.501)),
        new Generator("bias-0.5005", "ones with probability 0.5005", into -> biased(into, 0.5005)),
        new Generator("markov-0.51", "a bit repeats with probability 0.51", Generators::markov),
        new Generator("stuck-bit", "each 64th bit is 0", Generators::stuckBit),
        new Generator("twin-bytes", "each byte comes twice", Generators::twins));
  }

  private static void repeat(byte[] into, int period) {
    byte[] pattern = new byte[period];
    KeyStream.aes(pattern);
    for (int i = 0; i < into.length; i++) {
      into[i] = pattern[i % period];
    }
  }

  private static void counter8(byte[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (byte) i;
    }
  }

  private static void counter32(byte[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (byte) (i >>> 2 >>> (24 - 8 * (i & 3)));
    }
  }

  private static void text(byte[] into) {
    byte[] text =
        "The quick brown fox jumps over the lazy dog. ".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < into.length; i++) {
      into[i] = text[i % text.length];
    }
  }

  private static void randu(byte[] into) {
    int x = 1;
    for (int i = 0; i < into.length; i++) {
      x = (i & 3) == 0 ? (x * 65_539) & Integer.MAX_VALUE : x;
      into[i] = (byte) (x << 1 >>> (24 - 8 * (i & 3)));
    }
  }

  private static void lcg(byte[] into, int shift) {
    int x = 1;
    for (int i = 0; i < into.length; i++) {
      x = (x * 1_103_515_245 + 12_345) & Integer.MAX_VALUE;
      into[i] = (byte) (x >>> shift);
    }
  }

  private static void minstd(byte[] into) {
    long x = 1;
    for (int i = 0; i < into.length; i++) {
      x = x * 16_807 % Integer.MAX_VALUE;
      into[i] = (byte) (x >>> 23);
    }
  }

  private static void javaRandom(byte[] into) {
    Random random = new Random(42);
    int word = 0;
    for (int i = 0; i < into.length; i++) {
      word = (i & 3) == 0 ? random.nextInt() : word;
      into[i] = (byte) (word >>> (24 - 8 * (i & 3)));
    }
  }

  private static void pcg(byte[] into) {
    var random = RandomSource.PCG_XSH_RR_32.create(new long[] {22, 800});
    int word = 0;
    for (int i = 0; i < into.length; i++) {
      word = (i & 3) == 0 ? random.nextInt() : word;
      into[i] = (byte) (word >>> (24 - 8 * (i & 3)));
    }
  }

  private static void xoshiro(byte[] into) {
    var random = RandomSource.XO_SHI_RO_128_PLUS.create(new int[] {1, 2, 3, 4});
    for (int i = 0; i < into.length; i++) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        bits = (bits << 1) | (random.nextInt() & 1);
      }
      into[i] = (byte) bits;
    }
  }

  private static void lfsr(byte[] into) {
    // x^31 + x^3 + 1.
    int state = 1;
    for (int i = 0; i < into.length; i++) {
      for (int j = 0; j < 8; j++) {
        state = ((state << 1) | ((state >>> 30 ^ state >>> 27) & 1)) & Integer.MAX_VALUE;
      }
      into[i] = (byte) state;
    }
  }

  private static void rc4(byte[] into) {
    byte[] keys = new byte[Math.multiplyExact(into.length, RC4_KEY_BYTES)];
    KeyStream.sha256(keys);
    int[] s = new int[256];
    for (int i = 0; i < into.length; i++) {
      Arrays.setAll(s, index -> index);
      int j = 0;
      for (int k = 0; k < 256; k++) {
        j = (j + s[k] + keys[i * RC4_KEY_BYTES + k % RC4_KEY_BYTES]) & 0xff;
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

  private static void biased(byte[] into, double ones) {
    long limit = Math.round(ones * 65_536);
    uniform(into, (bit, word) -> word < limit ? 1 : 0);
  }

  private static void markov(byte[] into) {
    long limit = Math.round(0.51 * 65_536);
    uniform(into, (bit, word) -> word < limit ? bit : bit ^ 1);
  }

  /** Makes a bit of the bit before and of 16 bits of a good stream. */
  @FunctionalInterface
  private interface BitRule {
    int next(int bit, int word);
  }

  private static void uniform(byte[] into, BitRule rule) {
    byte[] stream = new byte[Math.multiplyExact(into.length, 16)];
    KeyStream.aes(stream);
    int bit = 0;
    for (int i = 0; i < into.length; i++) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        int at = 16 * i + 2 * j;
        bit = rule.next(bit, ((stream[at] & 0xff) << 8) | (stream[at + 1] & 0xff));
        bits = bits << 1 | bit;
      }
      into[i] = (byte) bits;
    }
  }

  private static void stuckBit(byte[] into) {
    KeyStream.aes(into);
    for (int i = 7; i < into.length; i += 8) {
      into[i] &= (byte) 0xfe;
    }
  }

  private static void twins(byte[] into) {
    KeyStream.aes(into);
    for (int i = 1; i < into.length; i += 2) {
      into[i] = into[i - 1];
    }
  }
}
