package org.astragal.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Game;
import org.junit.jupiter.api.Test;

/**
 * Goal: a pack that is loaded takes less than 10 MB, so that versions can run side by side. Counted
 * is what stays on the heap, and what the JVM keeps of the classes.
 */
final class PackMemoryTest {
  private static final int PACKS = 10;
  private static final long LIMIT = 10_000_000;

  @Test
  void aLoadedPackTakesLessThanTenMegabytes() throws Exception {
    byte[] jar = Forge.genuine();
    var loaded = new ArrayList<LoadedPack>();
    // What the first one brings along is the program's, not the pack's.
    load(jar, loaded);
    long heap = heap();
    long classes = classes();
    for (int i = 0; i < PACKS; i++) {
      load(jar, loaded);
    }
    long heapEach = (heap() - heap) / PACKS;
    long classesEach = (classes() - classes) / PACKS;
    System.out.printf(
        "a loaded pack: %,d bytes of heap, %,d bytes of classes%n", heapEach, classesEach);
    assertTrue(heapEach + classesEach < LIMIT, heapEach + " + " + classesEach);
    assertTrue(heapEach > jar.length / 2, "the measure measures: " + heapEach);
    assertEquals(1 + PACKS, loaded.size());
  }

  private static void load(byte[] jar, List<LoadedPack> loaded) throws PackException {
    LoadedPack pack = LoadedPack.of(Forge.VERIFIER.verify(jar.clone()));
    for (Game game : pack.games()) {
      // Everything that a game initialises once.
      assertTrue(!game.figures(game.defaultTerms()).isEmpty() && game.plan().bounds().draws() > 0);
      assertTrue(game.maximumRecordBytes(List.of()) > 0);
    }
    loaded.add(pack);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long classes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
        .sum();
  }
}
