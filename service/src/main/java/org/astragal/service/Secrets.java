package org.astragal.service;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Reads passwords, and refuses a file that others can read or could have put there. */
public final class Secrets {
  /** No password is longer; a larger file is a mistake. */
  private static final int MAX_BYTES = 1_024;

  private static final int REGULAR_FILE = 0100000;
  private static final int FILE_TYPE = 0170000;
  private static final int NOT_READ_AND_WRITE_BY_OWNER = 0177;
  private static final int GROUP_OR_OTHER_WRITE = 022;
  private static final int STICKY = 01000;

  private Secrets() {}

  /**
   * Reads a password. One trailing line end is not part of it.
   *
   * @return the password; the caller clears the array
   * @throws ConfigException if the file is missing, empty, too large, a link, of another user, not
   *     of mode 0600 or 0400, or in a folder that others can write to
   */
  public static char[] read(Path file) throws ConfigException {
    return read(file.toAbsolutePath(), new UnixSystem().getUid());
  }

  /** Reads it for the user of this number. */
  static char[] read(Path file, long user) throws ConfigException {
    try {
      refuseUnsafeFolder(file, user);
      Identity before = Identity.of(file);
      refuseUnsafeFile(file, before, user);
      byte[] bytes = readAll(file);
      try {
        // The same file before and after the reading was the file that was read.
        if (!before.equals(Identity.of(file))) {
          throw unsafe(file, "changed while it was read");
        }
        return decode(file, bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new ConfigException(ConfigException.Fault.UNREADABLE, "cannot read " + file, e);
    }
  }

  private static byte[] readAll(Path file) throws IOException, ConfigException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES + 1);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // read on until the end of the file or of the buffer
      }
      if (!buffer.hasRemaining()) {
        throw unsafe(file, "is larger than a password can be");
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    } finally {
      Arrays.fill(buffer.array(), (byte) 0);
    }
  }

  private static void refuseUnsafeFile(Path file, Identity id, long user) throws ConfigException {
    if ((id.mode & FILE_TYPE) != REGULAR_FILE) {
      throw unsafe(file, "is not a regular file (links are not followed)");
    }
    if (id.uid != user) {
      throw unsafe(file, "belongs to another user");
    }
    if ((id.mode & NOT_READ_AND_WRITE_BY_OWNER) != 0) {
      throw unsafe(file, "must be readable by its owner only: chmod 600 it, and change the secret");
    }
  }

  private static void refuseUnsafeFolder(Path file, long user) throws IOException, ConfigException {
    Path folder = file.toRealPath(LinkOption.NOFOLLOW_LINKS).getParent();
    if (folder == null) {
      throw unsafe(file, "has no folder");
    }
    Identity id = Identity.of(folder.toRealPath());
    boolean ours = id.uid == 0 || id.uid == user;
    boolean closed = (id.mode & GROUP_OR_OTHER_WRITE) == 0 || (id.mode & STICKY) != 0;
    if (!ours || !closed) {
      throw unsafe(file, "is in a folder that others can write to");
    }
  }

  private static ConfigException unsafe(Path file, String why) {
    return new ConfigException(ConfigException.Fault.SECRET_UNSAFE, file + " " + why);
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
        throw unsafe(file, "is empty");
      }
      char[] secret = new char[end];
      decoded.get(0, secret);
      return secret;
    } finally {
      Arrays.fill(decoded.array(), '\0');
    }
  }

  /** What makes a file this file. */
  private record Identity(Object device, Object inode, long uid, int mode, Object changed) {
    static Identity of(Path path) throws IOException {
      Map<String, Object> a =
          Files.readAttributes(path, "unix:dev,ino,uid,mode,ctime", LinkOption.NOFOLLOW_LINKS);
      return new Identity(
          value(a, "dev"),
          value(a, "ino"),
          ((Number) value(a, "uid")).longValue(),
          ((Number) value(a, "mode")).intValue(),
          value(a, "ctime"));
    }

    private static Object value(Map<String, Object> attributes, String name) throws IOException {
      Object value = attributes.get(name);
      if (value == null) {
        throw new IOException("the file system does not tell the " + name + " of a file");
      }
      return value;
    }
  }
}
