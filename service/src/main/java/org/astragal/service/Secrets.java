package org.astragal.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Reads passwords from files that only their owner can read. */
public final class Secrets {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** No password is longer; a larger file is a mistake. */
  private static final int MAX_BYTES = 1_024;

  private Secrets() {}

  /**
   * Reads a password. One trailing line end is not part of it.
   *
   * @return the password; the caller clears the array
   * @throws ConfigException if the file is missing, empty, too large or not of mode 0600 or 0400
   */
  public static char[] read(Path file) throws ConfigException {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(mode)) {
        throw new ConfigException(
            ConfigException.Fault.SECRET_UNSAFE,
            file + " must be readable by its owner only: chmod 600 it, and change the secret");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(
            ConfigException.Fault.SECRET_UNSAFE, file + " is larger than a password can be");
      }
      byte[] bytes = Files.readAllBytes(file);
      try {
        return decode(file, bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (IOException e) {
      throw new ConfigException(ConfigException.Fault.UNREADABLE, "cannot read " + file, e);
    }
  }

  private static char[] decode(Path file, byte[] bytes)
      throws ConfigException, CharacterCodingException {
    CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    try {
      int end = decoded.limit();
      if (end > 0 && decoded.get(end - 1) == '\n') {
        end--;
        if (end > 0 && decoded.get(end - 1) == '\r') {
          end--;
        }
      }
      if (end == 0) {
        throw new ConfigException(ConfigException.Fault.SECRET_UNSAFE, file + " is empty");
      }
      char[] secret = new char[end];
      decoded.get(0, secret);
      return secret;
    } finally {
      Arrays.fill(decoded.array(), '\0');
    }
  }
}
