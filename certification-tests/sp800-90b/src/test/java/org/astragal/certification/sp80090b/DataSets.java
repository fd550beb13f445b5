package org.astragal.certification.sp80090b;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.astragal.certification.battery.Sample;

/** The data sets of the known answers, made from one key stream, and the answers themselves. */
final class DataSets {
  private DataSets() {}

  /** {@return the first bytes of the AES-256-CTR key stream of the key 00 01 ... 1f, counter 0} */
  static byte[] aes(int length) {
    try {
      byte[] key = new byte[32];
      for (int i = 0; i < key.length; i++) {
        key[i] = (byte) i;
      }
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return the data set of that name: one sample in each byte} */
  static byte[] named(String name) {
    int n = name.endsWith("_10k") ? 10_000 : 1_000_000;
    return switch (name.replace("_10k", "")) {
      case "aes8" -> aes(n);
      case "aes4" -> masked(aes(n), 15);
      case "aes1" -> unpacked(aes(n / 8));
      case "bias0.51_1" -> biased(n, 33_423);
      case "sum4_8" -> sums(n);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static byte[] masked(byte[] bytes, int mask) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= (byte) mask;
    }
    return bytes;
  }

  static byte[] unpacked(byte[] bytes) {
    byte[] bits = new byte[8 * bytes.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) ((bytes[i / 8] >> (7 - i % 8)) & 1);
    }
    return bits;
  }

  /** A one where a big-endian word of 16 bits is below that. */
  static byte[] biased(int n, int below) {
    byte[] stream = aes(2 * n);
    byte[] bits = new byte[n];
    for (int i = 0; i < n; i++) {
      int word = ((stream[2 * i] & 0xff) << 8) | (stream[2 * i + 1] & 0xff);
      bits[i] = (byte) (word < below ? 1 : 0);
    }
    return bits;
  }

  private static byte[] sums(int n) {
    byte[] stream = aes(4 * n);
    byte[] sums = new byte[n];
    for (int i = 0; i < n; i++) {
      int sum = 0;
      for (int j = 4 * i; j < 4 * i + 4; j++) {
        sum += stream[j] & 0xff;
      }
      sums[i] = (byte) (sum >> 2);
    }
    return sums;
  }

  static Sample sample(byte[] bytes) {
    return new Sample() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void read(long offset, byte[] into) {
        System.arraycopy(bytes, (int) offset, into, 0, into.length);
      }
    };
  }

  static Dataset dataset(byte[] bytes, int bits) {
    try {
      return ((Dataset.Ready) Dataset.load(sample(bytes), bits, bytes.length)).data();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> lines(String resource) {
    try (var in = DataSets.class.getResourceAsStream(resource)) {
      return Arrays.asList(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the number after that text at the start of a line of the tool's output} */
  static double answer(List<String> lines, String text) {
    return lines.stream()
        .filter(line -> line.startsWith(text))
        .mapToDouble(line -> Double.parseDouble(line.substring(text.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }
}
