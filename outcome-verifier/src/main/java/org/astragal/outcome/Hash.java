package org.astragal.outcome;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A SHA-256 value: of a file, of a leaf, or of a node of a log's tree. Immutable; compared in
 * constant time.
 *
 * @spec rfc9162.html#2.1.1 RFC 9162, 2.1.1 Definition of the Merkle Tree
 */
public final class Hash {
  /** Length of a hash in bytes. */
  public static final int BYTES = 32;

  /** Of each thread its own; looking for an implementation costs more than a short hash. */
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Hash::digest);

  /** The root of a tree without leaves: SHA-256 of nothing. */
  public static final Hash EMPTY_ROOT = sha256(new byte[0]);

  static final String PREFIX = "sha256:";

  /** 43 digits and one of padding. */
  private static final int BASE64_CHARS = 44;

  /** By ASCII character: the value of the base64 digit, or -1. */
  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < digits.length(); i++) {
      DIGITS[digits.charAt(i)] = (byte) i;
    }
  }

  private final byte[] bytes;

  private Hash(byte[] owned) {
    this.bytes = owned;
  }

  /**
   * {@return a hash of these bytes}
   *
   * @param bytes 32 bytes; copied
   * @throws IllegalArgumentException if they are not 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash is 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /**
   * {@return SHA-256 of these bytes}
   *
   * @param bytes any
   */
  public static Hash sha256(byte[] bytes) {
    return new Hash(DIGEST.get().digest(bytes));
  }

  /**
   * {@return the leaf of a record: SHA-256(00 ‖ record)}
   *
   * @param record the record's bytes
   */
  public static Hash leaf(byte[] record) {
    return leaf(record, 0, record.length);
  }

  /**
   * {@return the leaf of a record that stands within an array}
   *
   * @param bytes the array
   * @param offset where the record begins
   * @param length its bytes
   */
  public static Hash leaf(byte[] bytes, int offset, int length) {
    MessageDigest digest = DIGEST.get();
    digest.update((byte) 0);
    digest.update(bytes, offset, length);
    return new Hash(digest.digest());
  }

  /**
   * {@return the parent of two nodes: SHA-256(01 ‖ left ‖ right)}
   *
   * @param left the left one
   * @param right the right one
   */
  public static Hash node(Hash left, Hash right) {
    byte[] input = new byte[1 + 2 * BYTES];
    input[0] = 1;
    System.arraycopy(left.bytes, 0, input, 1, BYTES);
    System.arraycopy(right.bytes, 0, input, 1 + BYTES, BYTES);
    return new Hash(DIGEST.get().digest(input));
  }

  /**
   * {@return the hash that {@link #toString} wrote}
   *
   * @param text {@code sha256:} and 64 lower case hexadecimal digits
   * @throws IllegalArgumentException if it is not of this form
   */
  public static Hash parse(String text) {
    if (text.length() != PREFIX.length() + 2 * BYTES || !text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not sha256: and 64 hexadecimal digits");
    }
    for (int i = PREFIX.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        throw new IllegalArgumentException("not a lower case hexadecimal digit in a hash");
      }
    }
    return new Hash(HexFormat.of().parseHex(text, PREFIX.length(), text.length()));
  }

  /**
   * {@return the hash that {@link #base64} wrote; empty if the text is not 43 digits and padding,
   * or its last digit has bits that no byte holds}
   *
   * @param text 44 characters
   */
  public static Optional<Hash> fromBase64(String text) {
    if (text.length() != BASE64_CHARS || text.charAt(BASE64_CHARS - 1) != '=') {
      return Optional.empty();
    }
    byte[] bytes = new byte[BYTES];
    int bits = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < BASE64_CHARS - 1; i++) {
      char c = text.charAt(i);
      int digit = c < DIGITS.length ? DIGITS[c] : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      held = held << 6 | digit;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >> bits);
      }
    }
    // 43 digits are 258 bits; RFC 4648 3.5: the two that are left over must be zero.
    return (held & 0b11) == 0 ? Optional.of(new Hash(bytes)) : Optional.empty();
  }

  /** {@return the 32 bytes; the caller's own array} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return standard base64, 44 characters} */
  public String base64() {
    return Texts.base64(bytes);
  }

  /** The byte at a place, for writers that must not copy. */
  int at(int index) {
    return bytes[index];
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@return {@code sha256:} and 64 lower case hexadecimal digits} */
  @Override
  public String toString() {
    return PREFIX + HexFormat.of().formatHex(bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
