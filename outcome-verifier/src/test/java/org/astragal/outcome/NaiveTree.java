package org.astragal.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * Trees, paths and roots straight from the recursive definitions of RFC 9162, 2.1.1 and 2.1.3.1:
 * slow, and obviously right. Every other tree in the tests is compared with these.
 */
final class NaiveTree {
  private NaiveTree() {}

  /** MTH of 2.1.1, over leaves that are hashed already. */
  static Hash root(List<Hash> leaves) {
    return switch (leaves.size()) {
      case 0 -> Hash.sha256(new byte[0]);
      case 1 -> leaves.getFirst();
      default -> {
        int k = split(leaves.size());
        yield node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
      }
    };
  }

  /** PATH of 2.1.3.1. */
  static List<Hash> path(int m, List<Hash> leaves) {
    int n = leaves.size();
    var path = new ArrayList<Hash>();
    if (n > 1) {
      int k = split(n);
      if (m < k) {
        path.addAll(path(m, leaves.subList(0, k)));
        path.add(root(leaves.subList(k, n)));
      } else {
        path.addAll(path(m - k, leaves.subList(k, n)));
        path.add(root(leaves.subList(0, k)));
      }
    }
    return path;
  }

  /** The largest power of two below n. */
  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }

  /** Spelled out again, so that a mistake in {@link Hash#node} shows. */
  private static Hash node(Hash left, Hash right) {
    byte[] input = new byte[65];
    input[0] = 1;
    System.arraycopy(left.bytes(), 0, input, 1, 32);
    System.arraycopy(right.bytes(), 0, input, 33, 32);
    return Hash.sha256(input);
  }

  /** Different leaves, always the same. */
  static List<Hash> leaves(int count) {
    var leaves = new ArrayList<Hash>();
    for (int i = 0; i < count; i++) {
      leaves.add(Hash.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    return leaves;
  }
}
