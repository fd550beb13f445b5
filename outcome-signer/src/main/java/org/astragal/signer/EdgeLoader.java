package org.astragal.signer;

import java.util.Arrays;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.Store.Family;

/** Recomputes the right edge of a stored tree from its last records and tiles. */
final class EdgeLoader {
  private EdgeLoader() {}

  /**
   * {@return the edge}
   *
   * @throws LogException if a record or tile that it needs is missing, or there is one too many
   */
  static TreeEdge load(Store store) throws LogException {
    byte[] last = store.lastKey(Family.RECORDS);
    if (last == null) {
      throw new LogException(Fault.DAMAGED, "the store holds no record");
    }
    long size = Keys.number(last) + 1;
    var sha = new Sha();
    byte[][] tiles = new byte[TreeEdge.LEVELS][TreeEdge.TILE_BYTES];
    long complete = size / TreeEdge.WIDTH;
    for (long seq = complete * TreeEdge.WIDTH; seq < size; seq++) {
      byte[] leaf = sha.leaf(store.record(seq));
      int at = (int) (seq % TreeEdge.WIDTH) * Sha.BYTES;
      System.arraycopy(leaf, 0, tiles[0], at, Sha.BYTES);
    }
    for (int level = 0; level < TreeEdge.LEVELS; level++) {
      checkCount(store, level, complete);
      long above = complete / TreeEdge.WIDTH;
      if (level + 1 < TreeEdge.LEVELS) {
        for (long index = above * TreeEdge.WIDTH; index < complete; index++) {
          byte[] root = sha.fullRoot(store.tile(level, index), 0, TreeEdge.WIDTH);
          int at = (int) (index % TreeEdge.WIDTH) * Sha.BYTES;
          System.arraycopy(root, 0, tiles[level + 1], at, Sha.BYTES);
        }
      }
      complete = above;
    }
    return new TreeEdge(size, tiles);
  }

  /** The last tile of a level must be there, and none after it. */
  private static void checkCount(Store store, int level, long count) throws LogException {
    if (count > 0) {
      store.tile(level, count - 1);
    }
    byte[] beyond = Keys.tile(level, count);
    store.scan(
        Family.TILES,
        beyond,
        (key, value) -> {
          if (key.length == beyond.length && key[0] == level) {
            throw new LogException(
                Fault.DAMAGED,
                "tile "
                    + level
                    + "/"
                    + Keys.number(Arrays.copyOfRange(key, 1, key.length))
                    + " is stored, but its records are lost");
          }
          return false;
        });
  }
}
