package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Data;

/** A draw plan, as {@code GET /v1/games} has it, in lines for people. */
final class PlanText {
  private final List<List<String>> rows = new ArrayList<>();

  private PlanText() {}

  /** {@return a row for each part: what happens, indented by how deep it lies, and its bounds} */
  static List<List<String>> rows(Data.Members plan) {
    var text = new PlanText();
    text.part(plan, 0);
    return List.copyOf(text.rows);
  }

  private void part(Data.Members part, int depth) {
    String name =
        part.values().keySet().stream().filter(PlanText::isKind).findFirst().orElseThrow();
    switch (name) {
      case "draw" ->
          row(depth, hidden(part) + "draw `" + text(part, name) + "`", "below " + list(part));
      case "deal" ->
          row(
              depth,
              hidden(part) + "draws `" + text(part, name) + "` without replacement",
              counts(part) + ", the first below " + whole(part, "from"));
      case "ask" -> row(depth, "the player chooses: " + text(part, name), "");
      case "repeat" -> {
        row(depth, "repeated until " + text(part, "until"), counts(part) + " times");
        part(members(part, name), depth + 1);
      }
      case "sequence" -> items(part, name).forEach(next -> part((Data.Members) next, depth));
      default -> items(part, name).forEach(way -> way((Data.Members) way, depth));
    }
  }

  private void way(Data.Members way, int depth) {
    Data.Members then = members(way, "then");
    boolean isNothing = then.items("sequence").map(List::isEmpty).orElse(false);
    if (!isNothing) {
      row(depth, "when " + text(way, "when"), "");
      part(then, depth + 1);
    }
  }

  private void row(int depth, String what, String bound) {
    rows.add(List.of("· ".repeat(depth) + what, bound));
  }

  private static boolean isKind(String name) {
    return switch (name) {
      case "draw", "deal", "ask", "repeat", "sequence", "cases" -> true;
      default -> false;
    };
  }

  private static String hidden(Data.Members part) {
    return part.get("hidden").isPresent() ? "hidden " : "";
  }

  private static String counts(Data.Members part) {
    long least = whole(part, "least");
    long most = whole(part, "most");
    return least == most ? Long.toString(most) : least + " to " + most;
  }

  private static String list(Data.Members part) {
    return String.join(
        " or ", items(part, "below").stream().map(n -> ((Data.Text) n).value()).toList());
  }

  private static String text(Data.Members part, String name) {
    return part.text(name).orElseThrow();
  }

  private static long whole(Data.Members part, String name) {
    return part.whole(name).orElseThrow();
  }

  private static List<Data> items(Data.Members part, String name) {
    return part.items(name).orElseThrow();
  }

  private static Data.Members members(Data.Members part, String name) {
    return (Data.Members) part.get(name).orElseThrow();
  }
}
