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

  /** Writes the stream from its beginning. */
  @FunctionalInterface
  interface Source {
    void fill(byte[] into);
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
    byte[] bytes = new byte[count];
    source.fill(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
