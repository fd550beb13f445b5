package org.astragal.ledger;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.ledger.Queries.LevelBalances;
import org.astragal.ledger.Queries.PoolsView;
import org.astragal.outcome.JcsWriter;

/** {@code GET /v1/pools} and {@code GET /v1/parked}: what anybody may read. */
final class OpenHttp implements HttpService {
  /** Most parked lines shown, newest first. */
  static final int MAX_PARKED = 200;

  private static final System.Logger LOG = System.getLogger(OpenHttp.class.getName());

  private final Queries queries;
  private final RulesWatch watch;
  private final MeterHub hub;

  OpenHttp(Queries queries, RulesWatch watch, MeterHub hub) {
    this.queries = queries;
    this.watch = watch;
    this.hub = hub;
  }

  @Override
  public void routing(HttpRules routes) {
    routes.get("/pools", this::pools).get("/parked", this::parked);
  }

  private void pools(ServerRequest request, ServerResponse response) {
    try {
      Replies.json(response, pools(queries.pools()));
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private byte[] pools(PoolsView view) {
    var byPool = new TreeMap<String, List<LevelBalances>>();
    for (var level : view.levels()) {
      byPool.computeIfAbsent(level.pool(), _ -> new ArrayList<>()).add(level);
    }
    var holds = view.levels().stream().allMatch(l -> Identity.of(l).holds());
    var w = new JcsWriter().beginObject();
    w.name("at").string(Texts.time(Instant.now()));
    w.name("identityHolds").bool(holds);
    w.name("logs").beginArray();
    for (var log : view.logs()) {
      w.beginObject().name("log").string(log.origin());
      w.name("position").string(Long.toString(log.position())).endObject();
    }
    w.endArray().name("pools").beginArray();
    var displays = hub.displays();
    byPool.forEach((pool, levels) -> pool(w, pool, levels, view.rules(), displays));
    w.endArray().name("position").string(Long.toString(view.position()));
    w.name("rules").beginObject().name("refused");
    var refused = watch.refused();
    if (refused.isPresent()) {
      w.string(refused.get());
    } else {
      w.nul();
    }
    w.endObject();
    return w.endObject().toBytes();
  }

  private static void pool(
      JcsWriter w,
      String pool,
      List<LevelBalances> levels,
      Map<String, String> rules,
      Displays displays) {
    w.beginObject();
    w.name("currency").string(levels.getFirst().currency());
    w.name("exp").integer(levels.getFirst().exp());
    w.name("levels").beginArray();
    levels.forEach(l -> level(w, l, displays));
    w.endArray().name("pool").string(pool);
    w.name("rules");
    if (rules.containsKey(pool)) {
      w.string(rules.getOrDefault(pool, ""));
    } else {
      w.nul();
    }
    w.endObject();
  }

  private static void level(JcsWriter w, LevelBalances level, Displays displays) {
    var identity = Identity.of(level);
    w.beginObject().name("accounts").beginObject();
    var accounts = new TreeMap<String, String>();
    for (var kind : AccountKind.values()) {
      accounts.put(kind.name(), Long.toString(level.of(kind)));
    }
    accounts.forEach((name, micro) -> w.name(name).string(micro));
    w.endObject();
    w.name("display").string(Texts.display(level.of(AccountKind.POOL)));
    displays.write(w, level.pool(), level.of(AccountKind.POOL));
    w.name("identity").beginObject();
    w.name("holds").bool(identity.holds());
    w.name("left").string(identity.left().toString());
    w.name("right").string(identity.right().toString()).endObject();
    w.name("level").string(level.level());
    w.name("micro").string(Long.toString(level.of(AccountKind.POOL)));
    w.endObject();
  }

  private void parked(ServerRequest request, ServerResponse response) {
    try {
      var w = new JcsWriter().beginObject().name("parked").beginArray();
      for (var line : queries.parked(MAX_PARKED)) {
        w.beginObject();
        w.name("detail").string(line.detail());
        w.name("firstAt").string(Texts.time(line.firstAt()));
        w.name("id").string(Long.toString(line.id()));
        w.name("lastAt").string(Texts.time(line.lastAt()));
        w.name("length").integer(line.length());
        w.name("log").string(line.log());
        w.name("reason").string(line.reason());
        w.name("seq");
        if (line.seq().isPresent()) {
          w.string(Long.toString(line.seq().get()));
        } else {
          w.nul();
        }
        w.name("sha256").string(line.sha256());
        w.name("times").string(Long.toString(line.times())).endObject();
      }
      Replies.json(response, w.endArray().endObject().toBytes());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }
}
