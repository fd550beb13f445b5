package org.astragal.rng;

import java.time.Duration;

/**
 * What waits in memory, and who waits how long.
 *
 * @param blockBytes output of a stream made at a time: 8 to 8192, a multiple of 8; also what waits
 *     until it is drawn, and is cleared as it is
 * @param prefetchBytes tested noise that a thread keeps ready, so that draws do not wait for the
 *     device: 0 for none, when each caller reads for itself, or 2048 to 2^20
 * @param patience longest wait of a caller for noise that is not ready yet; only with a prefetch
 * @param retry pause between two attempts to get a device back that went away; only with a prefetch
 * @param cycling mean pause between two turns of background cycling, or zero for none
 */
public record Buffers(
    int blockBytes, int prefetchBytes, Duration patience, Duration retry, Duration cycling) {
  /**
   * The recommended ones: blocks of 4 KiB, 64 KiB ready, callers wait up to 200 ms, two attempts a
   * second, a turn of cycling a second.
   */
  public static final Buffers USUAL =
      new Buffers(
          4096, 65_536, Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1));

  /** Refuses what is out of range. */
  public Buffers {
    if (blockBytes < 8 || blockBytes > 8192 || blockBytes % 8 != 0) {
      throw new IllegalArgumentException(
          "blockBytes must be 8 to 8192, a multiple of 8: " + blockBytes);
    }
    if (prefetchBytes != 0 && (prefetchBytes < 2048 || prefetchBytes > 1 << 20)) {
      throw new IllegalArgumentException("prefetchBytes must be 0 or 2048 to 2^20");
    }
    requireNotNegative("patience", patience);
    requireNotNegative("cycling", cycling);
    if (retry.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("retry must be at least 1 ms: " + retry);
    }
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + value);
    }
  }
}
