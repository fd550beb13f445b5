package org.astragal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rounds of the reference games with their draws, by {@link GamePlayBenchmark} under JMH, in a
 * process of its own for each round of measuring.
 */
final class GamesExperiment implements Experiment {
  private static final String BENCHMARK = GamePlayBenchmark.class.getName() + ".play";
  private static final String ROUNDS = BENCHMARK + ":rounds";
  private static final String NANOS = BENCHMARK + ":processorNanos";

  /** Score and parameter in a line of the table that JMH writes. */
  private static final int SCORE = 4;

  private static final int PARAMETER = 7;

  @Override
  public String name() {
    return "games";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    var clock = new LinkedHashMap<String, List<Double>>();
    var processor = new LinkedHashMap<String, List<Double>>();
    for (int i = 1; i <= plan.rounds(); i++) {
      plan.say(name() + ": round " + i + " of " + plan.rounds());
      List<String> table = measure(plan);
      scores(table, BENCHMARK).forEach((game, nanos) -> add(clock, game, nanos));
      processorNanos(table).forEach((game, nanos) -> add(processor, game, nanos));
    }
    var figures = new ArrayList<Figure>();
    processor.forEach((game, nanos) -> {
      figures.add(new Figure(key(game) + "Processor", game + ", processor time", "ns", nanos));
      figures.add(new Figure(key(game), "— by the clock", "ns", clock.getOrDefault(game, nanos)));
    });
    return new Section(
        name(),
        "one round with one bet, draws included, no record",
        figures,
        List.of(
            "processor time is that of the thread, after a million rounds; noise itself costs"
                + " nothing",
            "health tests of the noise, DRBG and scaling run on the thread that plays, and count",
            "choices are the house's: no hand of blackjack takes a card, craps rolls to its end",
            "the full cycles of the slots are counted by the build: SlotCycleTest says how long"));
  }

  private static void add(Map<String, List<Double>> all, String game, double nanos) {
    all.computeIfAbsent(game, _ -> new ArrayList<>()).add(nanos);
  }

  private static String key(String game) {
    var key = new StringBuilder();
    for (String word : game.split("\\.", -1)) {
      key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return key.toString();
  }

  /** {@return what JMH found, line by line} */
  private static List<String> measure(Plan plan) throws LoadException, InterruptedException {
    Path table = plan.directory().resolve("games.csv");
    try {
      Files.createDirectories(plan.directory());
      Files.deleteIfExists(table);
      String iterations = plan.quick() ? "1" : "3";
      var java = Path.of(System.getProperty("java.home"), "bin", "java");
      // JMH starts a process for each game, and looks for its classes on the class path.
      Commands.run(
          new ProcessBuilder(
              java.toString(),
              "-cp",
              System.getProperty("jdk.module.path", ""),
              "org.openjdk.jmh.Main",
              "-f",
              "1",
              "-wi",
              "2",
              "-w",
              "1",
              "-i",
              iterations,
              "-r",
              "1",
              "-foe",
              "true",
              "-jvmArgs",
              "-Xmx512m -Xbatch -XX:+UseParallelGC -XX:+UseCompactObjectHeaders",
              "-rf",
              "csv",
              "-rff",
              table.toString(),
              BENCHMARK));
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no table of JMH in " + table, e);
    }
  }

  /** {@return the score of each game in the lines of one measure} */
  static Map<String, Double> scores(List<String> table, String measure) throws LoadException {
    var scores = new LinkedHashMap<String, Double>();
    for (String line : table) {
      String[] fields = line.replace("\"", "").split(",", -1);
      if (fields[0].equals(measure)) {
        scores.put(fields[PARAMETER], Double.parseDouble(fields[SCORE]));
      }
    }
    if (scores.isEmpty()) {
      throw new LoadException(LoadException.Fault.PROCESS, "JMH did not measure " + measure);
    }
    return scores;
  }

  /** {@return the processor time of a round of each game} */
  static Map<String, Double> processorNanos(List<String> table) throws LoadException {
    Map<String, Double> rounds = scores(table, ROUNDS);
    var perRound = new LinkedHashMap<String, Double>();
    scores(table, NANOS)
        .forEach((game, nanos) -> perRound.put(game, nanos / rounds.getOrDefault(game, 0.0)));
    return perRound;
  }
}
