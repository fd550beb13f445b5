package org.astragal.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast the ledger takes what it has missed: every record and receipt verified, every
 * contribution posted, committed to PostgreSQL with synchronous commit. The appliance reads its log
 * and forwards meanwhile, on the same cores, but plays nothing.
 */
final class IngestExperiment implements Experiment {
  private static final int CONNECTIONS = 256;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(50);

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    long backlog = plan.quick() ? 20_000 : 200_000;
    plan.say("ledger: making a site");
    try (BenchSite site = BenchSite.create(plan, "ledger", true)) {
      List<Double> rates = new ArrayList<>();
      site.startLedger();
      site.startAppliance();
      try (LoadClient client =
          LoadClient.connect(site.plain(), Requests.single(site.host()), 201, CONNECTIONS)) {
        for (int i = 1; i <= Math.min(3, plan.rounds()); i++) {
          plan.say("ledger: round " + i + ", playing without the ledger");
          site.stopLedger();
          client.closedLoop(LIMIT, backlog);
          plan.say("ledger: round " + i + ", catching up");
          site.startLedger();
          rates.add(catchUp(site));
        }
      }
      plan.say("ledger: auditing the books");
      List<Figure> figures = new ArrayList<>();
      figures.add(new Figure("outcomesPerSecond", "verified and committed", "/s", rates));
      figures.addAll(LedgerAudit.measure(site, plan.rounds()));
      return new Section(
          name(),
          "ledger: outcomes fully verified and committed to PostgreSQL, and audited",
          figures,
          List.of(
              backlog
                  + " outcomes missed while the ledger was away, then forwarded by the real"
                  + " appliance over mutual TLS; appliance, ledger and PostgreSQL share the cores",
              "time from the first progress to the last record; receipts, tree and signature of"
                  + " every checkpoint verified",
              "audited: the log fetched and the books exported, then all recomputed by `ledger"
                  + " audit` with public keys; its processor time counts the start of the"
                  + " program"));
    }
  }

  /** {@return outcomes a second, from the first look at which the ledger has moved to the last} */
  private static double catchUp(BenchSite site) throws LoadException, InterruptedException {
    long size = site.seals().outcomes();
    long begin = System.nanoTime();
    long first = site.ledgerPosition();
    long position = first;
    long moved = begin;
    while (position < size) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new LoadException(
            LoadException.Fault.STALLED, "the ledger stands at " + position + " of " + size);
      }
      Thread.sleep(POLL);
      position = site.ledgerPosition();
      if (position == first) {
        moved = System.nanoTime();
      }
    }
    return (size - first) / ((System.nanoTime() - moved) / 1e9);
  }
}
