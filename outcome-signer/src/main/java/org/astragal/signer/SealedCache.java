package org.astragal.signer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The newest sealed outcomes, so that a forwarder that keeps up, and a retry soon after, cost
 * nothing. Bounded in bytes; the oldest go first.
 *
 * <p>Thread safety: {@link #add} by one thread, {@link #find} by any.
 */
final class SealedCache {
  private final ConcurrentSkipListMap<Long, SealedBatch> batches = new ConcurrentSkipListMap<>();
  private final long limit;
  private long bytes;

  SealedCache(long limit) {
    this.limit = limit;
  }

  /** Adds a batch that begins where the one before ended. */
  void add(SealedBatch batch) {
    batches.put(batch.start(), batch);
    bytes += batch.bytes();
    while (bytes > limit) {
      Map.Entry<Long, SealedBatch> oldest = batches.pollFirstEntry();
      if (oldest == null) {
        return;
      }
      bytes -= oldest.getValue().bytes();
    }
  }

  /** {@return the batch with a record, if it is still here} */
  Optional<SealedBatch> find(long seq) {
    return Optional.ofNullable(batches.floorEntry(seq))
        .map(Map.Entry::getValue)
        .filter(batch -> seq < batch.end());
  }
}
