package org.astragal.games.reference;

import java.util.HashSet;
import java.util.List;
import org.astragal.games.api.Data;

/** The part of JSON Schema 2020-12 that the games use; anything else in a schema is an error. */
final class JsonSchema {
  private JsonSchema() {}

  /** {@return whether a value is valid under a schema} */
  static boolean allows(Data.Members schema, Data value) {
    return schema.values().entrySet().stream()
        .allMatch(rule -> keeps(rule.getKey(), rule.getValue(), schema, value));
  }

  private static boolean keeps(String name, Data rule, Data.Members schema, Data value) {
    return switch (name) {
      case "$schema" -> true;
      case "oneOf" -> items(rule).stream().filter(way -> allows(members(way), value)).count() == 1;
      case "const" -> rule.equals(value);
      case "enum" -> items(rule).contains(value);
      case "type" -> isOfType(text(rule), value);
      case "minimum" -> value instanceof Data.Whole(long n) && n >= whole(rule);
      case "maximum" -> value instanceof Data.Whole(long n) && n <= whole(rule);
      case "minItems" -> value instanceof Data.Items(var items) && items.size() >= whole(rule);
      case "maxItems" -> value instanceof Data.Items(var items) && items.size() <= whole(rule);
      case "uniqueItems" ->
          value instanceof Data.Items(var items) && new HashSet<>(items).size() == items.size();
      case "items" ->
          value instanceof Data.Items(var items)
              && items.stream().allMatch(item -> allows(members(rule), item));
      case "required" ->
          value instanceof Data.Members found
              && items(rule).stream().allMatch(n -> found.get(text(n)).isPresent());
      case "properties" ->
          value instanceof Data.Members found
              && members(rule).values().entrySet().stream()
                  .allMatch(property ->
                      found
                          .get(property.getKey())
                          .map(v -> allows(members(property.getValue()), v))
                          .orElse(true));
      case "additionalProperties" ->
          value instanceof Data.Members found
              && members(schema.get("properties").orElseThrow())
                  .values()
                  .keySet()
                  .containsAll(found.values().keySet());
      default -> throw new IllegalArgumentException("unknown rule " + name);
    };
  }

  private static boolean isOfType(String type, Data value) {
    return switch (type) {
      case "object" -> value instanceof Data.Members;
      case "array" -> value instanceof Data.Items;
      case "integer" -> value instanceof Data.Whole;
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private static List<Data> items(Data data) {
    return ((Data.Items) data).values();
  }

  private static Data.Members members(Data data) {
    return (Data.Members) data;
  }

  private static String text(Data data) {
    return ((Data.Text) data).value();
  }

  private static long whole(Data data) {
    return ((Data.Whole) data).value();
  }
}
