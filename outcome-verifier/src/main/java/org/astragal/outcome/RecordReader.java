package org.astragal.outcome;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Reads a record strictly: every member is known, there once, and of its type and range. */
final class RecordReader {
  private static final Set<String> EVENT =
      Set.of("appliance", "at", "event", "log", "seq", "type", "v");
  private static final Set<String> VOIDED =
      Set.of(
          "appliance",
          "at",
          "log",
          "operator",
          "reason",
          "request",
          "round",
          "seq",
          "trace",
          "type",
          "v");
  private static final Set<String> OPENED =
      Set.of(
          "appliance",
          "at",
          "awaiting",
          "bets",
          "commitment",
          "draws",
          "game",
          "log",
          "operator",
          "request",
          "round",
          "seq",
          "trace",
          "type",
          "v");
  private static final Set<String> STEPPED =
      Set.of(
          "appliance",
          "at",
          "awaiting",
          "choice",
          "commitment",
          "draws",
          "game",
          "log",
          "operator",
          "request",
          "round",
          "seq",
          "trace",
          "type",
          "v");
  private static final Set<String> SETTLED =
      Set.of(
          "appliance",
          "at",
          "bets",
          "choices",
          "draws",
          "game",
          "jackpot",
          "log",
          "operator",
          "request",
          "results",
          "reveals",
          "round",
          "seq",
          "trace",
          "type",
          "v");

  private static final Set<String> JACKPOT = Set.of("contributions", "triggers");
  private static final Set<String> REQUEST = Set.of("id", "sha256");
  private static final Set<String> REQUEST_WITH_BODY = Set.of("body", "id", "sha256");
  private static final Set<String> CREATION = Set.of("ceremony", "keys");

  private RecordReader() {}

