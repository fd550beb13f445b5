package org.astragal.outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The JSON that records are made of: I-JSON without fractions. Values are immutable.
 *
 * @spec rfc8785.html#3.1 RFC 8785, 3.1 Creation of Input Data
 */
public sealed interface Json {
  /** The largest integer that every JSON reader keeps exactly: 2^53 - 1. */
  long MAX_INTEGER = (1L << 53) - 1;

  /** The deepest nesting that is read or written. */
  int MAX_DEPTH = 32;

  /** Longest text that {@link #parse(byte[])} takes, in bytes. */
  int DEFAULT_MAX_BYTES = 1 << 20;

  /**
   * Reads one JSON value of at most {@link #DEFAULT_MAX_BYTES}.
   *
   * @param utf8 the text; not kept
   * @return the value
   * @throws JsonException if it is not strictly what {@link #parse(byte[], int)} asks
   */
  static Json parse(byte[] utf8) throws JsonException {
    return parse(utf8, DEFAULT_MAX_BYTES);
  }

  /**
   * Reads one JSON value: UTF-8 without byte order mark or lone surrogates, no duplicate members,
   * no fractions or exponents, integers within ±(2^53 - 1), at most {@link #MAX_DEPTH} deep,
   * nothing after it but white space.
   *
   * @param utf8 the text; not kept
   * @param maxBytes the longest text to accept
   * @return the value
   * @throws JsonException if any of this does not hold
   */
  static Json parse(byte[] utf8, int maxBytes) throws JsonException {
    return JsonReader.read(utf8, maxBytes);
  }

  /**
   * An object.
   *
   * @param members the members; always iterated in canonical order (by UTF-16 code units)
   */
  record Obj(SequencedMap<String, Json> members) implements Json {
    /** An object without members. */
    public static final Obj EMPTY = new Obj(new LinkedHashMap<>());

    /** Copies {@code members} and puts them in canonical order. */
    public Obj {
      members = Members.copyOf(members);
    }

    /**
     * {@return an object of these members}
     *
     * @param members in any order
     */
    public static Obj of(Map<String, ? extends Json> members) {
      return new Obj(Members.copyOf(members));
    }

    /**
     * {@return the member, if it is there}
     *
     * @param name the member's name
     */
    public Optional<Json> find(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /**
     * {@return the member}
     *
     * @param name the member's name
     * @throws JsonException if it is missing
     */
    public Json get(String name) throws JsonException {
      Json value = members.get(name);
      if (value == null) {
        throw new JsonException(JsonException.Fault.MISSING, name, "is missing");
      }
      return value;
    }

    /**
     * {@return the text of a member}
     *
     * @param name the member's name
     * @throws JsonException if it is missing or not a string
     */
    public String string(String name) throws JsonException {
      if (get(name) instanceof Str(String value)) {
        return value;
      }
      throw wrongType(name, "a string");
    }

    /**
     * {@return the text of a member, if it is there}
     *
     * @param name the member's name
     * @throws JsonException if it is there and not a string
     */
    public Optional<String> optionalString(String name) throws JsonException {
      return members.containsKey(name) ? Optional.of(string(name)) : Optional.empty();
    }

    /**
     * {@return the integer of a member}
     *
     * @param name the member's name
     * @throws JsonException if it is missing or not an integer
     */
    public long integer(String name) throws JsonException {
      if (get(name) instanceof Int(long value)) {
        return value;
      }
      throw wrongType(name, "an integer");
    }

    /**
     * {@return the integer of a member, if it is there}
     *
     * @param name the member's name
     * @throws JsonException if it is there and not an integer
     */
    public Optional<Long> optionalInteger(String name) throws JsonException {
      return members.containsKey(name) ? Optional.of(integer(name)) : Optional.empty();
    }

    /**
     * {@return a 64-bit number written as a decimal string: no sign, no leading zeros}
     *
     * @param name the member's name
     * @throws JsonException if it is missing or not of this form
     */
    public long decimal(String name) throws JsonException {
      long value = Decimals.parse(string(name));
      if (value < 0) {
        throw new JsonException(
            JsonException.Fault.VALUE,
            name,
            "must be a decimal string from 0 to 2^63 - 1 without leading zeros");
      }
      return value;
    }

    /**
     * {@return the truth value of a member}
     *
     * @param name the member's name
     * @throws JsonException if it is missing or neither true nor false
     */
    public boolean bool(String name) throws JsonException {
      if (get(name) instanceof Bool(boolean value)) {
        return value;
      }
      throw wrongType(name, "true or false");
    }

    /**
     * {@return the object of a member}
     *
     * @param name the member's name
     * @throws JsonException if it is missing or not an object
     */
    public Obj obj(String name) throws JsonException {
      if (get(name) instanceof Obj value) {
        return value;
      }
      throw wrongType(name, "an object");
    }

    /**
     * {@return the object of a member, if it is there}
     *
     * @param name the member's name
     * @throws JsonException if it is there and not an object
     */
    public Optional<Obj> optionalObj(String name) throws JsonException {
      return members.containsKey(name) ? Optional.of(obj(name)) : Optional.empty();
    }

    /**
     * {@return the list of a member}
     *
     * @param name the member's name
     * @throws JsonException if it is missing or not an array
     */
    public List<Json> arr(String name) throws JsonException {
      if (get(name) instanceof Arr(List<Json> items)) {
        return items;
      }
      throw wrongType(name, "an array");
    }

    /**
     * {@return the list of a member, if it is there}
     *
     * @param name the member's name
     * @throws JsonException if it is there and not an array
     */
    public Optional<List<Json>> optionalArr(String name) throws JsonException {
      return members.containsKey(name) ? Optional.of(arr(name)) : Optional.empty();
    }

    /**
     * Refuses members that nobody asked for.
     *
     * @param known the names that may be there
     * @throws JsonException if there is another one; the first in canonical order is named
     */
    public void refuseUnknown(Set<String> known) throws JsonException {
      Members own = own();
      for (int i = 0; i < own.size(); i++) {
        if (!known.contains(own.name(i))) {
          throw new JsonException(JsonException.Fault.UNKNOWN, own.name(i), "is not known");
        }
      }
    }

    /** The members without a detour over entries. */
    Members own() {
      return (Members) members;
    }

    private static JsonException wrongType(String name, String wanted) {
      return new JsonException(JsonException.Fault.VALUE, name, "must be " + wanted);
    }
  }

  /**
   * An array.
   *
   * @param items the items, in order
   */
  record Arr(List<Json> items) implements Json {
    /** Copies {@code items}. */
    public Arr {
      items = List.copyOf(items);
    }
  }

  /**
   * A string.
   *
   * @param value any text without lone surrogates
   */
  record Str(String value) implements Json {}

  /**
   * An integer.
   *
   * @param value from -(2^53 - 1) to 2^53 - 1
   */
  record Int(long value) implements Json {
    /** Refuses what a JSON reader might not keep exactly. */
    public Int {
      if (value > MAX_INTEGER || value < -MAX_INTEGER) {
        throw new IllegalArgumentException("beyond 2^53 - 1, write it as a string: " + value);
      }
    }
  }

  /**
   * A truth value.
   *
   * @param value true or false
   */
  record Bool(boolean value) implements Json {}

  /** The null value. */
  enum Null implements Json {
    /** The only one. */
    NULL
  }
}
