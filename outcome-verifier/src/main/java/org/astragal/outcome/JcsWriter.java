package org.astragal.outcome;

import java.util.Arrays;

/**
 * Writes canonical JSON straight into bytes. The caller gives the members of each object in
 * canonical order; another order is a bug and is refused.
 *
 * <p>Thread safety: use by one thread.
 *
 * @spec rfc8785.html#3.2 RFC 8785, 3.2 Generation of Canonical JSON Data
 */
public final class JcsWriter {
  private static final int FIRST_CAPACITY = 1024;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** For each ASCII character: 0 = as it is, 'u' = as a \\u escape, else the letter after \\. */
  private static final byte[] ESCAPE = new byte[128];

  static {
    Arrays.fill(ESCAPE, 0, 0x20, (byte) 'u');
    ESCAPE['\b'] = 'b';
    ESCAPE['\t'] = 't';
    ESCAPE['\n'] = 'n';
    ESCAPE['\f'] = 'f';
    ESCAPE['\r'] = 'r';
    ESCAPE['"'] = '"';
    ESCAPE['\\'] = '\\';
  }

  /** What is open; 0 at the top. */
  private static final byte ARRAY = 1;

  private static final byte OBJECT = 2;

  private byte[] bytes;
  private int length;

  private final byte[] kind = new byte[Json.MAX_DEPTH + 1];
  private final boolean[] started = new boolean[Json.MAX_DEPTH + 1];
  private final String[] lastName = new String[Json.MAX_DEPTH + 1];
  private int depth;
  private boolean named;

  /** Creates an empty one. */
  public JcsWriter() {
    this(FIRST_CAPACITY);
  }

