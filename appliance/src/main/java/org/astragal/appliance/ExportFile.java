package org.astragal.appliance;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where an export goes. A regular file is written around the page cache where its file system can
 * do that: gigabytes that nobody reads soon only push out what others need, and filling the cache
 * can cost several times what the disk takes.
 *
 * <p>Thread safety: use by one thread at a time.
 */
final class ExportFile implements HashedOutput.Sink, AutoCloseable {
  /** A multiple of every block size in use; direct writes begin and end at one. */
  private static final int ALIGNMENT = 4_096;

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private final FileChannel plain;
  private final Optional<FileChannel> direct;
  private long position;

  private ExportFile(FileChannel plain, Optional<FileChannel> direct) {
    this.plain = plain;
    this.direct = direct;
  }

  /** Creates a file, or empties it. */
  static ExportFile create(Path file) throws IOException {
    FileChannel plain =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new ExportFile(plain, direct(file));
  }

  /** {@return this process's standard output; direct if it is a file with nothing in it} */
  @SuppressWarnings("resource") // the standard output is closed with the process
  static ExportFile standardOutput() throws IOException {
    FileChannel plain = new FileOutputStream(FileDescriptor.out).getChannel();
    boolean empty = Files.isRegularFile(STANDARD_OUTPUT) && Files.size(STANDARD_OUTPUT) == 0;
    return new ExportFile(plain, empty ? direct(STANDARD_OUTPUT) : Optional.empty());
  }

  private static Optional<FileChannel> direct(Path file) {
    Optional<OpenOption> option = directOption();
    if (option.isEmpty() || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileChannel.open(file, StandardOpenOption.WRITE, option.get()));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // the file system has none: the plain way is as right, and slower
    }
  }

  /** {@return the JDK's option, by its name: the compiler warns of each use, and cannot be told} */
  private static Optional<OpenOption> directOption() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return Arrays.stream(options == null ? new Object[0] : options)
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst();
    } catch (ClassNotFoundException e) {
      return Optional.empty(); // a runtime without module jdk.unsupported
    }
  }

  @Override
  public void write(byte[] chunk, int count) throws IOException {
    int done = 0;
    if (direct.isPresent() && position % ALIGNMENT == 0) {
      done = count - count % ALIGNMENT;
      writeDirect(direct.get(), ByteBuffer.wrap(chunk, 0, done));
    }
    var rest = ByteBuffer.wrap(chunk, done, count - done);
    while (rest.hasRemaining()) {
      plain.write(rest);
    }
    position += rest.position() - done;
  }

  private void writeDirect(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    // What comes behind on the plain way, from us or from whoever shares this output, goes there.
    plain.position(position);
  }

  @Override
  public void close() throws IOException {
    if (direct.isPresent()) {
      direct.get().close();
    }
    plain.close();
  }
}
