package org.astragal.hsm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an examination of a token found.
 *
 * @param library what the library says of itself: maker, description, versions
 * @param tokens all tokens that the module shows
 * @param token the one that was examined
 * @param sessions how many sessions it allows
 * @param mechanisms the names, or CKM_ numbers, of all its mechanisms
 * @param random speed of its generator
 * @param signing speed of its signatures, P-256 with SHA-256
 * @param noEd25519 why it cannot be used with Ed25519; empty if it can
 * @param key what it says of a key that was made for this, in a session where the token has such
 *     keys; empty when a second connection cannot see it
 * @param deviations what it did not vouch for of that key
 * @param afterClosedSessions what it took to go on after all sessions had been closed
 */
public record TokenReport(
    String library,
    List<TokenInfo> tokens,
    TokenInfo token,
    Sessions sessions,
    List<String> mechanisms,
    List<Random> random,
    List<Signing> signing,
    Optional<String> noEd25519,
    Optional<KeyAudit> key,
    List<KeyDeviation> deviations,
    Duration afterClosedSessions) {

  /** Copies the lists. */
  public TokenReport {
    tokens = List.copyOf(tokens);
    mechanisms = List.copyOf(mechanisms);
    random = List.copyOf(random);
    signing = List.copyOf(signing);
    deviations = List.copyOf(deviations);
  }

  /**
   * Limits of sessions; empty where the token states none.
   *
   * @param most sessions at one time
   * @param mostForWriting of these, for writing
   */
  public record Sessions(Optional<Long> most, Optional<Long> mostForWriting) {}

  /**
   * Speed of the generator.
   *
   * @param blockBytes bytes asked for in one call
   * @param bytesPerSecond bytes in a second, by one thread
   */
  public record Random(int blockBytes, long bytesPerSecond) {}

  /**
   * Speed of signatures.
   *
   * @param threads so many at one time
   * @param perSecond signatures in a second, all threads together
   * @param median half of them took at most this
   * @param p99 99 of 100 took at most this
   * @param longest the slowest
   * @param histogram how many took at most 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500 ms,
   *     and longer
   */
  public record Signing(
      int threads,
      long perSecond,
      Duration median,
      Duration p99,
      Duration longest,
      List<Long> histogram) {
    /** Upper ends of the histogram's bins but the last, in microseconds. */
    public static final List<Long> BINS_MICROS =
        List.of(
            100L, 200L, 500L, 1_000L, 2_000L, 5_000L, 10_000L, 20_000L, 50_000L, 100_000L, 200_000L,
            500_000L);

    /** Copies the list. */
    public Signing {
      histogram = List.copyOf(histogram);
    }
  }
}
