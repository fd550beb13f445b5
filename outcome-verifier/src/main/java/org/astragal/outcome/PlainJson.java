package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as our own writers make it: ASCII without escapes or white space, members in canonical
 * order and none twice. What is not surely so is left to {@link JsonReader}, which gives the same
 * value for what is read here.
 *
 * <p>Thread safety: use by one thread, for one text.
 */
final class PlainJson {
  /** Of an integer; 15 digits are below 2^53. */
  private static final int MAX_DIGITS = 15;

  private static final int MAX_NAME = 256;

  /** Names that were read lately, by their hash; a power of two. */
  private static final @Nullable String[] NAMES = new @Nullable String[1024];

  private static final int FIRST_CAPACITY = 64;

  private final byte[] text;
  private int at;
  private int depth;

  /** What is read of objects and arrays that are not complete yet. */
  private String[] names = new String[FIRST_CAPACITY];

  private Json[] values = new Json[FIRST_CAPACITY];
  private int count;

  private PlainJson(byte[] text) {
    this.text = text;
  }

  /** {@return the value; null if the text is not surely of the plain form} */
  static @Nullable Json read(byte[] utf8) {
    var reader = new PlainJson(utf8);
    Json value = reader.value();
    return reader.at == utf8.length ? value : null;
  }

  private int peek() {
    return at < text.length ? text[at] : -1;
  }

  private @Nullable Json value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", Json.Null.NULL);
      default -> integer();
    };
  }

  private @Nullable Json word(String word, Json value) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        return null;
      }
    }
    return value;
  }

  private @Nullable Json integer() {
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    int from = at;
    long number = 0;
    for (int c = peek(); c >= '0' && c <= '9' && at - from <= MAX_DIGITS; c = peek()) {
      number = 10 * number + (c - '0');
      at++;
    }
    int digits = at - from;
    boolean isCanonical = digits > 0 && (text[from] != '0' || (digits == 1 && !negative));
    int after = peek();
    if (!isCanonical || digits > MAX_DIGITS || after == '.' || after == 'e' || after == 'E') {
      return null;
    }
    return new Json.Int(negative ? -number : number);
  }

  private @Nullable Json string() {
    int from = at + 1;
    int end = from;
    while (end < text.length && isPlain(text[end])) {
      end++;
    }
    if (end == text.length || text[end] != '"') {
      return null;
    }
    at = end + 1;
    return new Json.Str(new String(text, from, end - from, StandardCharsets.ISO_8859_1));
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\' && b != 0x7F;
  }

  /** A name; mostly one that was there before, so no new string is made of it. */
  private @Nullable String name() {
    if (peek() != '"') {
      return null;
    }
    int from = at + 1;
    int end = from;
    int hash = 0;
    while (end < text.length && isPlain(text[end])) {
      hash = 31 * hash + text[end];
      end++;
    }
    if (end == text.length || text[end] != '"' || end - from > MAX_NAME) {
      return null;
    }
    at = end + 1;
    int slot = (hash ^ hash >>> 10) & (NAMES.length - 1);
    String known = NAMES[slot];
    if (known != null && isAt(known, from, end)) {
      return known;
    }
    var name = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
    NAMES[slot] = name;
    return name;
  }

  private boolean isAt(String name, int from, int end) {
    if (name.length() != end - from) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (name.charAt(i - from) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Json object() {
    at++;
    int first = count;
    if (++depth > Json.MAX_DEPTH) {
      return null;
    }
    if (peek() != '}') {
      do {
        String name = name();
        if (name == null
            || peek() != ':'
            || (count > first && names[count - 1].compareTo(name) >= 0)) {
          return null;
        }
        at++;
        Json value = value();
        if (value == null) {
          return null;
        }
        push(name, value);
      } while (goesOn());
    }
    if (peek() != '}') {
      return null;
    }
    at++;
    depth--;
    var members = Members.sorted(names, values, first, count);
    count = first;
    return new Json.Obj(members);
  }

  private @Nullable Json array() {
    at++;
    int first = count;
    if (++depth > Json.MAX_DEPTH) {
      return null;
    }
    if (peek() != ']') {
      do {
        Json value = value();
        if (value == null) {
          return null;
        }
        push("", value);
      } while (goesOn());
    }
    if (peek() != ']') {
      return null;
    }
    at++;
    depth--;
    var items = List.of(Arrays.copyOfRange(values, first, count));
    count = first;
    return new Json.Arr(items);
  }

  private boolean goesOn() {
    if (peek() == ',') {
      at++;
      return true;
    }
    return false;
  }

  private void push(String name, Json value) {
    if (count == values.length) {
      names = Arrays.copyOf(names, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    names[count] = name;
    values[count] = value;
    count++;
  }
}
