package org.astragal.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.Verdict;

/**
 * The demonstration: a site from nothing, rounds, offline verification, the jackpot, three attacks.
 */
final class Demo {
  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  private final Console console;
  private final int rounds;

  Demo(Console console, int rounds) {
    this.console = console;
    this.rounds = rounds;
  }

  /**
   * What the demonstration found.
   *
   * @param rounds rounds played
   * @param verified of these, how many the verifier accepted
   * @param identityHolds whether the ledger's accounts balance exactly
   * @param before the meters before play
   * @param after the meters after play
   * @param attacks each attack, and whether it was refused
   */
  record Findings(
      int rounds,
      int verified,
      boolean identityHolds,
      List<LedgerClient.Meter> before,
      List<LedgerClient.Meter> after,
      Map<Attack, Boolean> attacks) {
    boolean good() {
      return verified == rounds
          && identityHolds
          && attacks.size() == Attack.values().length
          && attacks.values().stream().allMatch(refused -> refused);
    }

    String json() {
      var json = new JcsWriter().beginObject().name("attacks").beginObject();
      attacks.entrySet().stream()
          .sorted((a, b) -> a.getKey().code().compareTo(b.getKey().code()))
          .forEach(entry -> json.name(entry.getKey().code()).bool(entry.getValue()));
      json.endObject().name("identityHolds").bool(identityHolds).name("meters").beginArray();
      for (var i = 0; i < after.size(); i++) {
        json.beginObject().name("afterMicro").string(Long.toString(after.get(i).micro()));
        json.name("beforeMicro").string(Long.toString(before.get(i).micro()));
        json.name("level").string(after.get(i).level());
        json.name("pool").string(after.get(i).pool()).endObject();
      }
      json.endArray().name("rounds").integer(rounds).name("verified").integer(verified);
      return new String(json.endObject().toBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** Plays, verifies and attacks on a running site. */
  Findings run(Site site) throws SiteException, InterruptedException {
    var ledger = site.ledger();
    var before = ledger.pools();
    var outcomes = play(site);
    var verified = verify(site, outcomes);
    var after = settle(ledger, outcomes, before);
    console.heading("attacks on the ledger, each of which must fail");
    var attacks = new EnumMap<Attack, Boolean>(Attack.class);
    for (var attack : Attack.values()) {
      var start = System.nanoTime();
      var result = attack.tryOn(ledger, outcomes.getLast());
      attacks.put(attack, result.refused());
      if (result.refused()) {
        console.done(attack.title(), since(start), "refused, nothing moved: " + result.detail());
      } else {
        console.failed(attack.title(), since(start), "NOT REFUSED: " + result.detail());
      }
    }
    return new Findings(
        rounds, verified, after.identityHolds(), before.meters(), after.meters(), attacks);
  }

  private List<byte[]> play(Site site) throws SiteException, InterruptedException {
    var start = System.nanoTime();
    var title = "%,d rounds over mTLS".formatted(rounds);
    var outcomes =
        Play.rounds(
            site.gameServer(),
            rounds,
            done -> {
              synchronized (console) {
                console.progress(title, done, rounds);
              }
            });
    var time = since(start);
    console.done(
        title,
        time,
        "%,.0f a second, each sealed by the token's key"
            .formatted(rounds / (time.toNanos() / 1e9)));
    return outcomes;
  }

  private int verify(Site site, List<byte[]> outcomes) throws SiteException {
    var start = System.nanoTime();
    var evidence = site.directory().resolve("evidence.jsonl");
    try {
      write(evidence, outcomes);
      var verifier = new OutcomeVerifier(Policy.load(site.files().policy()));
      var refusals = new ArrayList<String>();
      for (var outcome : outcomes) {
        if (verifier.verify(outcome) instanceof Verdict.Refused refused) {
          refusals.add(refused.reason() + ": " + refused.detail());
        }
      }
      var verified = outcomes.size() - refusals.size();
      var result = "%,d of %,d".formatted(verified, outcomes.size());
      if (refusals.isEmpty()) {
        console.done("verified offline", since(start), result);
      } else {
        console.failed("verified offline", since(start), result + "; " + refusals.getFirst());
      }
      return verified;
    } catch (IOException | PolicyException e) {
      throw new SiteException(
          SiteException.Fault.UNEXPECTED_ANSWER, "could not verify: " + e.getMessage(), e);
    }
  }

  private static void write(Path file, List<byte[]> outcomes) throws IOException {
    try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      for (var outcome : outcomes) {
        out.write(outcome);
        out.write('\n');
      }
    }
  }

  private LedgerClient.Pools settle(
      LedgerClient ledger, List<byte[]> outcomes, LedgerClient.Pools before)
      throws SiteException, InterruptedException {
    var start = System.nanoTime();
    ledger.awaitPosition(highestSeq(outcomes) + 1, CATCH_UP);
    var after = ledger.pools();
    console.done("posted by the ledger", since(start), "meters, before → after:");
    for (var i = 0; i < after.meters().size(); i++) {
      var meter = after.meters().get(i);
      console.info(
          String.format(
              Locale.ROOT,
              "  %s %-8s %s → %s   (+%,d micro)",
              meter.pool(),
              meter.level(),
              before.meters().get(i).display(),
              meter.display(),
              meter.micro() - before.meters().get(i).micro()));
    }
    if (after.identityHolds()) {
      console.done("accounts balance exactly", since(start), after.identity());
    } else {
      console.failed("accounts DO NOT balance", since(start), after.identity());
    }
    return after;
  }

  private static long highestSeq(List<byte[]> outcomes) throws SiteException {
    var highest = -1L;
    try {
      for (var outcome : outcomes) {
        var sealed = SealedOutcome.parse(outcome);
        highest = Math.max(highest, OutcomeRecord.parse(sealed.record()).seq());
      }
    } catch (SealedOutcomeException | RecordException e) {
      throw new SiteException(
          SiteException.Fault.UNEXPECTED_ANSWER, "not a sealed outcome: " + e.getMessage(), e);
    }
    return highest;
  }

  static String summary(Findings findings) {
    var refused = findings.attacks().values().stream().filter(r -> r).count();
    var words = new StringJoiner(", ");
    words.add("%,d rounds played".formatted(findings.rounds()));
    words.add("%,d verified offline".formatted(findings.verified()));
    words.add(findings.identityHolds() ? "accounts exact" : "ACCOUNTS WRONG");
    words.add("%d of %d attacks refused".formatted(refused, Attack.values().length));
    return words.toString();
  }

  static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
