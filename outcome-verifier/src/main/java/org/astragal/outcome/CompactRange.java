package org.astragal.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A growing tree, reduced to its size and the roots of its full subtrees (at most 63 hashes): all
 * that is needed to add leaves and to know the root.
 *
 * <p>Thread safety: use by one thread.
 *
 * @spec rfc9162.html#2.1.1 RFC 9162, 2.1.1 Definition of the Merkle Tree
 */
public final class CompactRange {
  /** By level: the root of a full subtree of 2^level leaves where that bit of size is set. */
  private final @Nullable Hash[] byLevel;

  private long size;

  /** Creates an empty tree. */
  public CompactRange() {
    this(0, new @Nullable Hash[Long.SIZE]);
  }

  private CompactRange(long size, @Nullable Hash[] byLevel) {
    this.size = size;
    this.byLevel = byLevel;
  }

  /**
   * {@return the tree that {@link #size} and {@link #peaks} described}
   *
   * @param size leaves, 0 or more
   * @param peaks roots of the full subtrees, largest first: one for each bit set in size
   * @throws IllegalArgumentException if size is negative or the count of peaks does not fit it
   */
  public static CompactRange of(long size, List<Hash> peaks) {
    if (size < 0 || Long.bitCount(size) != peaks.size()) {
      throw new IllegalArgumentException(
          "a tree of %d leaves does not have %d peaks".formatted(size, peaks.size()));
    }
    var range = new CompactRange();
    range.size = size;
    int next = 0;
    for (int level = Long.SIZE - 1; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        range.byLevel[level] = peaks.get(next++);
      }
    }
    return range;
  }

  /** {@return the count of leaves} */
  public long size() {
    return size;
  }

  /**
   * Adds a leaf at the right.
   *
   * @param leaf see {@link Hash#leaf(byte[])}
   * @throws IllegalStateException if the tree has 2^63 - 1 leaves
   */
  public void append(Hash leaf) {
    if (size == Long.MAX_VALUE) {
      throw new IllegalStateException("the tree is full");
    }
    Hash carry = leaf;
    int level = 0;
    while ((size >>> level & 1) == 1) {
      carry = Hash.node(peak(level), carry);
      byLevel[level] = null;
      level++;
    }
    byLevel[level] = carry;
    size++;
  }

  /** {@return the root; {@link Hash#EMPTY_ROOT} of an empty tree} */
  public Hash root() {
    Hash root = null;
    for (int level = 0; level < Long.SIZE; level++) {
      if ((size >>> level & 1) == 1) {
        root = root == null ? peak(level) : Hash.node(peak(level), root);
      }
    }
    return root == null ? Hash.EMPTY_ROOT : root;
  }

  /** {@return the roots of the full subtrees, largest first} */
  public List<Hash> peaks() {
    var peaks = new ArrayList<Hash>(Long.bitCount(size));
    for (int level = Long.SIZE - 1; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        peaks.add(peak(level));
      }
    }
    return peaks;
  }

  /** {@return a tree of its own with the same leaves} */
  public CompactRange copy() {
    return new CompactRange(size, Arrays.copyOf(byLevel, byLevel.length));
  }

  private Hash peak(int level) {
    Hash peak = byLevel[level];
    if (peak == null) {
      throw new IllegalStateException("no peak at level " + level + " of " + size);
    }
    return peak;
  }
}
