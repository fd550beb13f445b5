package org.astragal.signer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.astragal.outcome.Hash;

/**
 * Everything about one log that is decided outside it.
 *
 * @param origin name of the log, fixed for ever: 1 to 200 characters of A-Z a-z 0-9 . / _ : -
 * @param directory where the log lives; nothing else may be in it
 * @param create whether to make a new log; must be false for one that exists, so that a lost disk
 *     never becomes a second log of the same origin
 * @param maxPending rounds accepted and not yet sealed, 1 to 1 000 000; more are refused
 * @param minimumFreeBytes free space of the file system below which nothing new is accepted
 * @param cacheBytes memory for the newest sealed outcomes, 0 to 4 GiB
 * @param closeLimit how long {@link OutcomeLog#close} waits for what is pending
 * @param nativeLibrary directory with the store's native library; if empty it is looked for in
 *     {@code java.library.path}, and else unpacked for a moment into {@code directory}
 * @param ceremony for the first record of a new log: hash of the report of the ceremony in which
 *     its key was made
 */
public record LogConfig(
    String origin,
    Path directory,
    boolean create,
    int maxPending,
    long minimumFreeBytes,
    long cacheBytes,
    Duration closeLimit,
    Optional<Path> nativeLibrary,
    Optional<Hash> ceremony) {
  private static final int MAX_ORIGIN = 200;
  private static final int MAX_MAX_PENDING = 1_000_000;
  private static final long MAX_CACHE_BYTES = 4L << 30;

  /** Checks every limit. */
  public LogConfig {
    if (!origin.matches("[A-Za-z0-9][A-Za-z0-9./_:-]{0," + (MAX_ORIGIN - 1) + "}")) {
      throw new IllegalArgumentException(
          "origin must be 1 to 200 characters of A-Z a-z 0-9 . / _ : - and begin with a letter or"
              + " digit: "
              + origin);
    }
    if (maxPending < 1 || maxPending > MAX_MAX_PENDING) {
      throw new IllegalArgumentException("maxPending must be 1 to 1000000: " + maxPending);
    }
    if (minimumFreeBytes < 0) {
      throw new IllegalArgumentException("minimumFreeBytes must not be negative");
    }
    if (cacheBytes < 0 || cacheBytes > MAX_CACHE_BYTES) {
      throw new IllegalArgumentException("cacheBytes must be 0 to 4 GiB: " + cacheBytes);
    }
    if (closeLimit.isNegative()) {
      throw new IllegalArgumentException("closeLimit must not be negative: " + closeLimit);
    }
  }

  /**
   * {@return a configuration with usual limits: 16 384 pending, 256 MiB kept free, 8 MiB of cache,
   * 10 s to close}
   *
   * @param origin name of the log
   * @param directory where it lives
   * @param create whether to make a new log
   */
  public static LogConfig of(String origin, Path directory, boolean create) {
    return new LogConfig(
        origin,
        directory,
        create,
        16_384,
        256L << 20,
        8L << 20,
        Duration.ofSeconds(10),
        Optional.empty(),
        Optional.empty());
  }
}
