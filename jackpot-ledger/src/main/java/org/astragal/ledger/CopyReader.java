package org.astragal.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a file in PostgreSQL's binary COPY format, as {@link CopyRows} writes them. Used by one
 * thread.
 */
final class CopyReader implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int MAX_ROW = 64 << 20;
  private static final int MAX_FIELDS = 64;

  private final String file;
  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private boolean ended;

  private CopyReader(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read, or is none of that format
   */
  static CopyReader open(Path file) throws IOException {
    return of(file.toString(), Files.newInputStream(file));
  }

  /**
   * Reads a stream.
   *
   * @param file what to call it
   * @param in closed with this
   */
  static CopyReader of(String file, InputStream in) throws IOException {
    var reader = new CopyReader(file, in);
    try {
      if (!reader.has(CopyRows.HEADER)
          || !CopyRows.isHeader(Arrays.copyOf(reader.buffer, CopyRows.HEADER))) {
        throw new IOException(file + " is not in PostgreSQL's binary COPY format");
      }
      reader.start = CopyRows.HEADER;
      return reader;
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * {@return the bytes of the next row, the count of its fields first; empty at the end}
   *
   * @throws IOException if the file breaks off, or a row is larger than any of ours
   */
  Optional<byte[]> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    var fields = ByteBuffer.wrap(buffer).getShort(need(0, Short.BYTES));
    if (fields == -1) {
      ended = true;
      return Optional.empty();
    }
    if (fields < 0 || fields > MAX_FIELDS) {
      throw new IOException(file + ": a row of " + fields + " fields");
    }
    var length = Short.BYTES;
    for (var i = 0; i < fields; i++) {
      var at = need(length, Integer.BYTES);
      var size = ByteBuffer.wrap(buffer).getInt(at);
      var bytes = Math.max(size, 0);
      if (size < -1 || bytes > MAX_ROW - length) {
        throw new IOException(file + ": a field of " + size + " bytes");
      }
      length += Integer.BYTES + bytes;
      need(length, 0);
    }
    var row = Arrays.copyOfRange(buffer, start, start + length);
    start += length;
    return Optional.of(row);
  }

  /**
   * Passes over bytes if they come next.
   *
   * @param from of {@code bytes}
   * @param to of {@code bytes}
   * @return whether they do; else nothing has changed
   */
  boolean skip(byte[] bytes, int from, int to) throws IOException {
    if (ended
        || !has(to - from)
        || !Arrays.equals(bytes, from, to, buffer, start, start + to - from)) {
      return false;
    }
    start += to - from;
    return true;
  }

  /** {@return where bytes are that must be there, {@code offset} after the next one} */
  private int need(int offset, int bytes) throws IOException {
    if (!has(offset + bytes)) {
      throw new EOFException(file + " breaks off");
    }
    return start + offset;
  }

  /** {@return whether so many bytes come, which are in the buffer then} */
  private boolean has(int bytes) throws IOException {
    if (end - start >= bytes) {
      return true;
    }
    if (buffer.length - start < bytes) {
      var larger = bytes > buffer.length ? Math.max(2 * buffer.length, bytes) : buffer.length;
      var moved = new byte[larger];
      System.arraycopy(buffer, start, moved, 0, end - start);
      buffer = moved;
      end -= start;
      start = 0;
    }
    while (end - start < bytes) {
      var read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  /** {@return the fields of a row; null ones as empty ones} */
  static List<byte[]> fields(byte[] row) {
    var at = ByteBuffer.wrap(row);
    var fields = new ArrayList<byte[]>(at.getShort());
    while (at.hasRemaining()) {
      var field = new byte[Math.max(at.getInt(), 0)];
      at.get(field);
      fields.add(field);
    }
    return fields;
  }

  static String text(byte[] field) {
    return new String(field, StandardCharsets.UTF_8);
  }

  static long int8(byte[] field) {
    return ByteBuffer.wrap(field).getLong();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
