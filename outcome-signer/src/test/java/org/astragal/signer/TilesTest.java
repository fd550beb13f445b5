package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who follows the log by its tiles alone comes to the roots that it signed. */
final class TilesTest {
  @TempDir Path directory;

  /** Reads every leaf hash from level 0 as a client does: full tiles, then a partial one. */
  private static Hash rootFromTiles(OutcomeLog log, long size) throws Exception {
    var range = new CompactRange();
    while (range.size() < size) {
      int width = (int) Math.min(256, size - range.size());
      byte[] tile = log.tile(0, range.size() / 256, width).orElseThrow();
      assertEquals(width * 32, tile.length);
      for (int i = 0; i < width; i++) {
        range.append(Hash.of(Arrays.copyOfRange(tile, i * 32, i * 32 + 32)));
      }
    }
    return range.root();
  }

  private static Hash fullRoot(byte[] tile) {
    var range = new CompactRange();
    for (int i = 0; i < tile.length / 32; i++) {
      range.append(Hash.of(Arrays.copyOfRange(tile, i * 32, i * 32 + 32)));
    }
    return range.root();
  }

  @Test
  void tilesAndBundlesLeadToTheSignedRoot() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 700);
      check(log);
    }
    try (OutcomeLog log = site.open()) {
      check(log);
    }
  }

  @Test
  void everyRecordHasAReceiptUnderTheNewestCheckpoint() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      for (int size : new int[] {1, 2, 3, 255, 256, 257, 511, 700}) {
        while (log.size() < size) {
          TestLog.sealed(log, Rounds.intent((int) log.size()));
        }
        checkReceipts(site, log);
      }
      assertEquals(Optional.empty(), log.latestReceipt(-1));
      assertEquals(Optional.empty(), log.latestReceipt(log.size()));
    }
  }

  private static void checkReceipts(TestLog site, OutcomeLog log) throws Exception {
    var verifier = new OutcomeVerifier(site.policy());
    for (long seq = 0; seq < log.size(); seq++) {
      Receipt receipt = log.latestReceipt(seq).orElseThrow();
      assertEquals(log.head().text(), receipt.checkpoint().text());
      byte[] record = log.bySeq(seq).orElseThrow().record();
      assertInstanceOf(SealVerdict.Intact.class, verifier.verifySealOnly(record, receipt));
    }
  }

  private static void check(OutcomeLog log) throws Exception {
    Checkpoint head = Checkpoint.parse(log.head().text());
    assertEquals(701, head.size());
    assertEquals(head.root(), rootFromTiles(log, 701));
    byte[] above = log.tile(1, 0, 2).orElseThrow();
    for (int n = 0; n < 2; n++) {
      byte[] tile = log.tile(0, n, 256).orElseThrow();
      assertEquals(Hash.of(Arrays.copyOfRange(above, n * 32, n * 32 + 32)), fullRoot(tile));
    }
    long seq = 0;
    for (int n = 0; n < 3; n++) {
      int width = n < 2 ? 256 : 701 - 512;
      byte[] hashes = log.tile(0, n, width).orElseThrow();
      ByteBuffer bundle = ByteBuffer.wrap(log.entries(n, width).orElseThrow());
      for (int i = 0; i < width; i++) {
        byte[] record = new byte[Short.toUnsignedInt(bundle.getShort())];
        bundle.get(record);
        assertArrayEquals(log.bySeq(seq++).orElseThrow().record(), record);
        assertEquals(Hash.of(Arrays.copyOfRange(hashes, i * 32, i * 32 + 32)), Hash.leaf(record));
      }
      assertEquals(0, bundle.remaining());
    }
  }

  @Test
  void nothingBeyondTheHeadIsServed() throws Exception {
    var site = new TestLog(directory);
    try (OutcomeLog log = site.create()) {
      site.sealMany(log, 299);
      assertEquals(300, log.size());
      assertEquals(Optional.empty(), log.tile(0, 1, 45));
      assertEquals(44 * 32, log.tile(0, 1, 44).orElseThrow().length);
      assertEquals(Optional.empty(), log.tile(0, 1, 256));
      assertEquals(Optional.empty(), log.tile(0, 2, 1));
      assertEquals(Optional.empty(), log.tile(1, 0, 2));
      assertEquals(32, log.tile(1, 0, 1).orElseThrow().length);
      assertEquals(Optional.empty(), log.tile(2, 0, 1));
      assertEquals(Optional.empty(), log.tile(63, 0, 1));
      assertEquals(Optional.empty(), log.entries(1, 45));
      assertEquals(Optional.empty(), log.entries(Long.MAX_VALUE / 256, 256));
      assertEquals(Optional.empty(), log.tile(0, Long.MAX_VALUE, 256));
      assertThrows(IllegalArgumentException.class, () -> log.tile(64, 0, 1));
      assertThrows(IllegalArgumentException.class, () -> log.tile(0, -1, 1));
      assertThrows(IllegalArgumentException.class, () -> log.tile(0, 0, 0));
      assertThrows(IllegalArgumentException.class, () -> log.entries(0, 257));
    }
  }

  /** 65 536 leaves fill a tile of level 1; the store sees it, and a start recomputes the edge. */
  @Test
  void treesOfEverySizeAroundAFullTileOfLevelOne() throws Exception {
    NativeLibrary.load(Optional.empty(), directory);
    Path path = Files.createDirectory(directory.resolve("store"));
    var sha = new Sha();
    var edge = new TreeEdge();
    var range = new CompactRange();
    List<Hash> roots = new ArrayList<>();
    int start = 65_536 - 300;
    int end = 65_536 + 300;
    try (Store store = Store.open(path, true);
        StoreBatch batch = store.batch()) {
      for (int seq = 0; seq < end; seq++) {
        byte[] record = ByteBuffer.allocate(4).putInt(seq).array();
        batch.record(seq, record);
        byte[] leaf = sha.leaf(record);
        edge.append(leaf, batch::tile);
        range.append(Hash.of(leaf));
        if (seq + 1 >= start) {
          roots.add(range.root());
        }
      }
      store.write(batch);
      var tree = new Tree(store, edge.view());
      for (int size = start; size <= end; size++) {
        assertEquals(roots.get(size - start), tree.root(size));
      }
      assertArrayEquals(
          tree.leaves(255, 600), new Tree(store, EdgeLoader.load(store).view()).leaves(255, 600));
      TreeEdge loaded = EdgeLoader.load(store);
      assertEquals(edge.size(), loaded.size());
      for (int level = 0; level < TreeEdge.LEVELS; level++) {
        int filled = edge.view().filled(level) * 32;
        assertArrayEquals(
            Arrays.copyOf(edge.view().tile(level), filled),
            Arrays.copyOf(loaded.view().tile(level), filled));
      }
    }
  }
}
