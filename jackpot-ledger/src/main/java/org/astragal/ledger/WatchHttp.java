package org.astragal.ledger;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.HashMap;
import java.util.Optional;
import org.astragal.outcome.JcsWriter;

/**
 * {@code GET /v1/logs}, {@code /v1/alarms}, {@code /v1/held}, {@code /v1/quarantine} and others:
 * how the logs are doing, what people must look at, and who cosigns. Nothing here speaks of
 * players.
 */
final class WatchHttp implements HttpService {
  /** Most alarms or contradictions shown, newest first. */
  static final int MAX_SHOWN = 200;

  private static final System.Logger LOG = System.getLogger(WatchHttp.class.getName());

  private final Database database;
  private final Queries queries;
  private final Optional<Witness> witness;

  WatchHttp(Database database, Optional<Witness> witness) {
    this.database = database;
    this.witness = witness;
    this.queries = new Queries(database);
  }

  /** Writes an answer. */
  @FunctionalInterface
  private interface Answer {
    void write(JcsWriter w) throws StoreException;
  }

  @Override
  public void routing(HttpRules routes) {
    routes
        .get("/logs", json(this::logs))
        .get("/alarms", json(this::alarms))
        .get("/contradictions", json(this::contradictions))
        .get("/held", json(this::held))
        .get("/quarantine", json(this::quarantine))
        .get("/settlements", json(this::settlements))
        .get("/witness", json(this::witness));
  }

  private static Handler json(Answer answer) {
    return (_, response) -> {
      try {
        var w = new JcsWriter().beginObject();
        answer.write(w);
        Replies.json(response, w.endObject().toBytes());
      } catch (StoreException e) {
        Replies.failed(LOG, e, response);
      }
    };
  }

  private void witness(JcsWriter w) {
    w.name("vkey");
    if (witness.isPresent()) {
      w.string(witness.get().key().vkey());
    } else {
      w.nul();
    }
  }

  private void logs(JcsWriter w) throws StoreException {
    var stops = new HashMap<String, Evidence.Stop>();
    database.read(Evidence::stopped).forEach(stop -> stops.put(stop.log(), stop));
    w.name("logs").beginArray();
    for (var log : queries.pools().logs()) {
      w.beginObject().name("checkpoint").string(log.note());
      w.name("log").string(log.origin());
      w.name("position").string(Long.toString(log.position()));
      w.name("stopped");
      var stop = Optional.ofNullable(stops.get(log.origin()));
      if (stop.isPresent()) {
        w.string(stop.get().reason());
      } else {
        w.nul();
      }
      w.endObject();
    }
    w.endArray();
  }

  private void alarms(JcsWriter w) throws StoreException {
    w.name("alarms").beginArray();
    for (var alarm : database.read(c -> Alarms.newest(c, MAX_SHOWN))) {
      w.beginObject().name("detail").string(alarm.detail());
      w.name("firstAt").string(Texts.time(alarm.firstAt()));
      w.name("id").string(Long.toString(alarm.id()));
      w.name("kind").string(alarm.kind());
      w.name("lastAt").string(Texts.time(alarm.lastAt()));
      w.name("log").string(alarm.log());
      w.name("seq");
      if (alarm.seq().isPresent()) {
        w.string(Long.toString(alarm.seq().get()));
      } else {
        w.nul();
      }
      w.name("times").string(Long.toString(alarm.times())).endObject();
    }
    w.endArray();
  }

  private void settlements(JcsWriter w) throws StoreException {
    w.name("settlements").beginArray();
    for (var one : database.read(c -> Settlements.newest(c, MAX_SHOWN))) {
      w.beginObject().name("attempts").integer(one.attempts());
      w.name("last").string(one.last());
      w.name("pool").string(one.pool());
      w.name("posting").string(Long.toString(one.posting()));
      w.name("state").string(one.state()).endObject();
    }
    w.endArray();
  }

  private void quarantine(JcsWriter w) throws StoreException {
    w.name("quarantined").beginArray();
    for (var item : database.read(c -> Quarantine.newest(c, MAX_SHOWN))) {
      w.beginObject().name("detail").string(item.detail());
      w.name("id").string(Long.toString(item.id()));
      w.name("reason").string(item.reason());
      w.name("receivedAt").string(Texts.time(item.receivedAt()));
      w.name("sha256").string(item.sha256());
      w.name("source").string(item.source());
      w.name("state").string(item.state().name());
      w.name("times").string(Long.toString(item.times())).endObject();
    }
    w.endArray();
  }

  private void held(JcsWriter w) throws StoreException {
    w.name("held").beginArray();
    for (var item : database.read(c -> HeldBets.newest(c, MAX_SHOWN))) {
      w.beginObject().name("at").string(Texts.time(item.at()));
      w.name("currency").string(item.currency());
      w.name("entry");
      item.entry().ifPresentOrElse(entry -> w.string(Long.toString(entry)), w::nul);
      w.name("exp").integer(item.exp());
      w.name("jurisdiction").string(item.jurisdiction());
      w.name("log").string(item.log());
      w.name("micro").string(Long.toString(item.heldMicro()));
      w.name("pool").string(item.place().pool());
      w.name("posting").string(Long.toString(item.place().posting()));
      w.name("seq").string(Long.toString(item.seq()));
      w.name("stakeMinor").string(Long.toString(item.stakeMinor()));
      w.name("state").string(item.state().name()).endObject();
    }
    w.endArray();
  }

  private void contradictions(JcsWriter w) throws StoreException {
    w.name("contradictions").beginArray();
    for (var one : database.read(c -> Evidence.contradictions(c, MAX_SHOWN))) {
      w.beginObject().name("at").string(Texts.time(one.at()));
      w.name("held").string(one.held());
      w.name("id").string(Long.toString(one.id()));
      w.name("log").string(one.log());
      w.name("other").string(one.other());
      w.name("resolved").bool(one.resolved());
      w.name("seq").string(Long.toString(one.seq())).endObject();
    }
    w.endArray();
  }
}
