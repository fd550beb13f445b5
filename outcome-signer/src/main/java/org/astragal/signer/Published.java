package org.astragal.signer;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SignedNote;

/**
 * What others may see of the log: never more than the newest checkpoint covers.
 *
 * <p>Thread safety: any thread.
 *
 * @spec tlog-tiles.html#parameters c2sp.org/tlog-tiles, Parameters
 */
final class Published {
  /** Highest tile level that the format knows. */
  private static final int MAX_LEVEL = 63;

  private static final int LEVEL_BITS = 8;

  private final String origin;
  private final Store store;
  private final Tree tree;
  private final Head head;
  private final Keyring keys;

  Published(String origin, Store store, Tree tree, Head head, Keyring keys) {
    this.origin = origin;
    this.store = store;
    this.tree = tree;
    this.head = head;
    this.keys = keys;
  }

  Optional<byte[]> tile(int level, long index, int width) throws LogException {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level must be 0 to 63: " + level);
    }
    long hashes = level < TreeEdge.LEVELS ? head.size() >>> (LEVEL_BITS * level) : 0;
    return covered(index, width, hashes)
        ? Optional.of(tree.tile(level, index, width))
        : Optional.empty();
  }

  Optional<byte[]> entries(long index, int width) throws LogException {
    if (!covered(index, width, head.size())) {
      return Optional.empty();
    }
    long first = index * TreeEdge.WIDTH;
    var out = new ByteArrayOutputStream();
    store.scan(
        Store.Family.RECORDS,
        Keys.number(first),
        (key, record) -> {
          long seq = Keys.number(key);
          if (seq >= first + width) {
            return false;
          }
          out.write(record.length >>> Byte.SIZE);
          out.write(record.length);
          out.writeBytes(record);
          return true;
        });
    return Optional.of(out.toByteArray());
  }

  Optional<Receipt> receipt(long seq) throws LogException {
    Head.At at = head.at();
    return seq < 0 || seq >= at.size()
        ? Optional.empty()
        : Optional.of(Receipt.of(seq, tree.path(seq, at.size()), at.note()));
  }

  private static boolean covered(long index, int width, long available) {
    if (index < 0 || width < 1 || width > TreeEdge.WIDTH) {
      throw new IllegalArgumentException(
          "an index is not negative and a width is 1 to 256: " + index + ", " + width);
    }
    return index <= available / TreeEdge.WIDTH && index * TreeEdge.WIDTH + width <= available;
  }

  WitnessResult checkAgainst(SignedNote theirs) throws LogException {
    return new Comparison(origin, keys).with(theirs, head.size(), tree::root);
  }
}
