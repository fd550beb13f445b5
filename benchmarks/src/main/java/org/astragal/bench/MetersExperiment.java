package org.astragal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * How many may watch: 10,000 clients of a pool in which nothing happens, then 1,000 of one that
 * moves, then some that never read. What an idle client costs, what the ledger's processor does,
 * how old a meter is when it arrives, and whether all of it is what the ledger holds.
 */
final class MetersExperiment implements Experiment {
  private static final int IDLE = 10_000;
  private static final int BUSY = 1_000;
  private static final int DEAF = 5;
  private static final double ROUNDS_A_SECOND = 10;
  private static final String POOL = "global.2026";
  private static final String QUIET = "quiet.2026";
  private static final Duration CONNECT = Duration.ofMinutes(5);
  private static final Duration CATCH_UP = Duration.ofMinutes(2);
  private static final Duration DROPPED = Duration.ofMinutes(3);
  private static final double MIB = 1 << 20;
  private static final double KIB = 1 << 10;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  @Override
  public String name() {
    return "meters";
  }

  /** What a process holds, bytes: on the heap after a collection, and in all. */
  private record Memory(long heap, long resident) {}

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    plan.say("meters: making a site");
    try (BenchSite site = BenchSite.create(plan, "meters", true)) {
      Files.writeString(
          site.directory().resolve("rules").resolve("quiet.yaml"),
          """
          pool: %s
          currency: EUR
          exp: 2
          games: [nobody.plays.this]
          modes: [REAL]
          fundedBy: [CASH]
          levels: [{id: QUIET, seedMinor: 100, ratePpm: 1, reservePpm: 0}]
          """
              .formatted(QUIET));
      long pid = site.startLedger();
      site.startAppliance();
      return measure(plan, site, pid);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no rules: " + e, e);
    }
  }

  private Section measure(Plan plan, BenchSite site, long pid)
      throws LoadException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (LoadClient players =
        LoadClient.connect(site.plain(), Requests.single(site.host()), 201, 1)) {
      plan.say("meters: warming up");
      players.paced(ROUNDS_A_SECOND * 10, plan.round(), (_, _, _) -> {});
      site.awaitLedger(CATCH_UP);
      Memory before = memory(pid);
      plan.say("meters: " + IDLE + " idle clients");
      long start = System.nanoTime();
      try (MeterCrowd idle =
          MeterCrowd.open(site.ledgerPublic(), MeterCrowd.Kind.of(QUIET), IDLE, CONNECT)) {
        figures.add(Figure.of("connect", "idle clients connected in", "s", seconds(start)));
        Memory with = memory(pid);
        figures.add(perClient("heap", "heap of an idle client", with.heap() - before.heap()));
        figures.add(
            perClient("resident", "memory of an idle client", with.resident() - before.resident()));
        figures.add(
            Figure.of("all", "memory of the ledger with them", "MiB", with.resident() / MIB));
        figures.add(Figure.of("rest", "processor time, all idle", "ms/s", rest(pid, plan.round())));
        busy(plan, site, pid, players, figures);
        deaf(plan, site, players, figures);
        if (idle.frames() != IDLE || idle.ended() > 0) {
          throw wrong("idle clients got " + idle.frames() + " meters, " + idle.ended() + " ended");
        }
      }
    }
    return new Section(
        name(),
        "10,000 idle and 1,000 busy clients of the meters",
        figures,
        List.of(
            "clients, players, appliance, ledger and PostgreSQL share the cores; connections come"
                + " from 127.0.0.2 and on, and each process needs 12,000 open files",
            "idle clients watch a pool in which nothing happens; busy ones one with two levels at "
                + ROUNDS_A_SECOND
                + " rounds a second; each meter ended at what the ledger holds",
            "memory of an idle client is what the process grew by, threads and buffers included;"
                + " a connection's buffers in the kernel are beside it"));
  }

  private void busy(Plan plan, BenchSite site, long pid, LoadClient players, List<Figure> figures)
      throws LoadException, InterruptedException {
    plan.say("meters: " + BUSY + " busy clients");
    try (MeterCrowd busy =
        MeterCrowd.open(site.ledgerPublic(), MeterCrowd.Kind.of(POOL), BUSY, CONNECT)) {
      List<Histogram> delays = new ArrayList<>();
      List<Double> processor = new ArrayList<>();
      List<Double> rate = new ArrayList<>();
      for (int round = 0; round < plan.rounds(); round++) {
        busy.delays();
        long frames = busy.frames();
        Duration cpu = CpuTime.of(pid);
        long start = System.nanoTime();
        players.paced(ROUNDS_A_SECOND, plan.round(), (_, _, _) -> {});
        site.awaitLedger(CATCH_UP);
        arrived(site, busy);
        double seconds = seconds(start);
        processor.add(CpuTime.of(pid).minus(cpu).toNanos() / 1e6 / seconds);
        rate.add((busy.frames() - frames) / seconds);
        delays.add(busy.delays());
      }
      figures.add(new Figure("rate", "meters sent to busy clients", "/s", rate));
      figures.add(new Figure("cpu", "processor time of the ledger", "ms/s", processor));
      figures.add(delay("p50", "committed to received, median", delays, 0.5));
      figures.add(delay("p99", "committed to received, 99 %", delays, 0.99));
      figures.add(delay("longest", "committed to received, longest", delays, 1));
      if (busy.ended() > 0) {
        throw wrong(busy.ended() + " busy clients were cut off");
      }
    }
  }

  /** Waits until every client has what the ledger holds; none may ever have more. */
  private static void arrived(BenchSite site, MeterCrowd crowd)
      throws LoadException, InterruptedException {
    long end = System.nanoTime() + CATCH_UP.toNanos();
    for (String level : List.of("GRAND", "MINI")) {
      long held = site.meter(POOL, level);
      while (crowd.newest(level).getFirst() != held) {
        if (crowd.newest(level).getLast() > held || System.nanoTime() > end) {
          throw wrong(level + " is " + held + ", clients have " + crowd.newest(level).getLast());
        }
        Thread.sleep(20);
      }
    }
  }

  /** Clients that never read are cut off, and nobody else is. */
  private static void deaf(Plan plan, BenchSite site, LoadClient players, List<Figure> figures)
      throws LoadException, InterruptedException {
    plan.say("meters: " + DEAF + " clients that do not read");
    long before = (long) site.ledgerMetrics().get("ledger_meter_watchers_dropped");
    long start = System.nanoTime();
    try (MeterCrowd deaf =
        MeterCrowd.open(site.ledgerPublic(), MeterCrowd.Kind.deaf(), DEAF, CONNECT)) {
      while (site.ledgerMetrics().get("ledger_meter_watchers_dropped") - before < DEAF) {
        if (System.nanoTime() - start > DROPPED.toNanos()) {
          throw wrong("clients that do not read are still served");
        }
        players.paced(ROUNDS_A_SECOND * 20, Duration.ofSeconds(1), (_, _, _) -> {});
      }
      // A few may have come with the answer to the handshake.
      if (deaf.frames() > 64L * DEAF) {
        throw wrong("clients that do not read have read " + deaf.frames() + " meters");
      }
      figures.add(
          Figure.of(
              "dropped", "last of " + DEAF + " deaf clients cut off after", "s", seconds(start)));
    }
  }

  private static double rest(long pid, Duration time) throws InterruptedException {
    Duration before = CpuTime.of(pid);
    long start = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    return CpuTime.of(pid).minus(before).toNanos() / 1e6 / seconds(start);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static Figure perClient(String key, String label, long bytes) {
    return Figure.of(key, label, "KiB", bytes / KIB / IDLE);
  }

  private static Figure delay(String key, String label, List<Histogram> rounds, double fraction) {
    return new Figure(
        key, label, "ms", rounds.stream().map(h -> h.quantile(fraction) / 1e6).toList());
  }

  private static Memory memory(long pid) throws LoadException, InterruptedException {
    jcmd(pid, "GC.run");
    long heap = 0;
    var used = USED.matcher(jcmd(pid, "GC.heap_info").replaceAll("(?s)Metaspace.*", ""));
    while (used.find()) {
      heap += Long.parseLong(used.group(1)) << 10;
    }
    try {
      var resident =
          RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
      if (heap == 0 || !resident.find()) {
        throw wrong("the memory of " + pid + " cannot be read");
      }
      return new Memory(heap, Long.parseLong(resident.group(1)) << 10);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no process " + pid, e);
    }
  }

  private static String jcmd(long pid, String what) throws LoadException, InterruptedException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(program.toString(), Long.toString(pid), what)
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw wrong("jcmd " + what + ": " + out);
      }
      return out;
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no " + program, e);
    }
  }

  private static LoadException wrong(String what) {
    return new LoadException(LoadException.Fault.WRONG_ANSWER, what);
  }
}
