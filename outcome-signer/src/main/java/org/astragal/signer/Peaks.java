package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;

/**
 * The roots of the full subtrees of a tree: one for each bit of its size, addressed by height.
 *
 * <p>Thread safety: immutable after it was filled.
 */
final class Peaks {
  private static final int HEIGHTS = Long.SIZE - 1;

  private final long size;
  private final byte[] hashes = new byte[HEIGHTS * Sha.BYTES];

  /** Creates the peaks of a tree of this size, to be filled with {@link #set}. */
  Peaks(long size) {
    this.size = size;
  }

  long size() {
    return size;
  }

  boolean has(int height) {
    return (size >>> height & 1) == 1;
  }

  /** The array of all hashes, read-only; that of a height begins at {@link #at}. */
  byte[] hashes() {
    return hashes;
  }

  static int at(int height) {
    return height * Sha.BYTES;
  }

  void set(int height, byte[] from, int at) {
    System.arraycopy(from, at, hashes, at(height), Sha.BYTES);
  }

  /** {@return the root of the tree} */
  Hash root() {
    List<Hash> largestFirst = new ArrayList<>();
    for (int height = HEIGHTS - 1; height >= 0; height--) {
      if (has(height)) {
        byte[] hash = new byte[Sha.BYTES];
        System.arraycopy(hashes, at(height), hash, 0, Sha.BYTES);
        largestFirst.add(Hash.of(hash));
      }
    }
    return CompactRange.of(size, largestFirst).root();
  }
}
