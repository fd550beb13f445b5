package org.astragal.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** A private key in a file of its own: PKCS#8 in PEM (RFC 7468, 10), mode 0600. */
public final class PrivateKeyFile {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int LINE = 64;

  private PrivateKeyFile() {}

  /**
   * Reads a key.
   *
   * @return PKCS#8; the caller clears the array
   * @throws ConfigException as {@link Secrets#read}
   * @throws IllegalArgumentException if it is not PEM
   */
  public static byte[] read(Path file) throws ConfigException {
    char[] text = Secrets.read(file);
    try {
      return decode(text);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  /**
   * Writes a new key, to the disk.
   *
   * @param encoded PKCS#8; the caller clears the array
   * @throws java.nio.file.FileAlreadyExistsException if there is a file: no key is overwritten
   * @throws IOException if it cannot be written
   */
  public static void create(Path file, byte[] encoded) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    byte[] pem = encode(encoded);
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(pem);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static byte[] decode(char[] text) {
    int begin = indexOf(text, BEGIN) + BEGIN.length();
    int end = indexOf(text, END);
    if (end < begin) {
      throw new IllegalArgumentException("no PEM");
    }
    byte[] base64 = new byte[end - begin];
    for (int i = 0; i < base64.length; i++) {
      base64[i] = (byte) text[begin + i];
    }
    try {
      return Base64.getMimeDecoder().decode(base64);
    } finally {
      Arrays.fill(base64, (byte) 0);
    }
  }

  private static int indexOf(char[] text, String what) {
    for (int i = 0; i + what.length() <= text.length; i++) {
      if (CharBuffer.wrap(text, i, what.length()).compareTo(CharBuffer.wrap(what)) == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no PEM");
  }

  private static byte[] encode(byte[] encoded) {
    byte[] base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(encoded);
    byte[] begin = (BEGIN + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] end = ("\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      return ByteBuffer.allocate(begin.length + base64.length + end.length)
          .put(begin)
          .put(base64)
          .put(end)
          .array();
    } finally {
      Arrays.fill(base64, (byte) 0);
    }
  }
}
