package org.astragal.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What rules files may say; each refusal names its key first, so that its line is found. */
final class RuleChecks {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_-]{1,32}");

  private RuleChecks() {}

  static void identifier(String key, String id) {
    if (!IDENTIFIER.matcher(id).matches()) {
      throw new IllegalArgumentException(key + " must be 1 to 64 of A-Z a-z 0-9 . _ -: " + id);
    }
  }

  static void code(String key, String code) {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(key + " must be 1 to 32 of A-Z 0-9 _ -: " + code);
    }
  }

  static void currency(String key, String currency) {
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException(key + " must be three capital letters: " + currency);
    }
  }

  static void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + " must be " + least + " to " + most + ": " + value);
    }
  }

  /** Parts per million of a whole. */
  static void ppm(String key, long ppm) {
    range(key, ppm, 0, PoolRules.MICRO);
  }

  /** Minor units whose micro-units fit 63 bits. */
  static void minor(String key, long minor) {
    range(key, minor, 0, PoolRules.MAX_MINOR);
  }

  /** {@return a copy of {@code items}, 1 to {@code most} of them, no two with one name} */
  static <T> List<T> distinct(String key, List<T> items, int most, Function<T, String> name) {
    range(key, items.size(), 1, most);
    var seen = new HashSet<String>();
    for (var item : items) {
      if (!seen.add(name.apply(item))) {
        throw new IllegalArgumentException(key + ": " + name.apply(item) + " is there twice");
      }
    }
    return List.copyOf(items);
  }
}
