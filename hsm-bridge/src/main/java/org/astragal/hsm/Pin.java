package org.astragal.hsm;

import java.util.Arrays;

/** A PIN in memory for as long as one login takes. Never a String; wiped by {@link #close}. */
final class Pin implements AutoCloseable {
  static final int MAX_LENGTH = 255;

  private final byte[] ascii;

  /** Takes over the array. */
  private Pin(byte[] ascii) {
    this.ascii = ascii;
  }

  /**
   * Copies a PIN of 1 to 255 visible ASCII characters. Others are refused, because libraries and
   * SunPKCS11 disagree about their bytes.
   *
   * @throws IllegalArgumentException for any other PIN; the text does not hold it
   */
  static Pin of(byte[] ascii) {
    if (ascii.length < 1 || ascii.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a PIN has 1 to 255 characters");
    }
    for (byte b : ascii) {
      if (b <= ' ' || b > '~') {
        throw new IllegalArgumentException("a PIN has visible ASCII characters only");
      }
    }
    return new Pin(ascii.clone());
  }

  /** As {@link #of(byte[])}. */
  static Pin of(char[] chars) {
    byte[] bytes = new byte[chars.length];
    try {
      for (int i = 0; i < chars.length; i++) {
        bytes[i] = chars[i] > '~' ? 0 : (byte) chars[i];
      }
      return of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** {@return the PIN itself, not a copy; valid until {@link #close}} */
  byte[] bytes() {
    return ascii;
  }

  /** {@return a copy; the caller wipes it} */
  char[] chars() {
    char[] chars = new char[ascii.length];
    for (int i = 0; i < ascii.length; i++) {
      chars[i] = (char) ascii[i];
    }
    return chars;
  }

  @Override
  public void close() {
    Arrays.fill(ascii, (byte) 0);
  }
}
