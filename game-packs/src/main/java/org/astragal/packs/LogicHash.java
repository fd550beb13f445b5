package org.astragal.packs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Hash;

/**
 * Names game logic by what it is: SHA-256 over the sorted lines {@code <entry name> <sha256 hex>\n}
 * of every class and table of a pack and of the interface that it was made for. File times and
 * packaging do not count, and neither does what is below META-INF.
 */
final class LogicHash {
  private static final String META_INF = "META-INF/";

  private LogicHash() {}

  /**
   * {@return the hash}
   *
   * @param pack the entries of the pack, by name
   * @param api the entries of the interface, by name
   */
  static Hash of(Map<String, byte[]> pack, Map<String, byte[]> api) {
    List<String> lines = new ArrayList<>();
    pack.forEach((name, bytes) -> add(lines, name, bytes));
    api.forEach((name, bytes) -> add(lines, name, bytes));
    var text = new StringBuilder();
    lines.stream().sorted().forEach(text::append);
    return Hash.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void add(List<String> lines, String name, byte[] bytes) {
    if (counts(name)) {
      lines.add(name + " " + HexFormat.of().formatHex(Hash.sha256(bytes).bytes()) + "\n");
    }
  }

  /** {@return whether an entry belongs to the logic} */
  static boolean counts(String entry) {
    return !entry.startsWith(META_INF);
  }
}
