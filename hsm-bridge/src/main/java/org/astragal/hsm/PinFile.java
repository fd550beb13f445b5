package org.astragal.hsm;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Reads the user PIN, and refuses a file that others can read or could have put there. */
final class PinFile {
  private static final int REGULAR_FILE = 0100000;
  private static final int FILE_TYPE = 0170000;
  private static final int GROUP_OR_OTHER = 077;
  private static final int GROUP_OR_OTHER_WRITE = 022;
  private static final int STICKY = 01000;

  private final Path file;

  PinFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Reads the PIN; one newline at its end does not belong to it. The caller closes it. */
  Pin read() throws TokenException {
    byte[] content = new byte[0];
    try {
      refuseUnsafeFolder();
      Identity before = Identity.of(file);
      refuseUnsafeFile(before);
      content = readAll();
      // The same file before and after the reading was the file that was read.
      if (!before.equals(Identity.of(file))) {
        throw unsafe("changed while it was read");
      }
      int end = content.length;
      if (end > 0 && content[end - 1] == '\n') {
        end--;
      }
      byte[] pin = Arrays.copyOf(content, end);
      try {
        return Pin.of(pin);
      } catch (IllegalArgumentException e) {
        throw unsafe("holds no usable PIN: " + e.getMessage());
      } finally {
        Arrays.fill(pin, (byte) 0);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new TokenException(
          TokenException.Fault.PIN_FILE_UNSAFE, "the PIN file " + file + " cannot be read", e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private byte[] readAll() throws IOException, TokenException {
    ByteBuffer buffer = ByteBuffer.allocate(Pin.MAX_LENGTH + 2);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // read on until the end of the file or of the buffer
      }
      if (!buffer.hasRemaining()) {
        throw unsafe("is longer than a PIN");
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    } finally {
      Arrays.fill(buffer.array(), (byte) 0);
    }
  }

  private void refuseUnsafeFile(Identity id) throws TokenException {
    if ((id.mode & FILE_TYPE) != REGULAR_FILE) {
      throw unsafe("is not a regular file (links are not followed)");
    }
    if (id.uid != new UnixSystem().getUid()) {
      throw unsafe("belongs to another user");
    }
    if ((id.mode & GROUP_OR_OTHER) != 0) {
      throw unsafe("can be used by others: its mode is " + Integer.toOctalString(id.mode & 07777));
    }
  }

  private void refuseUnsafeFolder() throws IOException, TokenException {
    Path folder = file.toRealPath(LinkOption.NOFOLLOW_LINKS).getParent();
    if (folder == null) {
      throw unsafe("has no folder");
    }
    Identity id = Identity.of(folder.toRealPath());
    boolean ours = id.uid == 0 || id.uid == new UnixSystem().getUid();
    boolean closed = (id.mode & GROUP_OR_OTHER_WRITE) == 0 || (id.mode & STICKY) != 0;
    if (!ours || !closed) {
      throw unsafe("is in a folder that others can write to");
    }
  }

  private TokenException unsafe(String why) {
    return new TokenException(
        TokenException.Fault.PIN_FILE_UNSAFE, "the PIN file " + file + " " + why);
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
