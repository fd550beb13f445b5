package org.astragal.certification.games;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.Draws;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;

/**
 * Every way that chance can take through a round, and what the tables of a game come to by that.
 * Its main method prints the data of a game with the tables that it counted.
 */
final class Enumeration implements Draws {
  private final List<Long> bounds = new ArrayList<>();
  private final List<Long> values = new ArrayList<>();
  private int depth;

  private Enumeration() {}

  @Override
  public long below(String purpose, long n) {
    if (depth == values.size()) {
      bounds.add(n);
      values.add(0L);
    }
    return values.get(depth++);
  }

  private long denominator() {
    long product = 1;
    for (int i = 0; i < depth; i++) {
      product = Math.multiplyExact(product, bounds.get(i));
    }
    return product;
  }

  private boolean advance() {
    for (int last = values.size() - 1; last >= 0; last--) {
      if (values.get(last) + 1 < bounds.get(last)) {
        values.set(last, values.get(last) + 1);
        return true;
      }
      bounds.removeLast();
      values.removeLast();
    }
    return false;
  }

  /** {@return the exact probability of each outcome of each table, in natural order} */
  static List<Map<String, Fraction>> of(Game game, GameData data) throws Exception {
    var playing = new PackGame(game, data);
    // Rounds of equal weight are added up as whole numbers first.
    var counts = new ArrayList<Map<String, Map<Long, Long>>>();
    data.tables().forEach(_ -> counts.add(new TreeMap<>(Enumeration::inOrder)));
    var tree = new Enumeration();
    do {
      tree.depth = 0;
      PackGame.Round round = playing.play(tree);
      for (int i = 0; i < counts.size(); i++) {
        counts
            .get(i)
            .computeIfAbsent(
                round.outcomes(data.tables().get(i).counted()).getFirst(), _ -> new TreeMap<>())
            .merge(tree.denominator(), 1L, Long::sum);
      }
    } while (tree.advance());
    var tables = new ArrayList<Map<String, Fraction>>();
    for (var table : counts) {
      var exact = new LinkedHashMap<String, Fraction>();
      table.forEach((outcome, weights) -> {
        Fraction sum = Fraction.ZERO;
        for (var weight : weights.entrySet()) {
          sum =
              sum.plus(
                  new Fraction(
                      BigInteger.valueOf(weight.getValue()), BigInteger.valueOf(weight.getKey())));
        }
        exact.put(outcome, sum);
      });
      tables.add(exact);
    }
    return tables;
  }

  private static int inOrder(String a, String b) {
    boolean numbers = a.matches("\\d{1,18}") && b.matches("\\d{1,18}");
    return numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
  }

  /**
   * Prints the data of a game: bets and names of tables are taken from a file, their outcomes are
   * counted.
   *
   * @param args the file; its tables may have any outcomes
   */
  public static void main(String[] args) throws Exception {
    System.out.print(counted(Files.readString(Path.of(args[0]))));
  }

  private static String counted(String json) throws Exception {
    GameData data = GameData.read(json, GameData.class);
    Game game =
        PackGame.installed().stream()
            .filter(each -> each.id().equals(data.game()))
            .findFirst()
            .orElseThrow(() -> new IOException("no game " + data.game()));
    List<Map<String, Fraction>> tables =
        ExactTables.GAMES.contains(data.game()) ? ExactTables.of(data) : of(game, data);
    var text = new StringBuilder(json.substring(0, json.indexOf("\"tables\"")));
    text.append("\"tables\": [");
    for (int i = 0; i < tables.size(); i++) {
      GameData.Table table = data.tables().get(i);
      text.append(i == 0 ? "\n" : ",\n")
          .append("    {\"name\": \"" + table.name() + "\", \"from\": \"" + table.from() + "\",")
          .append(" \"outcomes\": [");
      String separator = "\n";
      for (var outcome : tables.get(i).entrySet()) {
        text.append(separator)
            .append("      {\"outcome\": \"" + outcome.getKey() + "\",")
            .append(" \"probability\": \"" + outcome.getValue() + "\"}");
        separator = ",\n";
      }
      text.append("\n    ]}");
    }
    return text.append("\n  ]\n}\n").toString();
  }
}
