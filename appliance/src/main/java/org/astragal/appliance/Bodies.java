package org.astragal.appliance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bodies that are in memory, bounded in sum: each alone may be large, and many may come at one
 * time.
 *
 * <p>Thread safety: for any threads; what {@link #none} gives is for one.
 */
final class Bodies {
  /** A longer body gets its memory as it comes: a length is easily claimed. */
  private static final int STEP = 64 << 10;

  private final AtomicLong free;

  /** Creates one with room for {@code bytes}. */
  Bodies(long bytes) {
    free = new AtomicLong(bytes);
  }

  /** {@return the room of one request, which has taken nothing yet} */
  Held none() {
    return new Held();
  }

  /** What one request has taken; given back when it is closed. */
  final class Held implements AutoCloseable {
    private long held;

    /**
     * Reads a body. What is too long, or finds no room, is read to its end and thrown away, because
     * a connection that is closed on unread bytes loses the answer.
     *
     * @param declared its length, if it says one
     * @param limit most bytes to take
     * @throws ProblemException if there are more, or no room for them
     */
    byte[] read(InputStream in, OptionalLong declared, int limit)
        throws ProblemException, IOException {
      try {
        if (declared.isPresent() && declared.getAsLong() <= Math.min(limit, STEP)) {
          byte[] body = new byte[take((int) declared.getAsLong())];
          int read = in.readNBytes(body, 0, body.length);
          return read == body.length ? body : Arrays.copyOf(body, read);
        }
        return grow(in, limit);
      } catch (ProblemException e) {
        in.transferTo(OutputStream.nullOutputStream());
        throw e;
      }
    }

    private byte[] grow(InputStream in, int limit) throws ProblemException, IOException {
      var body = new ByteArrayOutputStream(STEP);
      while (true) {
        byte[] step = in.readNBytes(Math.min(STEP, limit + 1 - body.size()));
        body.writeBytes(step);
        if (body.size() > limit) {
          throw new ProblemException(
              ProblemType.BODY_TOO_LARGE, "Send at most " + limit + " bytes; nothing was drawn.");
        }
        take(step.length);
        if (step.length < STEP) {
          return body.toByteArray();
        }
      }
    }

    private int take(int bytes) throws ProblemException {
      if (free.addAndGet(-bytes) < 0) {
        free.addAndGet(bytes);
        throw new ProblemException(
            ProblemType.BUSY, "Retry later: too many bodies are read at one time.");
      }
      held += bytes;
      return bytes;
    }

    @Override
    public void close() {
      if (held > 0) {
        free.addAndGet(held);
        held = 0;
      }
    }
  }
}
