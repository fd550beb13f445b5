package org.astragal.certification.games;

import java.util.Objects;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * A reproducible source of draws, fair or not, that the suite {@code games} is tried on: it must
 * pass the fair ones and reject the others. Immutable.
 */
public final class DrawGenerator {
  private final String name;
  private final String flaw;
  private final GameOptions options;
  private final int roundBytes;
  private final Rule rule;

  /** Makes a round. */
  @FunctionalInterface
  interface Rule {
    /**
     * Makes one.
     *
     * @param below an unbiased draw below a bound
     * @param into receives the bytes of the round
     * @param previous the round before, all zero before the first
     */
    void round(LongUnaryOperator below, byte[] into, byte[] previous);
  }

  DrawGenerator(String name, String flaw, Delivery delivery, int roundBytes, Rule rule) {
    this.name = Objects.requireNonNull(name);
    this.flaw = Objects.requireNonNull(flaw);
    this.options = new GameOptions(delivery, Delivery.Format.BINARY, 0, Optional.empty());
    this.roundBytes = roundBytes;
    this.rule = Objects.requireNonNull(rule);
  }

  /** {@return the name in tables} */
  public String name() {
    return name;
  }

  /** {@return what is wrong with it in a few words, or empty if nothing is} */
  public String flaw() {
    return flaw;
  }

  /** {@return how the suite reads its bytes} */
  public GameOptions options() {
    return options;
  }

  /**
   * Makes draws: the same bytes in every run.
   *
   * @param seed each gives others
   * @param count how many bytes at most, from 0; as many as whole rounds have are made
   * @return the bytes; the caller owns them
   */
  public byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count / roundBytes * roundBytes];
    LongUnaryOperator below = FairDraws.of(seed);
    byte[] round = new byte[roundBytes];
    byte[] previous = new byte[roundBytes];
    for (int at = 0; at < bytes.length; at += roundBytes) {
      rule.round(below, round, previous);
      System.arraycopy(round, 0, bytes, at, roundBytes);
      System.arraycopy(round, 0, previous, 0, roundBytes);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
