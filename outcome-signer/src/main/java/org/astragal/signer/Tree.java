package org.astragal.signer;

import java.util.ArrayDeque;
import java.util.List;
import org.astragal.outcome.Hash;

/**
 * Reads any part of the durable tree: complete tiles from the store, the right edge from memory.
 *
 * <p>Thread safety: {@link #publish} by one thread, everything else by any.
 *
 * @spec tlog-tiles.html#merkle-tree c2sp.org/tlog-tiles, Merkle tree
 */
final class Tree {
  private static final int TILE_HEIGHT = 8;

  private final Store store;
  private volatile TreeEdge.View edge;

  Tree(Store store, TreeEdge.View edge) {
    this.store = store;
    this.edge = edge;
  }

  /** Takes the edge of a larger tree, whose tiles and records are durable. */
  void publish(TreeEdge.View larger) {
    edge = larger;
  }

  /** {@return leaves of the durable tree} */
  long size() {
    return edge.size();
  }

  /**
   * {@return a tile, read-only, of which only the hashes that belong to the tree count}
   *
   * @throws LogException if the store has lost it
   */
  private static byte[] tile(Store store, TreeEdge.View edge, int level, long index)
      throws LogException {
    long incomplete = edge.index(level);
    if (index > incomplete) {
      throw new IllegalArgumentException("tile " + level + "/" + index + " is beyond the tree");
    }
    return index == incomplete ? edge.tile(level) : store.tile(level, index);
  }

  /**
   * {@return the first hashes of a tile}
   *
   * @param width how many, 1 to 256; all of them must belong to the tree
   */
  byte[] tile(int level, long index, int width) throws LogException {
    byte[] out = new byte[width * Sha.BYTES];
    System.arraycopy(tile(store, edge, level, index), 0, out, 0, out.length);
    return out;
  }

  /** {@return the leaf hashes from one leaf up to another, exclusive} */
  byte[] leaves(long from, long to) throws LogException {
    TreeEdge.View now = edge;
    byte[] out = new byte[Math.toIntExact((to - from) * Sha.BYTES)];
    long at = from;
    while (at < to) {
      int offset = (int) (at % TreeEdge.WIDTH);
      int count = (int) Math.min(to - at, TreeEdge.WIDTH - offset);
      byte[] tile = tile(store, now, 0, at / TreeEdge.WIDTH);
      System.arraycopy(
          tile, offset * Sha.BYTES, out, (int) (at - from) * Sha.BYTES, count * Sha.BYTES);
      at += count;
    }
    return out;
  }

  /**
   * {@return the siblings that lead from a leaf to the root of the tree as it was at a size, the
   * lowest first}
   *
   * @param leaf below {@code size}
   * @param size at most {@link #size}
   * @spec rfc6962.html#2.1.1 RFC 6962, 2.1.1 Merkle audit paths
   */
  List<Hash> path(long leaf, long size) throws LogException {
    TreeEdge.View now = edge;
    var path = new ArrayDeque<Hash>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      // The left part is the largest full subtree that is not all of it.
      long middle = from + Long.highestOneBit(to - from - 1);
      boolean left = leaf < middle;
      path.push(Hash.of(left ? rootOf(now, middle, to) : rootOf(now, from, middle)));
      from = left ? from : middle;
      to = left ? middle : to;
    }
    return List.copyOf(path);
  }

  /** The root over leaves from {@code from}, where a full subtree of that size can begin. */
  private byte[] rootOf(TreeEdge.View now, long from, long to) throws LogException {
    long full = Long.highestOneBit(to - from);
    int height = Long.numberOfTrailingZeros(full);
    byte[] left = subtree(now, height, from >>> height);
    if (full == to - from) {
      return left;
    }
    byte[] root = new byte[Sha.BYTES];
    new Sha().node(left, 0, rootOf(now, from + full, to), 0, root, 0);
    return root;
  }

  /** {@return the root of a full subtree, by its height and its place among those} */
  private byte[] subtree(TreeEdge.View now, int height, long index) throws LogException {
    int count = 1 << (height % TILE_HEIGHT);
    long first = index * count;
    byte[] tile = tile(store, now, height / TILE_HEIGHT, first / TreeEdge.WIDTH);
    int at = (int) (first % TreeEdge.WIDTH) * Sha.BYTES;
    return new Sha().fullRoot(tile, at, count);
  }

  /**
   * {@return the peaks of the tree as it was at a size}
   *
   * @param size at most {@link #size}
   */
  Peaks peaks(long size) throws LogException {
    TreeEdge.View now = edge;
    var peaks = new Peaks(size);
    for (int height = 0; size >>> height != 0; height++) {
      if (peaks.has(height)) {
        // The last full subtree of this height.
        peaks.set(height, subtree(now, height, (size >>> height) - 1), 0);
      }
    }
    return peaks;
  }

  /**
   * {@return the root of the tree as it was at a size}
   *
   * @param size at most {@link #size}
   */
  Hash root(long size) throws LogException {
    return peaks(size).root();
  }
}
