package org.astragal.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether one tree is the beginning of another.
 *
 * @spec rfc9162.html#2.1.4.2 RFC 9162, 2.1.4.2 Verifying Consistency between Two Tree Heads
 */
public final class ConsistencyProof {
  /** The longest proof. */
  public static final int MAX_HASHES = 63;

  private ConsistencyProof() {}

  /**
   * {@return whether a proof shows that the older tree is the beginning of the newer one; never
   * throws}
   *
   * @param oldSize leaves of the older tree
   * @param oldRoot its root
   * @param newSize leaves of the newer tree
   * @param newRoot its root
   * @param proof the hashes; empty when the older tree is empty or as large as the newer one
   */
  public static boolean verify(
      long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> proof) {
    if (oldSize < 0 || newSize < oldSize) {
      return false;
    }
    if (oldSize == 0) {
      return proof.isEmpty() && oldRoot.equals(Hash.EMPTY_ROOT);
    }
    if (oldSize == newSize) {
      return proof.isEmpty() && oldRoot.equals(newRoot);
    }
    // Steps 1 and 2.
    var path = new ArrayList<Hash>(proof.size() + 1);
    if (Long.bitCount(oldSize) == 1) {
      path.add(oldRoot);
    }
    path.addAll(proof);
    return !proof.isEmpty() && follows(oldSize, oldRoot, newSize, newRoot, path);
  }

  private static boolean follows(
      long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> path) {
    // Steps 3 and 4, with fn and sn of the text.
    int shift = Long.numberOfTrailingZeros(oldSize);
    long fn = (oldSize - 1) >>> shift;
    long sn = (newSize - 1) >>> shift;
    // Step 5, with fr and sr of the text.
    Hash fr = path.getFirst();
    Hash sr = path.getFirst();
    // Step 6.
    for (Hash c : path.subList(1, path.size())) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = Hash.node(c, fr);
        sr = Hash.node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = Hash.node(sr, c);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    // Step 7.
    return sn == 0 && fr.equals(oldRoot) && sr.equals(newRoot);
  }

  /**
   * {@return the proof that a tree is the beginning of the one that these leaves make of it}
   *
   * @param older the older tree; not changed
   * @param added the leaves that come after it
   */
  public static List<Hash> prove(CompactRange older, List<Hash> added) {
    var proof = new ArrayList<Hash>();
    if (older.size() > 0 && !added.isEmpty()) {
      var tree = new Grown(older, added);
      subproof(tree, 0, older.size() + added.size(), true, proof);
    }
    return proof;
  }

  /** RFC 6962 2.1.2: SUBPROOF over the leaves from (included) to (not included). */
  private static void subproof(Grown tree, long from, long to, boolean whole, List<Hash> proof) {
    long m = tree.older.size();
    if (m == to) {
      if (!whole) {
        proof.add(tree.root(from, to));
      }
      return;
    }
    long k = from + Long.highestOneBit(to - from - 1);
    if (m <= k) {
      subproof(tree, from, k, whole, proof);
      proof.add(tree.root(k, to));
    } else {
      subproof(tree, k, to, false, proof);
      proof.add(tree.root(from, k));
    }
  }

  /** An older tree, known by its full subtrees, and the leaves after it. */
  private record Grown(CompactRange older, List<Hash> added) {
    /** RFC 9162 2.1.1: MTH of the leaves from (included) to (not included). */
    Hash root(long from, long to) {
      long m = older.size();
      if (to <= m) {
        return peak(from, to);
      }
      if (to - from == 1) {
        return added.get(Math.toIntExact(from - m));
      }
      long k = from + Long.highestOneBit(to - from - 1);
      return Hash.node(root(from, k), root(k, to));
    }

    /** A full subtree of the older tree that is not part of a larger one. */
    private Hash peak(long from, long to) {
      long at = 0;
      for (Hash peak : older.peaks()) {
        long width = Long.highestOneBit(older.size() - at);
        if (at == from && at + width == to) {
          return peak;
        }
        at += width;
      }
      throw new IllegalStateException("no full subtree from " + from + " to " + to);
    }
  }
}
