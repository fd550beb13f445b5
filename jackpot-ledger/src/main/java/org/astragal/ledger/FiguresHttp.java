package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.VerifierKey;

/**
 * {@code GET /v1/figures}, {@code /v1/pools/{pool}/growth} and {@code /v1/policy}: what the console
 * draws, and the keys with which anybody checks it. The books are read at most once a second,
 * however many watch. Nothing here speaks of players.
 */
final class FiguresHttp implements HttpService {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(FiguresHttp.class.getName());

  private final Pulse pulse;
  private final Fresh<String> policy;
  private final Fresh<Sums> sums;
  private final Fresh<Map<String, Map<String, List<Figures.Point>>>> growth;

  private record Sums(
      Map<String, List<Figures.Region>> regions, Map<String, List<Figures.Game>> games) {}

  /**
   * Creates it.
   *
   * @param keys of the logs, as configured
   * @param journal the vkey of the journal
   */
  FiguresHttp(Database database, Queries queries, Pulse pulse, Policy keys, String journal) {
    this.pulse = pulse;
    this.policy = new Fresh<>(LIFE, System::nanoTime, () -> policy(queries, keys, journal));
    this.sums =
        new Fresh<>(
            LIFE,
            System::nanoTime,
            () -> database.survey(c -> new Sums(Figures.byRegion(c), Figures.byGame(c))));
    this.growth = new Fresh<>(LIFE, System::nanoTime, () -> database.survey(Figures::growth));
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/figures", this::figures)
        .get("/pools/{pool}/growth", this::growth)
        .get("/policy", this::policy);
  }

  private void policy(ServerRequest request, ServerResponse response) {
    try {
      response
          .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
          .header(HeaderNames.CACHE_CONTROL, "no-store")
          .send(policy.get());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  /** The keys of the configuration, those that logs activated since, and the journal's. */
  private static String policy(Queries queries, Policy keys, String journal) throws StoreException {
    try {
      var all = keys;
      for (var origin : keys.origins()) {
        for (var said : queries.keys(origin)) {
          var key = VerifierKey.parse(said.vkey());
          all = said.trusted() ? all.with(key) : all.without(key);
        }
      }
      return "log " + journal + "\n" + all.text();
    } catch (NoteException e) {
      throw new StoreException(StoreException.Fault.REFUSED, "a kept key cannot be read", e);
    }
  }

  private void figures(ServerRequest request, ServerResponse response) {
    try {
      var all = sums.get();
      var w = new JcsWriter().beginObject();
      w.name("at").string(Texts.time(Instant.now()));
      w.name("pools").beginObject();
      var names = new TreeSet<>(all.regions().keySet());
      names.addAll(all.games().keySet());
      for (var pool : names) {
        w.name(pool).beginObject();
        games(w, all.games().getOrDefault(pool, List.of()));
        regions(w, all.regions().getOrDefault(pool, List.of()));
        w.endObject();
      }
      w.endObject();
      pulse(w, pulse.moment());
      Replies.json(response, w.endObject().toBytes());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private static void games(JcsWriter w, List<Figures.Game> games) {
    w.name("games").beginArray();
    for (var game : games) {
      w.beginObject().name("game").string(game.game());
      w.name("micro").string(game.micro()).endObject();
    }
    w.endArray();
  }

  private static void regions(JcsWriter w, List<Figures.Region> regions) {
    w.name("regions").beginArray();
    for (var region : regions) {
      w.beginObject().name("bets").decimal(region.bets());
      w.name("jurisdiction").string(region.jurisdiction());
      w.name("micro").string(region.micro());
      w.name("wins").decimal(region.wins());
      w.name("wonMinor").string(region.wonMinor()).endObject();
    }
    w.endArray();
  }

  private static void pulse(JcsWriter w, Pulse.Moment moment) {
    w.name("pulse").beginObject();
    w.name("duplicates").decimal(moment.duplicates());
    w.name("maxMicros").integer(moment.max() / 1000);
    w.name("p50Micros").integer(moment.p50() / 1000);
    w.name("p95Micros").integer(moment.p95() / 1000);
    w.name("p99Micros").integer(moment.p99() / 1000);
    w.name("perMinute").integer(Math.round(moment.perSecond() * 60));
    w.name("queue").integer(moment.queue());
    w.name("refused").beginObject();
    new TreeMap<>(moment.refused()).forEach((reason, n) -> w.name(reason).decimal(n));
    w.endObject();
    w.name("since").string(Texts.time(moment.since()));
    w.name("transactions").integer(moment.transactions());
    w.name("verified").decimal(moment.verified());
    w.name("watchers").integer(moment.watchers());
    w.name("windowSeconds").integer(Pulse.WINDOW.toSeconds()).endObject();
  }

  private void growth(ServerRequest request, ServerResponse response) {
    try {
      var pool = request.path().pathParameters().get("pool");
      var levels = growth.get().getOrDefault(pool, Map.of());
      if (levels.isEmpty()) {
        Problem.of(404, "no-such-pool", "There is no such pool", "no meter of it has moved")
            .send(response);
        return;
      }
      var w = new JcsWriter().beginObject().name("levels").beginObject();
      levels.forEach((level, points) -> {
        w.name(level).beginArray();
        for (var point : points) {
          w.beginArray().integer(point.atMillis()).string(Long.toString(point.micro())).endArray();
        }
        w.endArray();
      });
      w.endObject().name("pool").string(pool);
      Replies.json(response, w.endObject().toBytes());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }
}
