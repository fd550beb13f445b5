package org.astragal.certification.sp80022;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures by name, in the order given: a report is the same bytes each time. */
final class Details {
  private Details() {}

  static Map<String, String> of(String name, Object value) {
    return Map.of(name, value.toString());
  }

  static Map<String, String> of(String name, Object value, String name2, Object value2) {
    var map = new LinkedHashMap<String, String>();
    map.put(name, value.toString());
    map.put(name2, value2.toString());
    return Collections.unmodifiableMap(map);
  }

  static Map<String, String> of(
      String name, Object value, String name2, Object value2, String name3, Object value3) {
    var map = new LinkedHashMap<>(of(name, value, name2, value2));
    map.put(name3, value3.toString());
    return Collections.unmodifiableMap(map);
  }

  static String list(long[] counts) {
    return Arrays.stream(counts).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }
}
