package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/**
 * Whether a leaf stands in a tree.
 *
 * @spec rfc9162.html#2.1.3.2 RFC 9162, 2.1.3.2 Verifying an Inclusion Proof
 */
public final class InclusionProof {
  /** The longest path: a tree has fewer than 2^63 leaves. */
  public static final int MAX_PATH = 63;

  private InclusionProof() {}

  /**
   * {@return the root that a path leads to; empty if the index is not in the tree or the path is
   * not exactly as long as it must be}
   *
   * @param leaf the leaf's hash
   * @param index its place, from 0
   * @param size leaves in the tree
   * @param path the siblings, leaf side first
   */
  public static Optional<Hash> rootFrom(Hash leaf, long index, long size, List<Hash> path) {
    // Steps 1 and 2.
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    // Steps 2 and 3, with fn, sn and r of the text.
    long fn = index;
    long sn = size - 1;
    Hash r = leaf;
    // Step 4.
    for (Hash p : path) {
      if (sn == 0) {
        return Optional.empty();
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = Hash.node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        r = Hash.node(r, p);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    // Step 5, the first half: the path is not too short.
    return sn == 0 ? Optional.of(r) : Optional.empty();
  }

  /**
   * {@return whether the leaf stands at this place of the tree of this root}
   *
   * @param leaf the leaf's hash
   * @param index its place, from 0
   * @param size leaves in the tree
   * @param path the siblings, leaf side first
   * @param root the tree's root
   */
  public static boolean verify(Hash leaf, long index, long size, List<Hash> path, Hash root) {
    return rootFrom(leaf, index, size, path).filter(root::equals).isPresent();
  }

  /**
   * {@return how many hashes the path of a leaf has}
   *
   * @param index the leaf's place, 0 to size - 1
   * @param size leaves in the tree, 1 or more
   * @throws IllegalArgumentException if the index is not in the tree
   */
  public static int pathLength(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
    }
    // Levels at which the leaf's subtree is not yet on the right edge, then left siblings only.
    int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    return inner + Long.bitCount(index >>> inner);
  }
}
