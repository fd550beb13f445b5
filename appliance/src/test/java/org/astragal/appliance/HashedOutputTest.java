package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the file holds the very bytes in order, the hash is theirs, and a failed write is told. */
final class HashedOutputTest {
  private static final int CHUNK = HashedOutput.CHUNK_BYTES;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, CHUNK - 1, CHUNK, CHUNK + 1, 9 * CHUNK + 5_000})
  void fileHoldsWhatWasGivenWhateverItsLength(int length) throws Exception {
    Path file = Files.writeString(folder.resolve("samples"), "what was there before");
    byte[] bytes = bytes(length);
    byte[] hash;
    try (var sink = ExportFile.create(file);
        var out = new HashedOutput(sink)) {
      hash = write(out, bytes);
    }
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(bytes), hash);
  }

  @Test
  void shortChunksInTheMiddleLeaveNoHole() throws Exception {
    Path file = folder.resolve("samples");
    var expected = new ByteArrayOutputStream();
    try (var sink = ExportFile.create(file)) {
      for (int length : new int[] {8_192, 100, 4_096, 3_996, 8_192, 5_000}) {
        byte[] bytes = bytes(length);
        sink.write(bytes, length);
        expected.write(bytes);
      }
    }
    assertArrayEquals(expected.toByteArray(), Files.readAllBytes(file));
  }

  @Test
  void whatIsNoFileIsWrittenToo() throws Exception {
    try (var sink = ExportFile.create(Path.of("/dev/null"));
        var out = new HashedOutput(sink)) {
      byte[] bytes = bytes(3 * CHUNK);
      assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(bytes), write(out, bytes));
    }
  }

  @Test
  void chunkIsNotGivenAgainBeforeItIsWritten() throws Exception {
    var written = new ByteArrayOutputStream();
    var go = new CountDownLatch(1);
    try (var out =
        new HashedOutput((chunk, count) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          written.write(chunk, 0, count);
        })) {
      byte[] first = out.next();
      first[0] = 1;
      out.write(1);
      int chunks = 1;
      byte[] chunk = out.next();
      while (chunks < 4) {
        assertNotSame(first, chunk);
        chunk[0] = (byte) ++chunks;
        out.write(1);
        if (chunks < 4) {
          chunk = out.next();
        }
      }
      go.countDown();
      assertSame(first, out.next());
      out.finish();
    }
    assertArrayEquals(new byte[] {1, 2, 3, 4}, written.toByteArray());
  }

  @Test
  void failedWriteIsToldAndNothingIsWrittenBehindIt() throws Exception {
    var writes = new AtomicInteger();
    try (var out =
        new HashedOutput((_, _) -> {
          if (writes.incrementAndGet() == 2) {
            throw new IOException("no space");
          }
        })) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> {
                while (true) {
                  out.next();
                  out.write(1);
                }
              });
      assertEquals("no space", e.getMessage());
    }
    assertEquals(2, writes.get());
  }

  private static byte[] write(HashedOutput out, byte[] bytes) throws Exception {
    for (int at = 0; at < bytes.length; at += CHUNK) {
      int count = Math.min(CHUNK, bytes.length - at);
      System.arraycopy(bytes, at, out.next(), 0, count);
      out.write(count);
    }
    return out.finish();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }
}
