package org.astragal.signer;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.astragal.outcome.Hash;

/**
 * Leaf and node hashes, written straight into arrays: the log hashes each node of the tree some
 * hundred thousand times a second.
 *
 * <p>Thread safety: use by one thread.
 *
 * @spec rfc9162.html#2.1.1 RFC 9162, 2.1.1 Definition of the Merkle Tree
 */
final class Sha {
  /** Length of a hash in bytes. */
  static final int BYTES = Hash.BYTES;

  private static final byte[] LEAF_PREFIX = {0};

  private final MessageDigest digest;
  private final byte[] node = new byte[1 + 2 * BYTES];

  Sha() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    node[0] = 1;
  }

  /** {@return SHA-256(00 ‖ record)} */
  byte[] leaf(byte[] record) {
    digest.update(LEAF_PREFIX);
    return digest.digest(record);
  }

  /** Writes SHA-256(01 ‖ left ‖ right) at {@code out[outAt]}; the arrays may be the same. */
  void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int outAt) {
    System.arraycopy(left, leftAt, node, 1, BYTES);
    System.arraycopy(right, rightAt, node, 1 + BYTES, BYTES);
    digest.update(node);
    try {
      digest.digest(out, outAt, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes are enough for SHA-256", e);
    }
  }

  /**
   * {@return the root of a full subtree}
   *
   * @param hashes where its leaves (or roots of equal subtrees) stand
   * @param at index of the first byte
   * @param count how many, a power of two
   */
  byte[] fullRoot(byte[] hashes, int at, int count) {
    byte[] level = new byte[count * BYTES];
    System.arraycopy(hashes, at, level, 0, level.length);
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        node(level, 2 * i * BYTES, level, (2 * i + 1) * BYTES, level, i * BYTES);
      }
    }
    return count == 1 ? level : Arrays.copyOf(level, BYTES);
  }
}
