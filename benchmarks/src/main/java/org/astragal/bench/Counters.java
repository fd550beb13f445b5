package org.astragal.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * The samples of one page of Prometheus text, by name; samples with labels are added up.
 *
 * @param samples value by name
 */
record Counters(Map<String, Double> samples) {
  Counters {
    samples = Map.copyOf(samples);
  }

  /** Reads the text format 0.0.4; lines that are not samples are passed over. */
  static Counters parse(String text) {
    Map<String, Double> samples = new HashMap<>();
    for (String line : text.lines().toList()) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0) {
        int brace = line.indexOf('{');
        String name = line.substring(0, brace < 0 ? space : brace);
        samples.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
      }
    }
    return new Counters(samples);
  }

  /**
   * {@return the sample of this name}
   *
   * @throws LoadException if there is none
   */
  double get(String name) throws LoadException {
    Double value = samples.get(name);
    if (value == null) {
      throw new LoadException(
          LoadException.Fault.WRONG_ANSWER, "no metric " + name + " in " + samples.keySet());
    }
    return value;
  }
}
