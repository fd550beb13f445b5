package org.astragal.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Hash;

/**
 * A published log of c2sp.org/tlog-tiles, read from anywhere and held against a checkpoint: nothing
 * is given out that is not under its root. Holds one tile of each level. Used by one thread.
 *
 * @spec https://c2sp.org/tlog-tiles C2SP tlog-tiles, HTTP interface
 */
final class LogTiles {
  /** Hashes of a full tile, and records of a full bundle. */
  static final int WIDTH = 256;

  private static final String BUNDLES = "tile/entries/";
  private static final String PARTIAL = ".p/";
  private static final int HEIGHT = 8;

  /** Levels that a tree of 2^63 leaves has. */
  private static final int LEVELS = 8;

  private static final int MAX_RECORD = 65_535;

  /** Longest bundle, bytes. */
  static final int MAX_BUNDLE = WIDTH * (Short.BYTES + MAX_RECORD);

  private final Source source;
  private final long size;

  /** By level: the tile at the right edge, as far as it is not full. */
  private final List<Optional<Tile>> edge = new ArrayList<>();

  /** By level: the full tile that was looked at last. */
  private final List<Optional<Tile>> last = new ArrayList<>();

  private record Tile(long index, List<Hash> hashes) {}

  private LogTiles(Source source, long size) {
    this.source = source;
    this.size = size;
  }

  /** Where tiles and bundles come from. */
  interface Source {
    /**
     * {@return the bytes of a resource that {@code holds} accepts}
     *
     * @param path below the log, such as {@code tile/0/x001/067}
     * @param holds whether bytes are what they should be
     * @throws ForgedException if what is there is not
     * @throws IOException if nothing is there
     */
    byte[] read(String path, Holds holds) throws IOException, InterruptedException;
  }

  /** Whether bytes are under the checkpoint. */
  @FunctionalInterface
  interface Holds {
    boolean test(byte[] bytes);
  }

  /** What is there is not under the checkpoint. */
  static final class ForgedException extends IOException {
    private static final long serialVersionUID = 1L;

    ForgedException(String what) {
      super(what);
    }

    static ForgedException of(String what) {
      return new ForgedException(what + " is not under the root of the signed checkpoint");
    }
  }

  /**
   * Opens the tree of a checkpoint whose signature was verified.
   *
   * @throws ForgedException if the tiles at its right edge do not give its root
   */
  static LogTiles open(Source source, long size, Hash root)
      throws IOException, InterruptedException {
    var tiles = new LogTiles(source, size);
    for (var level = 0; level < LEVELS && size >>> (HEIGHT * level) > 0; level++) {
      var count = size >>> (HEIGHT * level);
      var width = (int) (count % WIDTH);
      var index = count / WIDTH;
      tiles.last.add(Optional.empty());
      tiles.edge.add(
          width == 0
              ? Optional.empty()
              : Optional.of(
                  new Tile(
                      index,
                      hashes(source.read(path(level, index, width), b -> hasSize(b, width))))));
    }
    if (!tiles.edgeRoot().equals(root)) {
      throw ForgedException.of("the right edge of the tree of " + size + " records");
    }
    return tiles;
  }

  private static boolean hasSize(byte[] bytes, int width) {
    return bytes.length == width * Hash.BYTES;
  }

  /** RFC 9162 2.1.1: the roots of the full subtrees, smallest first, folded from the right. */
  private Hash edgeRoot() {
    var root = Optional.<Hash>empty();
    for (var tile : edge) {
      var hashes = tile.map(Tile::hashes).orElse(List.of());
      for (var end = hashes.size(); end > 0; end -= Integer.lowestOneBit(end)) {
        var peak = root(hashes.subList(end - Integer.lowestOneBit(end), end));
        root = Optional.of(root.map(right -> Hash.node(peak, right)).orElse(peak));
      }
    }
    return root.orElse(Hash.EMPTY_ROOT);
  }

  /** {@return the root over hashes of a full subtree, a power of two of them} */
  private static Hash root(List<Hash> hashes) {
    var level = hashes;
    while (level.size() > 1) {
      var above = new ArrayList<Hash>(level.size() / 2);
      for (var i = 0; i < level.size(); i += 2) {
        above.add(Hash.node(level.get(i), level.get(i + 1)));
      }
      level = above;
    }
    return level.getFirst();
  }

