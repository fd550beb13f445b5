package org.astragal.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * Files of a site. Each is written under another name, synced and renamed: a set-up that was
 * interrupted leaves whole files only. Secrets have mode 0600 from their first byte on.
 */
final class SiteFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = mode("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> READABLE = mode("rw-r--r--");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER = mode("rwx------");
  private static final int SECRET_BYTES = 24;

  private SiteFiles() {}

  /** Creates a folder of mode 0700 unless it is there. */
  static void folder(Path folder) throws SetupException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, FOLDER);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Writes a file that anybody may read, unless it already says the same. */
  static void text(Path file, String content) throws SetupException {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
        replace(file, bytes, READABLE);
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Writes a file that anybody may read. */
  static void bytes(Path file, byte[] content) throws SetupException {
    try {
      replace(file, content, READABLE);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Writes a file of mode 0600. */
  static void secret(Path file, byte[] content) throws SetupException {
    try {
      replace(file, content, OWNER_ONLY);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * Reads a password, after making a random one of 32 characters where there is none.
   *
   * @return the password; the caller wipes it
   */
  static char[] password(Path file) throws SetupException {
    if (!Files.exists(file)) {
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      byte[] text = Base64.getUrlEncoder().encode(random);
      secret(file, text);
      Arrays.fill(random, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
    byte[] bytes = new byte[0];
    try {
      bytes = Files.readAllBytes(file);
      char[] password = new char[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        password[i] = (char) bytes[i];
      }
      return password;
    } catch (IOException e) {
      throw failed(file, e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static void replace(
      Path file, byte[] content, FileAttribute<Set<PosixFilePermission>> mode) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(next, options, mode)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static SetupException failed(Path file, IOException e) {
    return new SetupException(SetupException.Fault.FILE, "cannot use " + file + ": " + e, e);
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
