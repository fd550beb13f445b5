package org.astragal.games.api;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The only form in which a game takes selections and gives details: text, whole numbers, flags,
 * lists and named members. There is no fraction, no floating point and no null.
 *
 * <p>Immutable; equality is by value. Members are in the order of RFC 8785, 3.2.3 (UTF-16 code
 * units), which is the natural order of {@link String}.
 */
public sealed interface Data {

  /** {@return the exact length, in bytes of UTF-8, of this value in canonical JSON (RFC 8785)} */
  int jsonBytes();

  /**
   * Text.
   *
   * @param value well-formed Unicode
   */
  record Text(String value) implements Data {
    /** Refuses a surrogate that stands alone, which has no UTF-8 form. */
    public Text {
      Utf8.requireWellFormed(value);
    }

    @Override
    public int jsonBytes() {
      return Utf8.jsonStringBytes(value);
    }
  }

  /**
   * A whole number.
   *
   * @param value within ±(2^53 − 1), which every JSON reader keeps exact
   */
  record Whole(long value) implements Data {
    /** The largest magnitude: 2^53 − 1. */
    public static final long MAXIMUM = (1L << 53) - 1;

    /** Refuses what a JSON reader may round. */
    public Whole {
      if (value > MAXIMUM || value < -MAXIMUM) {
        throw new IllegalArgumentException("a whole number must be within ±(2^53 - 1): " + value);
      }
    }

    @Override
    public int jsonBytes() {
      return Long.toString(value).length();
    }
  }

  /**
   * Yes or no.
   *
   * @param value the flag
   */
  record Flag(boolean value) implements Data {
    @Override
    public int jsonBytes() {
      return value ? 4 : 5;
    }
  }

  /**
   * A list.
   *
   * @param values in order
   */
  record Items(List<Data> values) implements Data {
    /** Copies {@code values}, so that the record never changes. */
    public Items {
      values = List.copyOf(values);
    }

    /**
     * {@return a list of whole numbers}
     *
     * @param numbers in order
     */
    public static Items ofNumbers(List<Integer> numbers) {
      return new Items(numbers.stream().<Data>map(n -> new Whole(n)).toList());
    }

    @Override
    public int jsonBytes() {
      int bytes = 2 + Math.max(0, values.size() - 1);
      for (Data value : values) {
        bytes += value.jsonBytes();
      }
      return bytes;
    }
  }

  /**
   * Named members.
   *
   * @param values by name, sorted; unmodifiable
   */
  record Members(SortedMap<String, Data> values) implements Data {
    private static final Members EMPTY = new Members(new TreeMap<>());

    /** Copies {@code values} into natural order, so that the record never changes. */
    public Members {
      var copy = new TreeMap<String, Data>();
      copy.putAll(values);
      copy.keySet().forEach(Utf8::requireWellFormed);
      values = Collections.unmodifiableSortedMap(copy);
    }

    /** {@return no members at all} */
    public static Members empty() {
      return EMPTY;
    }

    /**
     * {@return these members and one more, or the same name with another value}
     *
     * @param name the name
     * @param value the value
     */
    public Members with(String name, Data value) {
      var more = new TreeMap<>(values);
      more.put(name, value);
      return new Members(more);
    }

    /**
     * {@return these members and one of text}
     *
     * @param name the name
     * @param text the value
     */
    public Members with(String name, String text) {
      return with(name, new Text(text));
    }

    /**
     * {@return these members and one whole number}
     *
     * @param name the name
     * @param number the value
     */
    public Members with(String name, long number) {
      return with(name, new Whole(number));
    }

    /**
     * {@return the member of that name, if there is one}
     *
     * @param name the name
     */
    public Optional<Data> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /**
     * {@return the text of that name; empty if it is missing or not text}
     *
     * @param name the name
     */
    public Optional<String> text(String name) {
      return values.get(name) instanceof Text(var text) ? Optional.of(text) : Optional.empty();
    }

    /**
     * {@return the whole number of that name; empty if it is missing or not a whole number}
     *
     * @param name the name
     */
    public Optional<Long> whole(String name) {
      return values.get(name) instanceof Whole(var number) ? Optional.of(number) : Optional.empty();
    }

    /**
     * {@return the list of that name; empty if it is missing or not a list}
     *
     * @param name the name
     */
    public Optional<List<Data>> items(String name) {
      return values.get(name) instanceof Items(var items) ? Optional.of(items) : Optional.empty();
    }

    @Override
    public int jsonBytes() {
      int bytes = 2 + Math.max(0, values.size() - 1);
      for (var member : values.entrySet()) {
        bytes += Utf8.jsonStringBytes(member.getKey()) + 1 + member.getValue().jsonBytes();
      }
      return bytes;
    }
  }
}
