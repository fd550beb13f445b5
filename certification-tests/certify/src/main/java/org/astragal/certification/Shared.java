package org.astragal.certification;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.astragal.certification.battery.Finding;

/**
 * Lets findings that were read from a file share their words: there are hundreds of thousands of
 * them, and few words. Use by one thread.
 */
final class Shared {
  private final Map<String, String> words = new HashMap<>();

  /** {@return the same entry with shared words} */
  TaskStore.Entry entry(TaskStore.Entry entry) {
    var key = entry.key();
    return new TaskStore.Entry(
        new TaskStore.Key(word(key.data()), word(key.suite()), word(key.task())),
        entry.millis(),
        entry.findings().stream().map(this::finding).toList());
  }

  private Finding finding(Finding f) {
    return new Finding(
        word(f.suite()),
        word(f.test()),
        word(f.variant()),
        word(f.mode()),
        f.sequence(),
        f.statistic(),
        f.dof(),
        f.pValue(),
        f.log10P(),
        f.size(),
        f.threshold(),
        f.status(),
        word(f.clause()),
        word(f.note()),
        details(f.details()));
  }

  private Map<String, String> details(Map<String, String> details) {
    if (details.isEmpty()) {
      return Map.of();
    }
    var shared = new LinkedHashMap<String, String>();
    // Values are as many as findings; names are few.
    details.forEach((name, value) -> shared.put(word(name), value));
    return shared;
  }

  private String word(String text) {
    String known = words.putIfAbsent(text, text);
    return known == null ? text : known;
  }
}
