package org.astragal.outcome;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object in canonical order, in two arrays: objects of records are small, and
 * a log is millions of them.
 *
 * <p>Thread safety: immutable.
 */
final class Members extends AbstractMap<String, Json> implements SequencedMap<String, Json> {
  /** Up to here insertion is faster than sorting. */
  private static final int FEW = 8;

  /** Up to here comparing with each name is faster than halving: most differ in their length. */
  private static final int SOME = 24;

  private final String[] names;
  private final Json[] values;

  private Members(String[] names, Json[] values) {
    this.names = names;
    this.values = values;
  }

  /** {@return these members in canonical order} */
  static Members copyOf(Map<String, ? extends Json> members) {
    if (members instanceof Members ours) {
      return ours;
    }
    var builder = new Builder();
    members.forEach(builder::add);
    return builder.sorted();
  }

  /** {@return members that are in canonical order already, none of them twice; copied} */
  static Members sorted(String[] names, Json[] values, int from, int to) {
    return new Members(Arrays.copyOfRange(names, from, to), Arrays.copyOfRange(values, from, to));
  }

  /** Gathers members in any order. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 8;

    private String[] names = new String[FIRST_CAPACITY];
    private Json[] values = new Json[FIRST_CAPACITY];
    private int count;

    void add(String name, Json value) {
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      names[count] = name;
      values[count] = value;
      count++;
    }

    /** {@return the members in canonical order; names that are there twice are neighbours} */
    Members sorted() {
      // Most objects are small or come in order: insertion is the fastest for both.
      if (count > Members.FEW && !isSorted()) {
        return largeSorted();
      }
      for (int i = 1; i < count; i++) {
        String name = names[i];
        Json value = values[i];
        int at = i;
        while (at > 0 && names[at - 1].compareTo(name) > 0) {
          names[at] = names[at - 1];
          values[at] = values[at - 1];
          at--;
        }
        names[at] = name;
        values[at] = value;
      }
      return new Members(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
    }

    private boolean isSorted() {
      for (int i = 1; i < count; i++) {
        if (names[i - 1].compareTo(names[i]) > 0) {
          return false;
        }
      }
      return true;
    }

    private Members largeSorted() {
      List<Map.Entry<String, Json>> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(Map.entry(names[i], values[i]));
      }
      entries.sort(Map.Entry.comparingByKey());
      var sortedNames = new String[count];
      var sortedValues = new Json[count];
      for (int i = 0; i < count; i++) {
        sortedNames[i] = entries.get(i).getKey();
        sortedValues[i] = entries.get(i).getValue();
      }
      return new Members(sortedNames, sortedValues);
    }
  }

  /** {@return a name that is there twice, if there is one} */
  Optional<String> repeated() {
    for (int i = 1; i < names.length; i++) {
      if (names[i - 1].equals(names[i])) {
        return Optional.of(names[i]);
      }
    }
    return Optional.empty();
  }

  @Override
  public @Nullable Json get(@Nullable Object name) {
    if (!(name instanceof String wanted)) {
      return null;
    }
    int at = names.length <= SOME ? indexOf(wanted) : Arrays.binarySearch(names, wanted);
    return at < 0 ? null : values[at];
  }

  private int indexOf(String wanted) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public SequencedMap<String, Json> reversed() {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(this).reversed());
  }

  @Override
  public Set<Map.Entry<String, Json>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Json>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Json>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, Json> next() {
      if (next == names.length) {
        throw new NoSuchElementException();
      }
      int at = next++;
      return Map.entry(names[at], values[at]);
    }
  }

  String name(int index) {
    return names[index];
  }

  Json value(int index) {
    return values[index];
  }
}
