package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/** Writes a record. Members stand in canonical order, which {@link JcsWriter} checks. */
final class RecordWriter {
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
      case RoundVoided voided -> voided(voided, record);
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
    draws(settled.draws());
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
    round(settled.round());
    json.name("seq").decimal(record.seq());
    trace(settled.trace());
  }

  private void voided(RoundVoided voided, OutcomeRecord record) {
    json.name("log").string(record.log());
    json.name("operator").string(voided.operator());
    json.name("reason").string(voided.reason());
    json.name("request").beginObject().name("body").string(voided.requestBody());
    request(voided.request());
    round(voided.round());
    json.name("seq").decimal(record.seq());
    trace(voided.trace());
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

  private void draws(List<Draw> draws) {
    json.name("draws").beginArray();
    for (Draw draw : draws) {
      json.beginArray().string(draw.purpose()).decimal(draw.n()).decimal(draw.v()).endArray();
    }
    json.endArray();
  }

  private void game(GameRef game) {
    json.name("game").beginObject();
    json.name("id").string(game.id());
    json.name("logic").hash(game.logic());
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
