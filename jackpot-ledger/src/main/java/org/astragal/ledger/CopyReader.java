package org.astragal.ledger;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
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
  private static final int BUFFER = 1 << 16;
  private static final int MAX_ROW = 64 << 20;
  private static final int MAX_FIELDS = 64;

  private final String file;
  private final DataInputStream in;
  private byte[] row = new byte[1024];
  private boolean ended;

  private CopyReader(String file, InputStream in) {
    this.file = file;
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
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
      if (!CopyRows.isHeader(reader.in.readNBytes(CopyRows.HEADER))) {
        throw new IOException(file + " is not in PostgreSQL's binary COPY format");
      }
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
    var fields = in.readShort();
    if (fields == -1) {
      ended = true;
      return Optional.empty();
    }
    if (fields < 0 || fields > MAX_FIELDS) {
      throw new IOException(file + ": a row of " + fields + " fields");
    }
    var length = Short.BYTES;
    ByteBuffer.wrap(row).putShort(fields);
    for (var i = 0; i < fields; i++) {
      var size = in.readInt();
      var bytes = Math.max(size, 0);
      if (size < -1 || bytes > MAX_ROW - length) {
        throw new IOException(file + ": a field of " + size + " bytes");
      }
      if (row.length - length < Integer.BYTES + bytes) {
        row = Arrays.copyOf(row, Math.max(2 * row.length, length + Integer.BYTES + bytes));
      }
      ByteBuffer.wrap(row).putInt(length, size);
      in.readFully(row, length + Integer.BYTES, bytes);
      length += Integer.BYTES + bytes;
    }
    return Optional.of(Arrays.copyOf(row, length));
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
