package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.JcsWriter;

/** Postings of a pool, newest first, one page at a time: what people choose from. */
final class PostingList {
  /** Postings of a page. */
  static final int PAGE = 50;

  private PostingList() {}

  /**
   * A posting in short.
   *
   * @param n its number
   * @param table where it stands: contribution, movement or win
   * @param at when its entry was written
   * @param what the decision over a bet, the reason of a movement, or {@code won}
   * @param micro what it moved in all, micro-units of the pool's currency
   * @param levels the levels that it concerns
   * @param of the round that it comes from
   */
  record Posting(
      long n,
      String table,
      Instant at,
      long entry,
      String what,
      String micro,
      String levels,
      Optional<OfRound> of) {
    void json(JcsWriter w) {
      w.beginObject().name("at").string(Texts.time(at)).name("entry").decimal(entry);
      w.name("levels").string(levels).name("micro").string(micro).name("n").decimal(n);
      w.name("round");
      if (of.isPresent()) {
        var round = of.get();
        w.beginObject().name("bet").string(round.bet());
        w.name("id").string(round.id());
        w.name("jurisdiction").string(round.jurisdiction());
        w.name("log").string(round.log());
        w.name("operator").string(round.operator());
        w.name("seq").decimal(round.seq()).endObject();
      } else {
        w.nul();
      }
      w.name("table").string(table).name("what").string(what).endObject();
    }
  }

  /** The round of a posting. */
  record OfRound(
      String log, long seq, String operator, String id, String bet, String jurisdiction) {}

  /** {@return the newest postings whose number is below {@code before}} */
  static List<Posting> before(Connection c, String pool, long before) throws SQLException {
    var all = new ArrayList<Posting>();
    all.addAll(
        page(
            c,
            "select t.n, 'contribution', j.at, t.entry, t.decision,"
                + " (select sum(a.micro::numeric) from unnest(t.amounts) with ordinality"
                + " as a (micro, at) where a.at % 5 <> 0), '', g.origin, t.seq, t.operator,"
                + " t.round, t.bet, t.jurisdiction from contribution t"
                + " left join log g on g.id = t.log",
            pool,
            before));
    all.addAll(
        page(
            c,
            "select t.n, 'movement', j.at, t.entry, t.reason, t.micro, l.level, null, 0, '', '',"
                + " '', '' from movement t join level l on l.id = t.level",
            pool,
            before));
    all.addAll(
        page(
            c,
            "select t.n, 'win', j.at, t.entry, 0, t.minor::numeric * 1000000, l.level, g.origin,"
                + " t.seq, t.operator, t.round, t.bet, t.jurisdiction from win t"
                + " join level l on l.id = t.level left join log g on g.id = t.log",
            pool,
            before));
    all.sort(Comparator.comparingLong(Posting::n).reversed());
    return List.copyOf(all.subList(0, Math.min(PAGE, all.size())));
  }

  private static List<Posting> page(Connection c, String select, String pool, long before)
      throws SQLException {
    var page = new ArrayList<Posting>();
    try (var s =
        c.prepareStatement(
            select
                + " join pool p on p.id = t.pool join journal j on j.n = t.entry"
                + " where p.name = ? and t.n < ? order by t.n desc limit ?")) {
      s.setString(1, pool);
      s.setLong(2, before);
      s.setInt(3, PAGE);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          page.add(posting(r));
        }
      }
    }
    return page;
  }

  private static Posting posting(java.sql.ResultSet r) throws SQLException {
    var table = r.getString(2);
    var what =
        switch (EntryRows.Table.named(table)) {
          case CONTRIBUTION -> Decision.of(r.getInt(5)).code();
          case MOVEMENT -> Row.Reason.of(r.getInt(5)).text();
          case WIN -> "won";
        };
    var micro = Optional.ofNullable(r.getString(6)).orElse("0");
    var origin = Optional.ofNullable(r.getString(8));
    return new Posting(
        r.getLong(1),
        table,
        r.getObject(3, OffsetDateTime.class).toInstant(),
        r.getLong(4),
        what,
        micro,
        r.getString(7),
        origin.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new OfRound(
                    origin.get(),
                    r.getLong(9),
                    r.getString(10),
                    r.getString(11),
                    r.getString(12),
                    r.getString(13))));
  }
}
