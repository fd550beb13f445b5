package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a stream becomes a whole file or none, and a full disk is named as such. */
final class SpoolTest {
  private final Progress silent = new Progress(new PrintWriter(Writer.nullWriter()), false);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("source.bin");
  }

  @Test
  void takesAsMuchAsItMayAndLeavesTheRest() throws Exception {
    byte[] data = Bench.good(600_000);
    InputStream in = Bench.stream(data);
    assertEquals(500_001, Spool.copy(in, file(), OptionalLong.of(500_001), silent));
    assertArrayEquals(Arrays.copyOf(data, 500_001), Files.readAllBytes(file()));
    assertEquals(99_999, in.readAllBytes().length);
    assertFalse(Files.exists(Spool.part(file())));
  }

  @Test
  void takesAllWithoutALimit() throws Exception {
    assertEquals(
        600_000, Spool.copy(Bench.stream(new byte[600_000]), file(), OptionalLong.empty(), silent));
  }

  @Test
  void fullDiskIsNamedAndNothingIsLeft() throws Exception {
    // The kernel answers every write to this device as a full disk does.
    Files.createSymbolicLink(Spool.part(file()), Path.of("/dev/full"));
    var e =
        assertThrows(
            CertifyException.class,
            () ->
                Spool.copyInto(
                    Spool.part(file()),
                    Bench.stream(new byte[600_000]),
                    file(),
                    OptionalLong.empty(),
                    silent));
    assertEquals(CertifyException.Fault.DISK, e.fault());
    assertEquals(3, e.status());
    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
    assertTrue(e.getMessage().contains("give another --report"), e.getMessage());
    assertFalse(Files.exists(file()));
    assertFalse(Files.isSymbolicLink(Spool.part(file())));
  }

  @Test
  void moreThanTheDiskHoldsIsRefusedAtOnce() {
    var e =
        assertThrows(
            CertifyException.class,
            () ->
                Spool.copy(
                    Bench.stream(new byte[1]), file(), OptionalLong.of(Long.MAX_VALUE), silent));
    assertEquals(CertifyException.Fault.DISK, e.fault());
    assertTrue(e.getMessage().contains("which has room for"), e.getMessage());
  }

  @Test
  void streamThatBreaksLeavesNothing() {
    var broken =
        new FilterInputStream(Bench.stream(new byte[600_000])) {
          private int reads;

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            if (++reads > 2) {
              throw new IOException("reset");
            }
            return super.read(into, offset, length);
          }
        };
    assertThrows(IOException.class, () -> Spool.copy(broken, file(), OptionalLong.empty(), silent));
    assertFalse(Files.exists(file()));
    assertFalse(Files.exists(Spool.part(file())));
  }
}
