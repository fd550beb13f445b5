package org.astragal.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.astragal.hsm.KeyAlgorithm;
import org.astragal.hsm.SigningKey;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenConfig;
import org.astragal.hsm.TokenException;

/**
 * Our own way to a token, as a process for {@link HsmExperiment}: the counterpart of pkcs11_loop.c.
 * Prints one line, {@code rate NUMBER}.
 */
final class HsmLoop {
  /** Until the code is compiled. */
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final int PIECE_BYTES = 65_536;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private HsmLoop() {}

  /** Arguments: module, label, PIN file; then {@code set-up}, or what, seconds and more. */
  static void main(String[] args) throws Exception {
    Path module = Path.of(args[0]);
    Path pinFile = Path.of(args[2]);
    if (args[3].equals("set-up")) {
      char[] pin = Files.readString(pinFile).strip().toCharArray();
      Token.initialise(module, args[1], pin.clone(), pin);
      Arrays.fill(pin, '\0');
    }
    try (Token token = Token.open(new TokenConfig(module, args[1], pinFile, CALL_TIMEOUT))) {
      switch (args[3]) {
        case "set-up" -> {
          for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            token.generateKey(algorithm.name(), algorithm);
          }
        }
        case "random" -> print(seconds -> random(token, seconds), args[4]);
        case "sign" -> {
          SigningKey key = token.key(args[5]);
          int callers = Integer.parseInt(args[6]);
          print(seconds -> sign(key, callers, seconds), args[4]);
        }
        default -> throw new IllegalArgumentException(args[3]);
      }
    }
  }

  /** Something that is done for a while. */
  private interface Loop {
    /** {@return how much of it was done in a second} */
    double run(Duration time) throws Exception;
  }

  private static void print(Loop loop, String seconds) throws Exception {
    loop.run(WARM_UP);
    System.out.println("rate " + loop.run(Duration.ofSeconds(Long.parseLong(seconds))));
  }

  private static double random(Token token, Duration time) throws TokenException {
    byte[] out = new byte[PIECE_BYTES];
    long begin = System.nanoTime();
    long bytes = 0;
    long taken;
    do {
      token.random(out);
      bytes += out.length;
      taken = System.nanoTime() - begin;
    } while (taken < time.toNanos());
    return bytes * 1e9 / taken;
  }

  private static double sign(SigningKey key, int callers, Duration time) throws Exception {
    long begin = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var counts = new ArrayList<Future<Long>>();
      for (int i = 0; i < callers; i++) {
        counts.add(threads.submit(() -> signatures(key, begin + time.toNanos())));
      }
      long all = 0;
      for (Future<Long> count : List.copyOf(counts)) {
        all += count.get();
      }
      return all * 1e9 / (System.nanoTime() - begin);
    }
  }

  private static long signatures(SigningKey key, long end) throws TokenException {
    byte[] message = new byte[32];
    long count = 0;
    do {
      key.sign(message);
      count++;
    } while (System.nanoTime() < end);
    return count;
  }
}
