package org.astragal.ledger;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.Optional;
import org.astragal.outcome.JcsWriter;

/**
 * {@code GET /v1/decisions}: the levels over which an appliance decides, how far it has, and what
 * stands in the way. Nothing here speaks of players.
 */
final class DecisionsHttp implements HttpService {
  private static final System.Logger LOG = System.getLogger(DecisionsHttp.class.getName());

  private final Books books;
  private final Holders holders;

  DecisionsHttp(Books books, Holders holders) {
    this.books = books;
    this.holders = holders;
  }

  @Override
  public void routing(HttpRules routes) {
    routes.get("/decisions", this::decisions);
  }

  private void decisions(ServerRequest request, ServerResponse response) {
    try {
      var w = new JcsWriter().beginObject().name("levels").beginArray();
      for (var pool : books.pools().all()) {
        for (var level : pool.levels()) {
          var holder = level.rules().trigger().flatMap(TriggerRules::holder);
          if (holder.isPresent()) {
            level(w, pool, level, holder.get());
          }
        }
      }
      Replies.json(response, w.endArray().endObject().toBytes());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private void level(JcsWriter w, PoolState pool, LevelState level, String holder) {
    var decided = level.decided();
    var asked = holders.asked(pool.name(), level.name());
    w.beginObject();
    w.name("atCeiling").bool(level.micro(AccountKind.POOL) >= level.rules().ceilingMicro());
    w.name("cycle").string(Long.toString(level.cycle()));
    w.name("decidedMicro").string(Long.toString(decided.micro()));
    w.name("decidedPosting").string(Long.toString(decided.posting()));
    w.name("detail").string(asked.map(Holders.Asked::detail).orElse(""));
    w.name("holder").string(holder);
    w.name("kind").string(level.rules().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    w.name("level").string(level.name());
    w.name("pool").string(pool.name());
    w.name("postings").string(Long.toString(pool.postings()));
    w.name("since");
    asked.ifPresentOrElse(a -> w.string(Texts.time(a.since())), w::nul);
    w.name("state").string(state(holder, asked));
    w.name("threshold");
    decided
        .threshold()
        .ifPresentOrElse(
            t ->
                w.beginObject()
                    .name("commitment")
                    .hash(t.commitment())
                    .name("fromMinor")
                    .string(Long.toString(t.fromMinor()))
                    .name("toMinor")
                    .string(Long.toString(t.toMinor()))
                    .endObject(),
            w::nul);
    w.endObject();
  }

  private String state(String holder, Optional<Holders.Asked> asked) {
    if (!holders.knows(holder)) {
      return "no-holder";
    }
    return asked.map(a -> a.progress().text()).orElse("decided");
  }
}