  private static List<Hash> hashes(byte[] bytes) {
    var hashes = new ArrayList<Hash>(bytes.length / Hash.BYTES);
    for (var at = 0; at < bytes.length; at += Hash.BYTES) {
      hashes.add(Hash.of(Arrays.copyOfRange(bytes, at, at + Hash.BYTES)));
    }
    return hashes;
  }

  /** {@return the bundles of the log} */
  long bundles() {
    return (size + WIDTH - 1) / WIDTH;
  }

  /** {@return the records of a bundle} */
  int width(long bundle) {
    return (int) Math.min(WIDTH, size - bundle * WIDTH);
  }

  /** {@return the leaves of the records of a bundle, which are under the checkpoint} */
  List<Hash> leaves(long bundle) throws IOException, InterruptedException {
    return tile(0, bundle);
  }

  /** {@return whether a path is that of records} */
  static boolean isBundle(String path) {
    return path.startsWith(BUNDLES);
  }

  /** {@return whether a path is that of hashes which only the root itself is above} */
  static boolean isEdge(String path) {
    return !isBundle(path) && path.contains(PARTIAL);
  }

  /** {@return where a bundle is} */
  String path(long bundle) {
    return BUNDLES + name(bundle) + partial(width(bundle));
  }

  /**
   * {@return the records of a bundle}
   *
   * @throws ForgedException if one of them is not under the checkpoint
   */
  List<byte[]> records(long bundle) throws IOException, InterruptedException {
    var leaves = leaves(bundle);
    return split(source.read(path(bundle), bytes -> isOf(bytes, leaves)), leaves.size())
        .orElseThrow();
  }

  private static boolean isOf(byte[] bundle, List<Hash> leaves) {
    var at = 0;
    for (var leaf : leaves) {
      var length = length(bundle, at);
      if (length < 0 || !Hash.leaf(bundle, at + Short.BYTES, length).equals(leaf)) {
        return false;
      }
      at += Short.BYTES + length;
    }
    return at == bundle.length;
  }

  private static int length(byte[] bundle, int at) {
    if (bundle.length - at < Short.BYTES) {
      return -1;
    }
    var length = Short.toUnsignedInt(ByteBuffer.wrap(bundle).getShort(at));
    return length <= bundle.length - at - Short.BYTES ? length : -1;
  }

  private static Optional<List<byte[]>> split(byte[] bundle, int width) {
    var records = new ArrayList<byte[]>(width);
    for (var at = 0; at < bundle.length; ) {
      var length = length(bundle, at);
      if (length < 0) {
        return Optional.empty();
      }
      records.add(Arrays.copyOfRange(bundle, at + Short.BYTES, at + Short.BYTES + length));
      at += Short.BYTES + length;
    }
    return Optional.of(records);
  }

  /** The hashes of a tile: at the edge known, elsewhere held against the one above. */
  private List<Hash> tile(int level, long index) throws IOException, InterruptedException {
    var atEdge = edge.get(level);
    if (atEdge.isPresent() && atEdge.get().index() == index) {
      return atEdge.get().hashes();
    }
    var known = last.get(level);
    if (known.isPresent() && known.get().index() == index) {
      return known.get().hashes();
    }
    var above = tile(level + 1, index / WIDTH).get((int) (index % WIDTH));
    var bytes =
        source.read(
            path(level, index, WIDTH), b -> hasSize(b, WIDTH) && root(hashes(b)).equals(above));
    var hashes = hashes(bytes);
    last.set(level, Optional.of(new Tile(index, hashes)));
    return hashes;
  }

  private static String path(int level, long index, int width) {
    return "tile/" + level + "/" + name(index) + partial(width);
  }

  private static String partial(int width) {
    return width == WIDTH ? "" : PARTIAL + width;
  }

  /** Groups of three digits, all but the last with an x before them. */
  private static String name(long index) {
    var name = new StringBuilder("%03d".formatted(index % 1000));
    for (var rest = index / 1000; rest > 0; rest /= 1000) {
      name.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return name.toString();
  }
}
