package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/** Writes a record. Members stand in canonical order, which {@link JcsWriter} checks. */
final class RecordWriter {
  /** Marks a draw that players were not to see. */
  static final String HIDDEN = "h";

  private static final int TYPICAL_BYTES = 2048;

  private final JcsWriter json = new JcsWriter(TYPICAL_BYTES);

  private RecordWriter() {}

  static byte[] write(OutcomeRecord record) {
    var writer = new RecordWriter();
    writer.record(record);
    return writer.json.toBytes();
  }

  private void record(OutcomeRecord record) {
    json.beginObject();
    appliance(record.body().appliance());
    json.name("at").string(Timestamps.format(record.at()));
    switch (record.body()) {
      case RoundSettled settled -> settled(settled, record);
      case RoundOpened opened -> opened(opened, record);
      case RoundStepped stepped -> stepped(stepped, record);
      case RoundVoided r ->
          unplayed(
              record, r.operator(), r.reason(), r.request(), r.requestBody(), r.round(), r.trace());
      case RoundSuspended r ->
          unplayed(
              record, r.operator(), r.reason(), r.request(), r.requestBody(), r.round(), r.trace());
      case LogCreated created -> {
        json.name("event").beginObject();
        created.ceremony().ifPresent(hash -> json.name("ceremony").hash(hash));
        json.name("keys").beginArray();
        created.keys().forEach(json::string);
        json.endArray().endObject();
        json.name("log").string(record.log());
        json.name("seq").decimal(record.seq());
      }
      case Event event -> {
        json.name("event").value(event.event());
        json.name("log").string(record.log());
        json.name("seq").decimal(record.seq());
      }
    }
    json.name("type").string(record.body().type());
    json.name("v").integer(OutcomeRecord.VERSION);
    json.endObject();
  }

  private void settled(RoundSettled settled, OutcomeRecord record) {
    bets(settled.bets());
    json.name("choices").beginArray();
    settled.choices().forEach(json::value);
    json.endArray();
    drawn(settled.draws());
    game(settled.game());
    json.name("jackpot").beginObject();
    contributions(settled.contributions());
    triggers(settled.triggers());
    json.endObject();
    json.name("log").string(record.log());
    json.name("operator").string(settled.operator());
    json.name("request").beginObject();
    request(settled.request());
    results(settled.results());
    reveals(settled.reveals());
    round(settled.round());
    json.name("seq").decimal(record.seq());
    trace(settled.trace());
  }

  private void opened(RoundOpened opened, OutcomeRecord record) {
    json.name("awaiting").value(opened.awaiting());
    bets(opened.bets());
    waiting(opened.commitment(), opened.draws(), opened.game(), record);
    asked(opened.operator(), opened.request(), opened.round(), opened.trace(), record);
  }

  private void stepped(RoundStepped stepped, OutcomeRecord record) {
    json.name("awaiting").value(stepped.awaiting());
    json.name("choice").value(stepped.choice());
    waiting(stepped.commitment(), stepped.draws(), stepped.game(), record);
    asked(stepped.operator(), stepped.request(), stepped.round(), stepped.trace(), record);
  }

  private void waiting(
      Optional<Hash> commitment, List<Draw> draws, GameRef game, OutcomeRecord record) {
    commitment.ifPresent(hash -> json.name("commitment").hash(hash));
    drawn(draws);
    game(game);
    json.name("log").string(record.log());
  }

  private void asked(
      String operator,
      RequestRef request,
      RoundRef round,
      Optional<String> trace,
      OutcomeRecord record) {
    json.name("operator").string(operator);
    json.name("request").beginObject();
    request(request);
    round(round);
    json.name("seq").decimal(record.seq());
    trace(trace);
  }

  private void unplayed(
      OutcomeRecord record,
      String operator,
      String reason,
      RequestRef request,
      String requestBody,
      RoundRef round,
      Optional<String> trace) {
    json.name("log").string(record.log());
    json.name("operator").string(operator);
    json.name("reason").string(reason);
    json.name("request").beginObject().name("body").string(requestBody);
    request(request);
    round(round);
    json.name("seq").decimal(record.seq());
    trace(trace);
  }

  private void appliance(ApplianceInfo appliance) {
    json.name("appliance").beginObject();
    json.name("boot").string(appliance.boot());
    json.name("program").hash(appliance.program());
    json.name("rng").beginObject();
    json.name("construction").string(appliance.rng().construction());
    json.name("instance").string(appliance.rng().instance());
    json.name("reseed").decimal(appliance.rng().reseed());
    json.endObject().endObject();
  }

