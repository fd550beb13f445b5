package org.astragal.packs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;

/** Between JSON and the types of {@code java.base} that every version of the interface takes. */
final class PlainJson {
  private PlainJson() {}

  /**
   * {@return JSON as plain data}
   *
   * @throws IllegalArgumentException if there is a null in it, which games do not know
   */
  static Object plain(Json json) {
    return switch (json) {
      case Json.Str(String value) -> value;
      case Json.Int(long value) -> value;
      case Json.Bool(boolean value) -> value;
      case Json.Arr(List<Json> items) -> {
        var list = new ArrayList<Object>(items.size());
        items.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case Json.Obj object -> {
        var map = new LinkedHashMap<String, Object>();
        object.members().forEach((name, value) -> map.put(name, plain(value)));
        yield map;
      }
      case Json.Null _ -> throw new IllegalArgumentException("games know no null");
    };
  }

  /**
   * {@return plain data as JSON}
   *
   * @throws IllegalArgumentException if there is anything else in it
   */
  static Json json(Object plain) {
    return switch (plain) {
      case String value -> new Json.Str(value);
      case Long value -> new Json.Int(value);
      case Boolean value -> new Json.Bool(value);
      case List<?> items -> {
        var list = new ArrayList<Json>(items.size());
        items.forEach(item -> list.add(json(item)));
        yield new Json.Arr(list);
      }
      case Map<?, ?> members -> {
        var map = new LinkedHashMap<String, Json>();
        members.forEach((name, value) -> map.put((String) name, json(value)));
        yield Json.Obj.of(map);
      }
      default -> throw new IllegalArgumentException("not plain: " + plain.getClass());
    };
  }

  /**
   * {@return where two values differ first, in canonical order, and how; nothing if they are the
   * same bytes}
   *
   * @param where the path of both
   * @param recorded one of them
   * @param again the other
   */
  static Optional<String> difference(String where, Json recorded, Json again) {
    if (recorded instanceof Json.Obj a && again instanceof Json.Obj b) {
      var names = new TreeSet<>(a.members().keySet());
      names.addAll(b.members().keySet());
      for (String name : names) {
        Optional<String> found = difference(where + "." + name, a.find(name), b.find(name));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    if (recorded instanceof Json.Arr(List<Json> a) && again instanceof Json.Arr(List<Json> b)) {
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        Optional<String> found = difference(where + "[" + i + "]", at(a, i), at(b, i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return recorded.equals(again)
        ? Optional.empty()
        : Optional.of(where + ": recorded " + text(recorded) + ", played again " + text(again));
  }

  private static Optional<String> difference(
      String where, Optional<Json> recorded, Optional<Json> again) {
    if (recorded.isPresent() && again.isPresent()) {
      return difference(where, recorded.get(), again.get());
    }
    return Optional.of(
        where
            + ": recorded "
            + recorded.map(PlainJson::text).orElse("nothing")
            + ", played again "
            + again.map(PlainJson::text).orElse("nothing"));
  }

  private static Optional<Json> at(List<Json> items, int index) {
    return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
  }

  private static String text(Json json) {
    return new String(JcsWriter.encode(json), StandardCharsets.UTF_8);
  }
}
