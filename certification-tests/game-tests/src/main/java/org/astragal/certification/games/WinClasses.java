package org.astragal.certification.games;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The outcomes of a table that are ranges of amounts, such as {@code 100..199}. Immutable. */
final class WinClasses {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,15})\\.\\.(\\d{1,15})");

  /** By their lower ends. */
  private final TreeMap<Long, Range> ranges = new TreeMap<>();

  private record Range(String name, long last) {}

  WinClasses(List<OutcomeTable.Outcome> outcomes) {
    for (OutcomeTable.Outcome each : outcomes) {
      Matcher matcher = RANGE.matcher(each.outcome());
      if (matcher.matches()) {
        ranges.put(
            Long.parseLong(matcher.group(1)),
            new Range(each.outcome(), Long.parseLong(matcher.group(2))));
      }
    }
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** {@return the name of the range that holds an amount, or the amount itself} */
  String name(String amount) {
    Map.Entry<Long, Range> entry =
        ranges.isEmpty() ? null : ranges.floorEntry(Long.parseLong(amount));
    return entry != null && Long.parseLong(amount) <= entry.getValue().last()
        ? entry.getValue().name()
        : amount;
  }
}
