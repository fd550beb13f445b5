package org.astragal.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.MicroMoney;
import org.astragal.outcome.Money;
import org.astragal.outcome.Player;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;

/**
 * What an event of a third party says, in the words of all. It has no draws and no signature: it
 * may contribute to a pool, and has nothing that could trigger one.
 *
 * @param stake minor units
 * @param win minor units
 * @param contribution the source's own figure, micro-units; compared, never posted
 * @param readings what the meters stand at after it
 * @param first whether a meter was read for the first time: there is nothing to count from
 */
record ThirdPartyRound(
    String event,
    String round,
    Instant at,
    Player player,
    String game,
    String currency,
    int exp,
    long stake,
    long win,
    String fundedBy,
    RoundRef.Mode mode,
    Optional<String> feature,
    OptionalLong contribution,
    List<Reading> readings,
    boolean first) {

  /** What a meter of a machine stands at. */
  record Reading(String machine, String meter, long reading) {}

  ThirdPartyRound {
    readings = List.copyOf(readings);
  }

  /** {@return every value as text, for people and golden examples} */
  Map<String, String> values() {
    var values = new TreeMap<String, String>();
    values.put("event", event);
    values.put("round", round);
    values.put("at", Texts.time(at));
    values.put("player", player.pseudonym());
    values.put("session", player.session());
    values.put("jurisdiction", player.jurisdiction());
    values.put("channel", player.channel());
    values.put("game", game);
    values.put("currency", currency);
    values.put("stakeMinor", Long.toString(stake));
    values.put("winMinor", Long.toString(win));
    values.put("fundedBy", fundedBy);
    values.put("mode", mode.name());
    feature.ifPresent(f -> values.put("feature", f));
    contribution.ifPresent(c -> values.put("contributionMicro", Long.toString(c)));
    readings.forEach(r -> values.put("reading " + r.meter(), Long.toString(r.reading())));
    if (first) {
      values.put("first", "true");
    }
    return values;
  }

  /**
   * {@return the same as a record of a round} Whoever reads it sees that nothing was drawn, and by
   * which mapping it was made.
   *
   * @param mapping SHA-256 of the mapping
   * @param raw SHA-256 of the event
   */
  RoundSettled record(Mapping of, Hash mapping, Hash raw) {
    var money = new Money(currency, exp, stake);
    return new RoundSettled(
        new ApplianceInfo("external", mapping, new ApplianceInfo.Rng("NONE", of.source(), 0)),
        List.of(new Bet("1", fundedBy, player, Json.Obj.EMPTY, money)),
        List.of(),
        List.of(),
        new GameRef(game, mapping, "external"),
        claims(of),
        of.operator(),
        new RequestRef(event, raw),
        List.of(
            new BetResult(
                "1", Json.Obj.EMPTY, feature.stream().toList(), new Money(currency, exp, win))),
        new RoundRef(round, mode, 0),
        Optional.empty());
  }

  private List<Contribution> claims(Mapping of) {
    if (of.claim().isEmpty() || contribution.isEmpty()) {
      return List.of();
    }
    var micro = contribution.getAsLong();
    var amount =
        new MicroMoney(
            currency, exp, Math.toIntExact(micro % PoolRules.MICRO), micro / PoolRules.MICRO);
    return List.of(
        new Contribution(amount, "1", of.claim().get().level(), of.claim().get().pool()));
  }
}
