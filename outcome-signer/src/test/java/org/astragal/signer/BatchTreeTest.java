package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: roots, peaks and proofs are those of RFC 9162, computed here again from its definition. */
final class BatchTreeTest {
  private final List<Hash> leaves = new ArrayList<>();
  private final Map<String, Hash> known = new HashMap<>();

  private void grow(int size) {
    while (leaves.size() < size) {
      leaves.add(Hash.leaf(ByteBuffer.allocate(4).putInt(leaves.size()).array()));
    }
  }

  /** RFC 9162 2.1.1, as it is written there: k is the largest power of two below n. */
  private Hash mth(int from, int to) {
    if (to - from == 1) {
      return leaves.get(from);
    }
    int middle = from + Integer.highestOneBit(to - from - 1);
    String key = from + "-" + to;
    Hash hash = known.get(key);
    if (hash == null) {
      hash = Hash.node(mth(from, middle), mth(middle, to));
      known.put(key, hash);
    }
    return hash;
  }

  /** RFC 9162 2.1.3.1, as it is written there. */
  private List<Hash> path(int leaf, int from, int to) {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    int middle = from + Integer.highestOneBit(to - from - 1);
    boolean left = leaf < middle;
    List<Hash> path = left ? path(leaf, from, middle) : path(leaf, middle, to);
    path.add(left ? mth(middle, to) : mth(from, middle));
    return path;
  }

  private Peaks peaks(int size) {
    var range = new CompactRange();
    leaves.subList(0, size).forEach(range::append);
    var peaks = new Peaks(size);
    int next = 0;
    for (int height = 62; height >= 0; height--) {
      if (peaks.has(height)) {
        peaks.set(height, range.peaks().get(next++).bytes(), 0);
      }
    }
    return peaks;
  }

  private BatchTree batch(int start, int end) {
    ByteBuffer hashes = ByteBuffer.allocate((end - start) * Sha.BYTES);
    leaves.subList(start, end).forEach(leaf -> hashes.put(leaf.bytes()));
    return new BatchTree(peaks(start), hashes.array(), new Sha());
  }

  private static List<Hash> proof(BatchTree tree, int leaf) {
    List<Hash> proof = new ArrayList<>();
    for (int height = 0; height < tree.heights(); height++) {
      int sibling = tree.sibling(leaf, height);
      if (sibling >= 0) {
        int at = sibling * Sha.BYTES;
        proof.add(Hash.of(Arrays.copyOfRange(tree.nodes(height), at, at + Sha.BYTES)));
      }
    }
    return proof;
  }

  private void check(int start, int end) {
    BatchTree tree = batch(start, end);
    assertEquals(mth(0, end), tree.root(), () -> start + " to " + end);
    assertArrayEquals(peaks(end).hashes(), tree.peaks().hashes(), () -> start + " to " + end);
    assertEquals(tree.root(), tree.peaks().root());
    for (int leaf = start; leaf < end; leaf++) {
      assertEquals(path(leaf, 0, end), proof(tree, leaf), leaf + " in " + start + " to " + end);
    }
  }

  @Test
  void everyBatchOfEveryTreeUpTo40Leaves() {
    grow(40);
    for (int end = 1; end <= 40; end++) {
      for (int start = 0; start < end; start++) {
        check(start, end);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"255, 256", "255, 257", "256, 257", "511, 1025", "1, 1000", "4095, 4097", "3, 4099"})
  void batchesAroundPowersOfTwo(int start, int end) {
    grow(end);
    check(start, end);
  }

  @Test
  void anEmptyBatchIsABug() {
    assertThrows(IllegalArgumentException.class, () -> batch(0, 0));
  }
}
