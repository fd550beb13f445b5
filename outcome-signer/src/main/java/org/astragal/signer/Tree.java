package org.astragal.signer;

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
   * {@return the peaks of the tree as it was at a size}
   *
   * @param size at most {@link #size}
   */
  Peaks peaks(long size) throws LogException {
    TreeEdge.View now = edge;
    var sha = new Sha();
    var peaks = new Peaks(size);
    for (int height = 0; size >>> height != 0; height++) {
      if (peaks.has(height)) {
        int level = height / TILE_HEIGHT;
        int count = 1 << (height % TILE_HEIGHT);
        // The last full subtree of this height, counted in the hashes of the tile level.
        long first = ((size >>> height) - 1) * count;
        byte[] tile = tile(store, now, level, first / TreeEdge.WIDTH);
        int at = (int) (first % TreeEdge.WIDTH) * Sha.BYTES;
        peaks.set(height, sha.fullRoot(tile, at, count), 0);
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
