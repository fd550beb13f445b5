package org.astragal.signer;

import java.util.Arrays;

/**
 * The right edge of the log's tree: at each tile level the tile that is not complete yet. Complete
 * tiles go to the store, in the same batch as the record that completes them.
 *
 * <p>Thread safety: {@link #append} by one thread; a {@link View} by any, once it was safely
 * published.
 *
 * @spec tlog-tiles.html#merkle-tree c2sp.org/tlog-tiles, Merkle tree
 */
final class TreeEdge {
  /** Hashes in a complete tile. */
  static final int WIDTH = 256;

  /** Bytes of a complete tile. */
  static final int TILE_BYTES = WIDTH * Sha.BYTES;

  /** Tile levels that are kept: enough for 2^56 leaves. */
  static final int LEVELS = 7;

  private static final int LEVEL_BITS = 8;

  /** Takes the tiles that are now complete. */
  @FunctionalInterface
  interface TileSink {
    /** Takes tile {@code index} of a level: {@link #TILE_BYTES} bytes that will not change. */
    void complete(int level, long index, byte[] tile) throws LogException;
  }

  /**
   * The edge at one size. The arrays go on growing behind it; the hashes that belong to {@link
   * #size} never change.
   */
  static final class View {
    private final long size;
    private final byte[][] tiles;

    private View(long size, byte[][] tiles) {
      this.size = size;
      this.tiles = tiles;
    }

    /** {@return leaves in the tree} */
    long size() {
      return size;
    }

    /** {@return the incomplete tile of a level, read-only; only {@link #filled} hashes count} */
    byte[] tile(int level) {
      return tiles[level];
    }

    /** {@return the index of the incomplete tile of a level} */
    long index(int level) {
      return size >>> (LEVEL_BITS * (level + 1));
    }

    /** {@return hashes in the incomplete tile of a level, 0 to 255} */
    int filled(int level) {
      return (int) (size >>> (LEVEL_BITS * level)) & (WIDTH - 1);
    }
  }

  private final byte[][] tiles = new byte[LEVELS][TILE_BYTES];
  private final Sha sha = new Sha();
  private long size;

  /** Creates the edge of an empty tree. */
  TreeEdge() {}

  /**
   * Creates the edge of a stored tree.
   *
   * @param size its leaves
   * @param tiles the incomplete tile of each level, {@link #TILE_BYTES} bytes each; copied
   */
  TreeEdge(long size, byte[][] tiles) {
    this.size = size;
    for (int level = 0; level < LEVELS; level++) {
      this.tiles[level] = tiles[level].clone();
    }
  }

  /** {@return leaves in the tree} */
  long size() {
    return size;
  }

  /** Adds a leaf; {@code sink} gets each tile that it completes. */
  void append(byte[] leaf, TileSink sink) throws LogException {
    byte[] hash = leaf;
    for (int level = 0; level < LEVELS; level++) {
      int at = (int) (size >>> (LEVEL_BITS * level)) & (WIDTH - 1);
      System.arraycopy(hash, 0, tiles[level], at * Sha.BYTES, Sha.BYTES);
      if (at != WIDTH - 1) {
        break;
      }
      byte[] complete = tiles[level];
      sink.complete(level, size >>> (LEVEL_BITS * (level + 1)), complete);
      hash = sha.fullRoot(complete, 0, WIDTH);
      // A new array, so that views that hold the complete tile never see it change.
      tiles[level] = new byte[TILE_BYTES];
    }
    size++;
  }

  /** {@return the edge as it is now} */
  View view() {
    return new View(size, Arrays.copyOf(tiles, LEVELS));
  }
}
