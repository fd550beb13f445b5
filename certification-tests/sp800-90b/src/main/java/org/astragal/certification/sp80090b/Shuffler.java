package org.astragal.certification.sp80090b;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Permutations that anybody can make again: each follows from the data's hash, the seed of the
 * options and its own number alone.
 *
 * <p>A permutation is a shuffle after Fisher and Yates, from the end, with indexes from
 * xoshiro256** (Blackman and Vigna, 2018) whose state is SHA-256 of the master and the number,
 * big-endian.
 */
final class Shuffler {
  private static final String DOMAIN = "astragal sp800-90b permutations\n";

  private final byte[] data;
  private final byte[] master;
  private final String dataHash;

  /**
   * Creates one.
   *
   * @param raw the samples, whose hash counts
   * @param data what is permuted; not written to
   * @param seed from the options
   */
  Shuffler(byte[] raw, byte[] data, String seed) {
    this.data = data;
    byte[] hash = sha256(raw);
    dataHash = HexFormat.of().formatHex(hash);
    master =
        sha256(
            DOMAIN.getBytes(StandardCharsets.UTF_8), hash, seed.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return SHA-256 of the samples, one byte each, in hexadecimal} */
  String dataHash() {
    return dataHash;
  }

  /**
   * Writes the samples in a new order.
   *
   * @param number of the permutation, from 0
   * @param into as long as the samples
   */
  void permute(long number, byte[] into) {
    var state = ByteBuffer.wrap(sha256(master, longBytes(number)));
    System.arraycopy(data, 0, into, 0, data.length);
    shuffle(into, state.getLong(), state.getLong(), state.getLong(), state.getLong());
  }

  // Two indexes from one word (Brackett-Rozinsky and Lemire, 2024): the word, taken as a fraction
  // of
  // 2^64, times i + 1 has the first index as its whole part; what is left, times i, the second. It
  // is exactly uniform if words are rejected whose last remainder is below 2^64 mod (i + 1) i.
  private static void shuffle(byte[] into, long a, long b, long c, long d) {
    long s0 = a;
    long s1 = b;
    long s2 = c;
    long s3 = d;
    int i = into.length - 1;
    while (i >= 1) {
      long word = Long.rotateLeft(s1 * 5, 7) * 9;
      long t = s1 << 17;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = Long.rotateLeft(s3, 45);
      long rest = word * (i + 1L);
      long last = rest * i;
      long range = (i + 1L) * i;
      if (Long.compareUnsigned(last, range) < 0
          && Long.compareUnsigned(last, Long.remainderUnsigned(-range, range)) < 0) {
        continue;
      }
      swap(into, i, (int) Math.unsignedMultiplyHigh(word, i + 1L));
      swap(into, i - 1, (int) Math.unsignedMultiplyHigh(rest, i));
      i -= 2;
    }
  }

  private static void swap(byte[] into, int a, int b) {
    byte saved = into[a];
    into[a] = into[b];
    into[b] = saved;
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
