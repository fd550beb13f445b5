package org.astragal.signer;

import java.util.Arrays;
import org.astragal.outcome.Hash;

/**
 * The part of a tree of {@code end} leaves that proofs for its newest leaves, {@code start} to
 * {@code end}, need: their nodes and, at the left, the peaks of the tree of {@code start} leaves.
 * Nothing is read from the store.
 *
 * <p>At each height stands one array of nodes, from an even index up to the last. The last one may
 * be the root of a subtree that is not full; without a right sibling it moves up unchanged.
 *
 * <p>Thread safety: immutable.
 *
 * @spec rfc9162.html#2.1.3 RFC 9162, 2.1.3 Merkle Inclusion Proofs
 */
final class BatchTree {
  private final long start;
  private final long end;
  private final byte[][] nodes;
  private final long[] firsts;
  private final Peaks peaks;

  /**
   * Builds it.
   *
   * @param before the peaks of the tree that the batch extends
   * @param leaves the leaf hashes of the batch, one after the other, at least one
   */
  BatchTree(Peaks before, byte[] leaves, Sha sha) {
    if (leaves.length == 0 || leaves.length % Sha.BYTES != 0) {
      throw new IllegalArgumentException("no whole hashes: " + leaves.length);
    }
    start = before.size();
    end = start + leaves.length / Sha.BYTES;
    int heights = end == 1 ? 1 : Long.SIZE - Long.numberOfLeadingZeros(end - 1) + 1;
    nodes = new byte[heights][];
    firsts = new long[heights];
    peaks = new Peaks(end);
    byte[] level = leaves;
    for (int height = 0; height < heights; height++) {
      firsts[height] = start >>> height & ~1L;
      if (before.has(height)) {
        level = prepend(before, height, level);
      }
      nodes[height] = level;
      if (peaks.has(height)) {
        // The last full subtree of an odd number of them.
        long index = (end >>> height) - 1 - firsts[height];
        peaks.set(height, level, Math.toIntExact(index) * Sha.BYTES);
      }
      level = parents(level, sha);
    }
  }

  private static byte[] prepend(Peaks before, int height, byte[] level) {
    byte[] joined = new byte[Sha.BYTES + level.length];
    System.arraycopy(before.hashes(), Peaks.at(height), joined, 0, Sha.BYTES);
    System.arraycopy(level, 0, joined, Sha.BYTES, level.length);
    return joined;
  }

  private static byte[] parents(byte[] level, Sha sha) {
    int count = level.length / Sha.BYTES;
    byte[] above = new byte[(count + 1) / 2 * Sha.BYTES];
    for (int i = 0; i < count / 2; i++) {
      sha.node(level, 2 * i * Sha.BYTES, level, (2 * i + 1) * Sha.BYTES, above, i * Sha.BYTES);
    }
    if (count % 2 == 1) {
      System.arraycopy(level, (count - 1) * Sha.BYTES, above, above.length - Sha.BYTES, Sha.BYTES);
    }
    return above;
  }

  /** {@return the first leaf of the batch} */
  long start() {
    return start;
  }

  /** {@return one more than the last leaf of the batch: the size of the tree} */
  long end() {
    return end;
  }

  /** {@return the peaks of the tree with the batch} */
  Peaks peaks() {
    return peaks;
  }

  /** {@return the root of the tree with the batch} */
  Hash root() {
    byte[] top = nodes[nodes.length - 1];
    return Hash.of(Arrays.copyOfRange(top, 0, Sha.BYTES));
  }

  /** {@return how many heights stand below the root} */
  int heights() {
    return nodes.length - 1;
  }

  /** The nodes of a height, read-only. */
  byte[] nodes(int height) {
    return nodes[height];
  }

  /**
   * {@return where, counted in hashes, in {@link #nodes} stands the sibling that the proof of a
   * leaf needs at a height; -1 if it needs none there}
   */
  int sibling(long leaf, int height) {
    long index = (leaf >>> height ^ 1) - firsts[height];
    return index < nodes[height].length / Sha.BYTES ? (int) index : -1;
  }
}
