package org.astragal.certification;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Bits as a PNG of one bit for each pixel, a 1 black. Stored without compression, whose result
 * would depend on the version of a library.
 */
final class BitImage {
  /** RFC 2083 3.1. */
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private static final int MAX_STORED = 0xffff;

  private BitImage() {}

  /** {@return the image of rows of hexadecimal digits, {@link Portrait#SIDE} bits each} */
  static byte[] png(List<String> rows) {
    var raw = new ByteArrayOutputStream();
    for (String row : rows) {
      raw.write(0);
      for (byte b : HexFormat.of().parseHex(row)) {
        // In a PNG of grey levels, 0 is black.
        raw.write(~b);
      }
    }
    var png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    chunk(
        png,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(Portrait.SIDE)
            .putInt(rows.size())
            .put(new byte[] {1, 0, 0, 0, 0})
            .array());
    chunk(png, "IDAT", zlib(raw.toByteArray()));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] typed =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    var crc = new CRC32();
    crc.update(typed);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(typed);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** RFC 1950 with stored blocks of RFC 1951 3.2.4. */
  private static byte[] zlib(byte[] raw) {
    var out = new ByteArrayOutputStream();
    out.write(0x78);
    out.write(0x01);
    for (int at = 0; at < raw.length; at += MAX_STORED) {
      int length = Math.min(MAX_STORED, raw.length - at);
      out.write(at + length == raw.length ? 1 : 0);
      out.write(length);
      out.write(length >> 8);
      out.write(~length);
      out.write(~length >> 8);
      out.write(raw, at, length);
    }
    var adler = new Adler32();
    adler.update(raw);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) adler.getValue()).array());
    return out.toByteArray();
  }
}
