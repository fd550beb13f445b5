package org.astragal.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Something read from the books at most once in a while, however many ask. Thread-safe: while one
 * reads, others wait for what it finds.
 */
final class Fresh<T> {
  private final Source<T> source;
  private final long nanos;
  private final LongSupplier clock;
  private Optional<T> value = Optional.empty();
  private long at;

  /** Reads anew. */
  @FunctionalInterface
  interface Source<T> {
    T read() throws StoreException;
  }

  Fresh(Duration life, LongSupplier clock, Source<T> source) {
    this.source = source;
    this.nanos = life.toNanos();
    this.clock = clock;
  }

  /** {@return what was read, not longer ago than its life} */
  synchronized T get() throws StoreException {
    if (value.isPresent() && clock.getAsLong() - at < nanos) {
      return value.get();
    }
    var read = source.read();
    value = Optional.of(read);
    at = clock.getAsLong();
    return read;
  }
}