  private void bets(List<Bet> bets) {
    json.name("bets").beginArray();
    for (Bet bet : bets) {
      json.beginObject();
      json.name("fundedBy").string(bet.fundedBy());
      json.name("id").string(bet.id());
      json.name("player").beginObject();
      json.name("channel").string(bet.player().channel());
      if (!bet.player().eligibility().isEmpty()) {
        json.name("eligibility").beginArray();
        bet.player().eligibility().forEach(json::string);
        json.endArray();
      }
      json.name("jurisdiction").string(bet.player().jurisdiction());
      json.name("pseudonym").string(bet.player().pseudonym());
      json.name("session").string(bet.player().session());
      json.endObject();
      json.name("selection").value(bet.selection());
      json.name("stake");
      money(bet.stake());
      json.endObject();
    }
    json.endArray();
  }

  /** {@return draws as they stand in a record, for those who commit to them} */
  static byte[] draws(List<Draw> draws) {
    var writer = new RecordWriter();
    writer.list(draws);
    return writer.json.toBytes();
  }

  private void drawn(List<Draw> draws) {
    json.name("draws");
    list(draws);
  }

  /** What is usual is left out, so that one draw has one form. */
  private void list(List<Draw> draws) {
    json.beginArray();
    for (Draw draw : draws) {
      json.beginArray().string(draw.purpose()).decimal(draw.n()).decimal(draw.v());
      if (draw.step() > 0 || draw.isHidden()) {
        json.decimal(draw.step());
      }
      if (draw.isHidden()) {
        json.string(HIDDEN);
      }
      json.endArray();
    }
    json.endArray();
  }

  private void game(GameRef game) {
    json.name("game").beginObject();
    json.name("id").string(game.id());
    json.name("logic").hash(game.logic());
    if (!game.terms().isEmpty()) {
      json.name("terms").beginObject();
      game.terms().forEach((option, value) -> json.name(option).string(value));
      json.endObject();
    }
    json.name("version").string(game.version());
    json.endObject();
  }

  private void contributions(List<Contribution> contributions) {
    json.name("contributions").beginArray();
    for (Contribution contribution : contributions) {
      MicroMoney amount = contribution.amount();
      json.beginObject().name("amount").beginObject();
      json.name("ccy").string(amount.ccy());
      json.name("exp").integer(amount.exp());
      json.name("micro").decimal(amount.micro());
      json.name("minor").decimal(amount.minor());
      json.endObject();
      json.name("bet").string(contribution.bet());
      json.name("level").string(contribution.level());
      json.name("pool").string(contribution.pool());
      json.endObject();
    }
    json.endArray();
  }

  private void triggers(List<Trigger> triggers) {
    json.name("triggers").beginArray();
    for (Trigger trigger : triggers) {
      json.beginObject().name("bet").string(trigger.bet());
      json.name("draw").integer(trigger.draw());
      json.name("level").string(trigger.level());
      json.name("pool").string(trigger.pool()).endObject();
    }
    json.endArray();
  }

  private void request(RequestRef request) {
    json.name("id").string(request.id());
    json.name("sha256").hash(request.sha256());
    json.endObject();
  }

  private void results(List<BetResult> results) {
    json.name("results").beginArray();
    for (BetResult result : results) {
      json.beginObject();
      json.name("bet").string(result.bet());
      json.name("detail").value(result.detail());
      json.name("features").beginArray();
      result.features().forEach(json::string);
      json.endArray();
      json.name("win");
      money(result.win());
      json.endObject();
    }
    json.endArray();
  }

  private void reveals(List<Reveal> reveals) {
    if (reveals.isEmpty()) {
      return;
    }
    json.name("reveals").beginArray();
    for (Reveal reveal : reveals) {
      json.beginObject().name("commitment").hash(reveal.commitment());
      json.name("nonce").string(reveal.nonce());
      json.name("step").integer(reveal.step()).endObject();
    }
    json.endArray();
  }

  private void round(RoundRef round) {
    json.name("round").beginObject();
    json.name("id").string(round.id());
    json.name("mode").string(round.mode().name());
    json.name("step").integer(round.step());
    json.endObject();
  }

  private void money(Money money) {
    json.beginObject();
    json.name("ccy").string(money.ccy());
    json.name("exp").integer(money.exp());
    json.name("minor").decimal(money.minor());
    json.endObject();
  }

  private void trace(Optional<String> trace) {
    trace.ifPresent(text -> json.name("trace").string(text));
  }
}
