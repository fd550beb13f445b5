package org.astragal.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;

/**
 * From the moment an outcome was to be requested to the moment a WebSocket client has the jackpot
 * meter that holds its contribution, with appliance, ledger, PostgreSQL and client on the same
 * cores, at half of what they can sustain.
 *
 * <p>Which push holds which outcome: every request of the run contributes the same amount c to the
 * level, nobody else plays, and the ledger posts in the order of the log. So a push of M
 * micro-units holds the first (M - M0) / c outcomes of the run in the order of their {@code seq},
 * M0 being the meter before it. That needs no trust in any position the push may carry, and it
 * checks the meter on the way: a push that is not M0 plus a multiple of c, or a last one that is
 * not M0 + n c, fails the run.
 */
final class MeterExperiment implements Experiment {
  private static final String SEQ = "\"seq\":\"";
  private static final int CONNECTIONS = 256;
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration CATCH_UP = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "meter";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    plan.say("meter: making a site");
    try (BenchSite site = BenchSite.create(plan, "meter", true)) {
      site.startLedger();
      site.startAppliance();
      return measure(plan, site);
    }
  }

  private Section measure(Plan plan, BenchSite site) throws LoadException, InterruptedException {
    try (LoadClient client =
        LoadClient.connect(site.plain(), Requests.single(site.host()), 201, CONNECTIONS)) {
      plan.say("meter: warming up");
      client.closedLoop(plan.warmUp(), Long.MAX_VALUE);
      Contribution claim = claim(client);
      site.awaitLedger(CATCH_UP);
      plan.say("meter: finding saturation");
      double saturation = saturation(site, client, plan.round());
      List<Histogram> rounds = new ArrayList<>();
      for (int i = 1; i <= plan.rounds(); i++) {
        plan.say("meter: round " + i + " of " + plan.rounds());
        rounds.add(paced(site, client, claim, saturation / 2, plan.round()));
        site.awaitLedger(SETTLE);
      }
      return section(saturation, rounds);
    }
  }

  /**
   * What the whole line does when it is pushed as hard as the client can: outcomes of a closed
   * loop, over the time until the ledger has committed the last of them.
   */
  private static double saturation(BenchSite site, LoadClient client, Duration time)
      throws LoadException, InterruptedException {
    long start = System.nanoTime();
    long outcomes = client.closedLoop(time, Long.MAX_VALUE).allOutcomes();
    site.awaitLedger(CATCH_UP);
    return outcomes / ((System.nanoTime() - start) / 1e9);
  }

  private static Histogram paced(
      BenchSite site, LoadClient client, Contribution claim, double rate, Duration time)
      throws LoadException, InterruptedException {
    long each = claim.amount().minor() * 1_000_000 + claim.amount().micro();
    long before = site.meter(claim.pool(), claim.level());
    Map<Long, Long> plannedBySeq = new TreeMap<>();
    try (MeterFeed feed =
        MeterFeed.open(
            site.ledgerPublic("ws", "/ws/meters?coalesce=off"), claim.pool(), claim.level())) {
      client.paced(rate, time, (planned, now, body) -> plannedBySeq.put(seq(body), planned));
      feed.await(before + each * plannedBySeq.size(), SETTLE);
      return latencies(List.copyOf(plannedBySeq.values()), feed.pushes(), before, each);
    }
  }

  /**
   * Gives each outcome to the first push that holds it.
   *
   * @param planned when each outcome was to be requested, in the order of the log
   * @param pushes values of the meter, in the order of their arrival
   * @param before the meter before the first of them
   * @param each what each outcome adds
   */
  static Histogram latencies(
      List<Long> planned, List<MeterFeed.Push> pushes, long before, long each)
      throws LoadException {
    Histogram latency = new Histogram();
    int next = 0;
    for (MeterFeed.Push push : pushes) {
      long added = push.micro() - before;
      if (added < 0 || added % each != 0 || added / each > planned.size()) {
        throw new LoadException(
            LoadException.Fault.WRONG_ANSWER,
            "a meter of " + push.micro() + " is not " + before + " and a multiple of " + each);
      }
      for (; next < added / each; next++) {
        latency.record(push.arrived() - planned.get(next));
      }
    }
    if (next != planned.size()) {
      throw new LoadException(
          LoadException.Fault.WRONG_ANSWER,
          "the meter holds " + next + " of " + planned.size() + " outcomes");
    }
    return latency;
  }

  /** {@return the first jackpot claim of one round that is played for this} */
  private static Contribution claim(LoadClient client) throws LoadException {
    String sealed = client.closedLoop(SETTLE, 1).samples().getFirst();
    try {
      byte[] record = SealedOutcome.parse(sealed.getBytes(StandardCharsets.UTF_8)).record();
      if (OutcomeRecord.parse(record).body() instanceof RoundSettled settled) {
        return settled.contributions().getFirst();
      }
    } catch (SealedOutcomeException | RecordException e) {
      throw new LoadException(LoadException.Fault.WRONG_ANSWER, "not a sealed outcome", e);
    }
    throw new LoadException(LoadException.Fault.WRONG_ANSWER, "not settled: " + sealed);
  }

  /** {@return the seq in a record: its last member but trace, type and v} */
  static long seq(byte[] sealed) throws LoadException {
    String text = new String(sealed, StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf(SEQ, text.lastIndexOf(",\"receipt\":\""));
    int end = text.indexOf('"', at + SEQ.length());
    if (at < 0 || end < 0) {
      throw new LoadException(LoadException.Fault.WRONG_ANSWER, "no seq in " + text);
    }
    return Long.parseLong(text, at + SEQ.length(), end, 10);
  }

  private Section section(double saturation, List<Histogram> rounds) {
    return new Section(
        name(),
        "outcome requested to jackpot meter pushed, at half of saturation",
        List.of(
            Figure.of(
                "saturation", "saturation, outcomes committed by the ledger", "/s", saturation),
            Figure.of("rate", "rate of the paced rounds", "/s", saturation / 2),
            millis("p50", "requested to pushed, median", rounds, 0.5),
            millis("p99", "requested to pushed, 99 %", rounds, 0.99),
            millis("longest", "requested to pushed, longest", rounds, 1)),
        List.of(
            "appliance, ledger, PostgreSQL, client and listener share the cores; open loop, time"
                + " counts from the planned moment of each request",
            "an outcome belongs to the first push whose amount holds its contribution; every push"
                + " was exact to the micro-unit, and the last one held them all"));
  }

  private static Figure millis(String key, String label, List<Histogram> rounds, double fraction) {
    return new Figure(
        key, label, "ms", rounds.stream().map(h -> h.quantile(fraction) / 1e6).toList());
  }
}
