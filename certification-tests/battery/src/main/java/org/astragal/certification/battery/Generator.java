package org.astragal.certification.battery;

import java.util.Objects;

/**
 * A reproducible source of bytes, good or bad, that a battery is tried on: it must pass the good
 * ones and reject the bad ones. Immutable.
 */
public final class Generator {
  private final String name;
  private final String flaw;
  private final Source source;

  /** Writes the stream of a seed from its beginning. */
  @FunctionalInterface
  interface Source {
    void fill(byte[] into, long seed);
  }

  Generator(String name, String flaw, Source source) {
    this.name = Objects.requireNonNull(name);
    this.flaw = Objects.requireNonNull(flaw);
    this.source = Objects.requireNonNull(source);
  }

  /** {@return the name in tables} */
  public String name() {
    return name;
  }

  /** {@return what is wrong with it in a few words, or empty if nothing is known to be} */
  public String flaw() {
    return flaw;
  }

  /** {@return whether batteries must pass it} */
  public boolean good() {
    return flaw.isEmpty();
  }

  /**
   * Makes the beginning of the stream: the same bytes in every run, and a shorter stream is the
   * beginning of a longer one.
   *
   * @param count how many bytes, from 0
   * @return the bytes; the caller owns them
   */
  public byte[] bytes(int count) {
    return bytes(0, count);
  }

  /**
   * Makes the beginning of another stream of the same kind: another key, state or place to begin.
   *
   * @param seed 0 for that of {@link #bytes(int)}; a generator that has nothing to choose, such as
   *     a constant, gives the same for all
   * @param count how many bytes, from 0
   * @return the bytes; the caller owns them
   */
  public byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    source.fill(bytes, seed);
    return bytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
