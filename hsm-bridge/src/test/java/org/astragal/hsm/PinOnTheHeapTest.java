package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.astragal.hsm.FaultyModule.Function;
import org.junit.jupiter.api.Test;

/**
 * Goal: after a login the PIN is nowhere in the heap, neither as bytes nor as characters, in use or
 * waiting to be collected.
 */
final class PinOnTheHeapTest {
  private static final String LABEL = "pin-on-the-heap";
  private static final int LENGTH = 24;
  private static final byte MASK = 0x55;

  @Test
  void nothingOfThePinIsLeftAfterTheLoginNorAfterTheNext() throws Exception {
    System.gc(); // what others left makes the dumps larger
    byte[] masked = maskedPin();
    Path file = SoftHsm.pinFile("");
    byte[] pin = unmasked(masked);
    Files.write(file, pin);
    char[] typed = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      typed[i] = (char) pin[i];
    }
    assertTrue(countOnTheHeap(masked) > 0, "it would be found");
    Token.initialise(SoftHsm.MODULE, LABEL, "so-pin-of-tests".toCharArray(), typed);
    Arrays.fill(typed, '\0');
    Arrays.fill(pin, (byte) 0);
    var config = new TokenConfig(SoftHsm.MODULE, LABEL, file, SoftHsm.TIMEOUT);
    try (Token token = Token.open(config)) {
      SigningKey key = token.generateKey("k");
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
      key.sign(new byte[1]);
      assertEquals(0, countOnTheHeap(masked));
    }
  }

  /** Visible characters that stand nowhere else; only a mask of them is kept. */
  private static byte[] maskedPin() {
    var random = new SplittableRandom();
    byte[] masked = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      masked[i] = (byte) (random.nextInt('!', '~') ^ MASK);
    }
    return masked;
  }

  private static byte[] unmasked(byte[] masked) {
    byte[] bytes = masked.clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= MASK;
    }
    return bytes;
  }

  /** {@return how often it stands in the heap, garbage included, as bytes or as characters} */
  private static int countOnTheHeap(byte[] masked) throws IOException {
    Path dump = Path.of("target", "pin.hprof").toAbsolutePath();
    Files.deleteIfExists(dump);
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(dump.toString(), false);
      try (FileChannel channel = FileChannel.open(dump)) {
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        int found = 0;
        byte first = (byte) (masked[0] ^ MASK);
        for (int i = 0; i < bytes.limit() - 2 * LENGTH; i++) {
          // Characters are written highest byte first, and so have a byte between each two.
          if (bytes.get(i) == first
              && (matches(bytes, i, 1, masked) || matches(bytes, i, 2, masked))) {
            found++;
          }
        }
        return found;
      }
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  private static boolean matches(ByteBuffer bytes, int at, int step, byte[] masked) {
    for (int i = 0; i < LENGTH; i++) {
      if ((bytes.get(at + i * step) ^ MASK) != masked[i]) {
        return false;
      }
    }
    return true;
  }
}
