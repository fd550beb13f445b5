package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.astragal.ledger.LogTiles.ForgedException;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: of a published log nothing is given out that is not under the root of the checkpoint. */
final class LogTilesTest {
  /** Tiles and bundles of a log by path, made by the definition of the tree. */
  private static final class Site implements LogTiles.Source {
    private final Map<String, byte[]> resources = new HashMap<>();
    private final TreeSet<String> read = new TreeSet<>();
    private final CompactRange tree = new CompactRange();
    private final int size;

    Site(int size) {
      this.size = size;
      var level = new ArrayList<Hash>();
      for (var i = 0; i < size; i++) {
        level.add(Hash.leaf(record(i)));
        tree.append(level.getLast());
      }
      bundles();
      for (var height = 0; !level.isEmpty(); height++) {
        for (var from = 0; from < level.size(); from += 256) {
          tile(height, from / 256, level.subList(from, Math.min(from + 256, level.size())));
        }
        var above = new ArrayList<Hash>();
        for (var from = 0; from + 256 <= level.size(); from += 256) {
          var subtree = new CompactRange();
          level.subList(from, from + 256).forEach(subtree::append);
          above.add(subtree.root());
        }
        level = above;
      }
    }

    static byte[] record(int i) {
      return ("record " + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void tile(int height, int index, List<Hash> hashes) {
      var bytes = new ByteArrayOutputStream();
      hashes.forEach(hash -> bytes.writeBytes(hash.bytes()));
      put("tile/" + height + "/", index, hashes.size(), bytes);
    }

    private void bundles() {
      for (var from = 0; from < size; from += 256) {
        var bytes = new ByteArrayOutputStream();
        var width = Math.min(256, size - from);
        for (var i = from; i < from + width; i++) {
          bytes.write(0);
          bytes.write(record(i).length);
          bytes.writeBytes(record(i));
        }
        put("tile/entries/", from / 256, width, bytes);
      }
    }

    private void put(String kind, int index, int width, ByteArrayOutputStream bytes) {
      // Small enough for one group before the last.
      var name =
          (index < 1000 ? "" : "x%03d/".formatted(index / 1000)) + "%03d".formatted(index % 1000);
      resources.put(kind + name + (width == 256 ? "" : ".p/" + width), bytes.toByteArray());
    }

    @Override
    public byte[] read(String path, LogTiles.Holds holds) throws IOException {
      read.add(path);
      var bytes = resources.get(path);
      if (bytes == null) {
        throw new IOException("nothing at " + path);
      }
      if (!holds.test(bytes)) {
        throw ForgedException.of(path);
      }
      return bytes;
    }

    void readAll() throws IOException, InterruptedException {
      var tiles = LogTiles.open(this, size, tree.root());
      var next = 0;
      for (var n = 0L; n < tiles.bundles(); n++) {
        for (var record : tiles.records(n)) {
          assertArrayEquals(record(next), record);
          next++;
        }
      }
      assertEquals(size, next);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 66_049})
  void everyRecordIsGivenOut(int size) throws Exception {
    var site = new Site(size);
    site.readAll();
    assertEquals(site.resources.keySet(), site.read, "nothing is left unread");
  }

  /** Of every kind of resource, every byte. */
  @Test
  void noByteCanBeAnother() throws Exception {
    var site = new Site(66_049);
    for (var path :
        List.of(
            "tile/0/000",
            "tile/0/255",
            "tile/0/256",
            "tile/0/258.p/1",
            "tile/1/000",
            "tile/1/001.p/2",
            "tile/2/000.p/1",
            "tile/entries/000",
            "tile/entries/257",
            "tile/entries/258.p/1")) {
      var good = site.resources.get(path);
      for (var at : new TreeSet<>(List.of(0, 1, good.length / 2, good.length - 1))) {
        var bad = good.clone();
        bad[at] ^= 1;
        site.resources.put(path, bad);
        var e = assertThrows(ForgedException.class, site::readAll, () -> path + " at " + at);
        assertTrue(String.valueOf(e.getMessage()).contains("not under the root"), e.getMessage());
      }
      site.resources.put(path, java.util.Arrays.copyOf(good, good.length - 1));
      assertThrows(ForgedException.class, site::readAll, () -> path + " is cut off");
      site.resources.put(path, java.util.Arrays.copyOf(good, good.length + 1));
      assertThrows(ForgedException.class, site::readAll, () -> path + " goes on");
      site.resources.put(path, good);
    }
    site.readAll();
  }

  @Test
  void anotherRootIsRefusedAtOnce() {
    var site = new Site(300);
    assertThrows(ForgedException.class, () -> LogTiles.open(site, 300, new Site(299).tree.root()));
    assertThrows(IOException.class, () -> LogTiles.open(site, 301, site.tree.root()));
  }
}
