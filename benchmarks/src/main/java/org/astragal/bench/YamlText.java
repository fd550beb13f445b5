package org.astragal.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Replaces whole top-level keys of a YAML file as text, so that everything else stays as the set-up
 * wrote it.
 */
final class YamlText {
  private YamlText() {}

  /**
   * {@return the file with another value under one top-level key, which is appended if missing}
   *
   * @param yaml a block mapping at the top level
   * @param key the key
   * @param block the whole text of the key, such as {@code "ledgers: []"}
   */
  static String with(String yaml, String key, String block) {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    boolean found = false;
    for (String line : yaml.lines().toList()) {
      boolean top = !line.isBlank() && !line.startsWith(" ") && !line.startsWith("#");
      if (top) {
        inside = line.startsWith(key + ":");
        if (inside) {
          lines.add(block);
          found = true;
        }
      }
      if (!inside) {
        lines.add(line);
      }
    }
    if (!found) {
      lines.add(block);
    }
    return String.join("\n", lines) + "\n";
  }

  /**
   * {@return the file with another scalar under a key of a block}
   *
   * @param yaml holds the key exactly once
   * @param key the key, at any depth
   * @param value the new scalar
   * @throws IllegalArgumentException if the key is missing or stands there more than once
   */
  static String withScalar(String yaml, String key, String value) {
    List<String> lines = new ArrayList<>();
    int found = 0;
    for (String line : yaml.lines().toList()) {
      if (line.strip().startsWith(key + ":")) {
        lines.add(line.substring(0, line.indexOf(key)) + key + ": " + value);
        found++;
      } else {
        lines.add(line);
      }
    }
    if (found != 1) {
      throw new IllegalArgumentException(key + " stands " + found + " times in the file");
    }
    return String.join("\n", lines) + "\n";
  }

  /**
   * {@return the scalar under a key of a block, without quotes}
   *
   * @param yaml holds the key exactly once, at any depth
   * @param key the key
   * @throws IllegalArgumentException if the key is missing or stands there more than once
   */
  static String scalar(String yaml, String key) {
    List<String> values =
        yaml.lines()
            .map(String::strip)
            .filter(line -> line.startsWith(key + ":"))
            .map(line -> line.substring(key.length() + 1).strip().replace("\"", ""))
            .toList();
    if (values.size() != 1) {
      throw new IllegalArgumentException(key + " stands " + values.size() + " times in the file");
    }
    return values.getFirst();
  }
}