  /** Creates one with room for {@code capacity} bytes before it must grow. */
  JcsWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * {@return a value in canonical JSON; the caller's own array}
   *
   * @param value the value
   * @throws IllegalStateException if it is nested too deep
   * @throws IllegalArgumentException if a string holds a lone surrogate
   */
  public static byte[] encode(Json value) {
    return new JcsWriter().value(value).toBytes();
  }

  /**
   * Begins an object.
   *
   * @return this
   * @throws IllegalStateException if no value may stand here, or it is nested too deep
   */
  public JcsWriter beginObject() {
    open(OBJECT, '{');
    return this;
  }

  /**
   * Ends the object.
   *
   * @return this
   * @throws IllegalStateException if no object is open, or a name waits for its value
   */
  public JcsWriter endObject() {
    close(OBJECT, '}');
    return this;
  }

  /**
   * Begins an array.
   *
   * @return this
   * @throws IllegalStateException if no value may stand here, or it is nested too deep
   */
  public JcsWriter beginArray() {
    open(ARRAY, '[');
    return this;
  }

  /**
   * Ends the array.
   *
   * @return this
   * @throws IllegalStateException if no array is open
   */
  public JcsWriter endArray() {
    close(ARRAY, ']');
    return this;
  }

  /**
   * Writes the name of the next member.
   *
   * @param name after the name before it, by UTF-16 code units
   * @return this
   * @throws IllegalStateException if it is not, or no name may stand here
   * @throws IllegalArgumentException if the name holds a lone surrogate
   */
  public JcsWriter name(String name) {
    if (kind[depth] != OBJECT || named) {
      throw new IllegalStateException("no name may stand here: " + name);
    }
    if (started[depth]) {
      // RFC 8785 3.2.3: String.compareTo compares UTF-16 code units, as asked.
      if (lastName[depth].compareTo(name) >= 0) {
        throw new IllegalStateException(
            "name \"" + name + "\" must come before \"" + lastName[depth] + "\"");
      }
      put(',');
    }
    started[depth] = true;
    lastName[depth] = name;
    quoted(name);
    put(':');
    named = true;
    return this;
  }

  /**
   * Writes a string.
   *
   * @param value the text
   * @return this
   * @throws IllegalStateException if no value may stand here
   * @throws IllegalArgumentException if it holds a lone surrogate
   */
  public JcsWriter string(String value) {
    beforeValue();
    quoted(value);
    return this;
  }

  /**
   * Writes an integer as a number.
   *
   * @param value from -(2^53 - 1) to 2^53 - 1
   * @return this
   * @throws IllegalArgumentException if it is beyond; write it with {@link #decimal}
   * @throws IllegalStateException if no value may stand here
   */
  public JcsWriter integer(long value) {
    if (value > Json.MAX_INTEGER || value < -Json.MAX_INTEGER) {
      throw new IllegalArgumentException("beyond 2^53 - 1, write it as a string: " + value);
    }
    beforeValue();
    if (value < 0) {
      put('-');
    }
    digits(Math.abs(value));
    return this;
  }

  /**
   * Writes a 64-bit number as a decimal string.
   *
   * @param value 0 or more
   * @return this
   * @throws IllegalArgumentException if it is negative
   * @throws IllegalStateException if no value may stand here
   */
  public JcsWriter decimal(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    beforeValue();
    put('"');
    digits(value);
    put('"');
    return this;
  }

  /**
   * Writes true or false.
   *
   * @param value which
   * @return this
   * @throws IllegalStateException if no value may stand here
   */
  public JcsWriter bool(boolean value) {
    beforeValue();
    ascii(value ? "true" : "false");
    return this;
  }

  /**
   * Writes null.
   *
   * @return this
   * @throws IllegalStateException if no value may stand here
   */
  public JcsWriter nul() {
    beforeValue();
    ascii("null");
    return this;
  }

  /**
   * Writes a hash as {@code sha256:} and 64 hexadecimal digits.
   *
   * @param hash the hash
   * @return this
   * @throws IllegalStateException if no value may stand here
   */
  public JcsWriter hash(Hash hash) {
    beforeValue();
    put('"');
    ascii(Hash.PREFIX);
    reserve(2 * Hash.BYTES + 1);
    for (int i = 0; i < Hash.BYTES; i++) {
      int b = hash.at(i);
      bytes[length++] = HEX[(b >> 4) & 0xf];
      bytes[length++] = HEX[b & 0xf];
    }
    bytes[length++] = '"';
    return this;
  }

  /**
   * Writes a value with all that is in it.
   *
   * @param value the value
   * @return this
   * @throws IllegalStateException if no value may stand here, or it is nested too deep
   * @throws IllegalArgumentException if a string holds a lone surrogate
   */
  public JcsWriter value(Json value) {
    switch (value) {
      case Json.Obj object -> {
        Members members = object.own();
        beginObject();
        for (int i = 0; i < members.size(); i++) {
          name(members.name(i)).value(members.value(i));
        }
        endObject();
      }
      case Json.Arr(var items) -> {
        beginArray();
        items.forEach(this::value);
        endArray();
      }
      case Json.Str(String text) -> string(text);
      case Json.Int(long number) -> integer(number);
      case Json.Bool(boolean truth) -> bool(truth);
      case Json.Null _ -> nul();
    }
    return this;
  }

  /**
   * {@return what was written; the caller's own array}
   *
   * @throws IllegalStateException if nothing was, or something is still open
   */
  public byte[] toBytes() {
    if (depth != 0 || !started[0]) {
      throw new IllegalStateException("the value is not complete");
    }
    return Arrays.copyOf(bytes, length);
  }

  /** {@return bytes written so far} */
  public int length() {
    return length;
  }

  private void open(byte what, char bracket) {
    if (depth == Json.MAX_DEPTH) {
      throw new IllegalStateException("nested deeper than " + Json.MAX_DEPTH);
    }
    beforeValue();
    put(bracket);
    depth++;
    kind[depth] = what;
    started[depth] = false;
  }

  private void close(byte what, char bracket) {
    if (kind[depth] != what || named) {
      throw new IllegalStateException("nothing to close with " + bracket);
    }
    depth--;
    put(bracket);
  }

  private void beforeValue() {
    switch (kind[depth]) {
      case OBJECT -> {
        if (!named) {
          throw new IllegalStateException("a name must come first");
        }
        named = false;
      }
      case ARRAY -> {
        if (started[depth]) {
          put(',');
        }
        started[depth] = true;
      }
      default -> {
        if (started[0]) {
          throw new IllegalStateException("only one value may stand at the top");
        }
        started[0] = true;
      }
    }
  }

  private void quoted(String text) {
    int chars = text.length();
    // Six bytes hold any one UTF-16 code unit, escaped or not.
    reserve(6L * chars + 2);
    byte[] out = bytes;
    int at = length;
    out[at++] = '"';
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80 && ESCAPE[c] == 0) {
        out[at++] = (byte) c;
      } else if (c < 0x80) {
        at = escaped(out, at, c);
      } else if (c < 0x800) {
        out[at++] = (byte) (0xc0 | (c >> 6));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        out[at++] = (byte) (0xe0 | (c >> 12));
        out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else {
        at = supplementary(out, at, text, i);
        i++;
      }
    }
    out[at++] = '"';
    length = at;
  }

  /** RFC 8785 3.2.2.2: two-character escapes where JSON has them, else \\u and lower case hex. */
  private static int escaped(byte[] out, int from, char c) {
    int at = from;
    out[at++] = '\\';
    out[at++] = ESCAPE[c];
    if (ESCAPE[c] == 'u') {
      out[at++] = '0';
      out[at++] = '0';
      out[at++] = HEX[c >> 4];
      out[at++] = HEX[c & 0xf];
    }
    return at;
  }

  private static int supplementary(byte[] out, int from, String text, int i) {
    int codePoint = text.codePointAt(i);
    if (!Character.isSupplementaryCodePoint(codePoint)) {
      throw new IllegalArgumentException("lone surrogate at character " + i);
    }
    int at = from;
    out[at++] = (byte) (0xf0 | (codePoint >> 18));
    out[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    out[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    out[at++] = (byte) (0x80 | (codePoint & 0x3f));
    return at;
  }

  private void digits(long value) {
    reserve(20);
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  private void put(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
  }

  private void reserve(long more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(length + more, 2L * bytes.length)));
    }
  }
}
