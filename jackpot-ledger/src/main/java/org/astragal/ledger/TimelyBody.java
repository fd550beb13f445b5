package org.astragal.ledger;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body that must arrive in time: all waiting for its bytes together is limited, however few come
 * at once. What the reader does in between does not count. {@link BoundedReads} ends each single
 * read; Helidon 4.2 tells of a sender that is gone with an exception of its own. Used by one
 * thread.
 */
final class TimelyBody extends FilterInputStream {
  private final Duration limit;
  private final LongSupplier nanoTime;
  private long waited;
  private boolean broken;

  /**
   * Creates one.
   *
   * @param body whose reads end at the latest after {@code limit} each
   * @param limit longest wait for all of it
   * @param nanoTime as {@link System#nanoTime}
   */
  TimelyBody(InputStream body, Duration limit, LongSupplier nanoTime) {
    super(body);
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (broken) {
      // Who waited once for nothing does not wait again.
      throw new IOException("the body broke off before");
    }
    broken = true;
    var began = nanoTime.getAsLong();
    int count;
    try {
      count = in.read(to, offset, length);
    } catch (RuntimeException e) {
      throw new IOException("the sender is gone or silent", e);
    }
    waited += nanoTime.getAsLong() - began;
    if (waited > limit.toNanos()) {
      throw new IOException("not all of it has come within " + limit.toSeconds() + " s");
    }
    broken = false;
    return count;
  }
}