  static OutcomeRecord read(byte[] bytes) throws RecordException {
    if (bytes.length > OutcomeRecord.MAX_BYTES) {
      throw new RecordException(
          RecordException.Fault.TOO_LONG, "a record of " + bytes.length + " bytes");
    }
    Json.Obj whole;
    try {
      if (!(Json.parse(bytes, OutcomeRecord.MAX_BYTES) instanceof Json.Obj obj)) {
        throw new RecordException(RecordException.Fault.NOT_JSON, "not an object");
      }
      whole = obj;
    } catch (JsonException e) {
      throw new RecordException(RecordException.Fault.NOT_JSON, e.getMessage());
    }
    try {
      if (whole.integer("v") != OutcomeRecord.VERSION) {
        throw new RecordException(
            RecordException.Fault.VERSION, "version " + whole.integer("v") + ", 1 is read");
      }
      return record(whole);
    } catch (JsonException e) {
      throw new RecordException(RecordException.Fault.INVALID, e.getMessage());
    } catch (IllegalArgumentException e) {
      // The records' own constructors refuse what is out of range.
      throw new RecordException(RecordException.Fault.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static OutcomeRecord record(Json.Obj whole) throws JsonException {
    String type = whole.string("type");
    Instant at =
        Timestamps.parse(whole.string("at"))
            .orElseThrow(() -> PartReader.invalid("at", "must be like 2026-06-08T12:00:00.002Z"));
    ApplianceInfo appliance =
        PartReader.in("appliance", () -> PartReader.appliance(whole.obj("appliance")));
    RecordBody body =
        switch (type) {
          case RoundSettled.TYPE -> settled(whole, appliance);
          case RoundVoided.TYPE -> voided(whole, appliance);
          case RoundOpened.TYPE -> opened(whole, appliance);
          case RoundStepped.TYPE -> stepped(whole, appliance);
          case RoundSuspended.TYPE -> suspended(whole, appliance);
          case LogCreated.TYPE -> created(whole, appliance);
          default -> {
            whole.refuseUnknown(EVENT);
            yield new Event(type, appliance, whole.obj("event"));
          }
        };
    return new OutcomeRecord(whole.string("log"), whole.decimal("seq"), at, body);
  }

  private static RoundSettled settled(Json.Obj whole, ApplianceInfo appliance)
      throws JsonException {
    whole.refuseUnknown(SETTLED);
    Json.Obj jackpot = whole.obj("jackpot");
    jackpot.refuseUnknown(JACKPOT);
    return new RoundSettled(
        appliance,
        PartReader.objects(whole, "bets", PartReader::bet),
        whole.arr("choices"),
        PartReader.draws(whole),
        PartReader.in("game", () -> PartReader.game(whole.obj("game"))),
        PartReader.in(
            "jackpot",
            () -> PartReader.objects(jackpot, "contributions", PartReader::contribution)),
        PartReader.in(
            "jackpot", () -> PartReader.objects(jackpot, "triggers", PartReader::trigger)),
        whole.string("operator"),
        PartReader.in("request", () -> PartReader.request(whole.obj("request"), REQUEST)),
        PartReader.objects(whole, "results", PartReader::result),
        PartReader.reveals(whole),
        PartReader.in("round", () -> PartReader.round(whole.obj("round"))),
        PartReader.trace(whole));
  }

  private static RoundVoided voided(Json.Obj whole, ApplianceInfo appliance) throws JsonException {
    whole.refuseUnknown(VOIDED);
    Json.Obj request = whole.obj("request");
    return new RoundVoided(
        appliance,
        whole.string("operator"),
        PartReader.in("request", () -> PartReader.request(request, REQUEST_WITH_BODY)),
        PartReader.in("round", () -> PartReader.round(whole.obj("round"))),
        whole.string("reason"),
        PartReader.in("request", () -> request.string("body")),
        PartReader.trace(whole));
  }

  private static RoundSuspended suspended(Json.Obj whole, ApplianceInfo appliance)
      throws JsonException {
    RoundVoided like = voided(whole, appliance);
    return new RoundSuspended(
        appliance,
        like.operator(),
        like.request(),
        like.round(),
        like.reason(),
        like.requestBody(),
        like.trace());
  }

  private static RoundOpened opened(Json.Obj whole, ApplianceInfo appliance) throws JsonException {
    whole.refuseUnknown(OPENED);
    return new RoundOpened(
        appliance,
        whole.obj("awaiting"),
        PartReader.objects(whole, "bets", PartReader::bet),
        PartReader.commitment(whole),
        PartReader.draws(whole),
        PartReader.in("game", () -> PartReader.game(whole.obj("game"))),
        whole.string("operator"),
        PartReader.in("request", () -> PartReader.request(whole.obj("request"), REQUEST)),
        PartReader.in("round", () -> PartReader.round(whole.obj("round"))),
        PartReader.trace(whole));
  }

  private static RoundStepped stepped(Json.Obj whole, ApplianceInfo appliance)
      throws JsonException {
    whole.refuseUnknown(STEPPED);
    return new RoundStepped(
        appliance,
        whole.obj("awaiting"),
        whole.get("choice"),
        PartReader.commitment(whole),
        PartReader.draws(whole),
        PartReader.in("game", () -> PartReader.game(whole.obj("game"))),
        whole.string("operator"),
        PartReader.in("request", () -> PartReader.request(whole.obj("request"), REQUEST)),
        PartReader.in("round", () -> PartReader.round(whole.obj("round"))),
        PartReader.trace(whole));
  }

  private static LogCreated created(Json.Obj whole, ApplianceInfo appliance) throws JsonException {
    whole.refuseUnknown(EVENT);
    Json.Obj event = whole.obj("event");
    return PartReader.in(
        "event",
        () -> {
          event.refuseUnknown(CREATION);
          Optional<Hash> ceremony =
              event.members().containsKey("ceremony")
                  ? Optional.of(PartReader.hash(event, "ceremony"))
                  : Optional.empty();
          return new LogCreated(appliance, ceremony, PartReader.strings(event, "keys"));
        });
  }
}
