package org.astragal.certification.sp80090b;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a finding, in the order in which they were put. */
final class Details {
  private final Map<String, String> figures = new LinkedHashMap<>();

  Details put(String name, double value) {
    figures.put(name, Double.toString(value));
    return this;
  }

  Details put(String name, long value) {
    figures.put(name, Long.toString(value));
    return this;
  }

  Details put(String name, String value) {
    figures.put(name, value);
    return this;
  }

  Details putAll(Map<String, String> others) {
    figures.putAll(others);
    return this;
  }

  Map<String, String> map() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }
}
