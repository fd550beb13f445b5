package org.astragal.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.astragal.ledger.Report.Section;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;

/**
 * Reads the report of a day from the postings, in one snapshot. Activity is by the gaming day of
 * each jurisdiction; everything else by the day in UTC.
 */
final class ReportReader {
  /** Rows of a section that lists what happened. */
  static final int MAX_ROWS = 10_000;

  private static final String BALANCES =
      """
      with given as (
        select c.terms, c.pool, a.at, sum(a.micro::numeric) as micro
          from contribution c, unnest(c.amounts) with ordinality as a (micro, at)
         where c.entry < ? group by c.pool, c.terms, a.at
      ), shares as (
        select t.levels[(g.at - 1) / 5 + 1] as level, (g.at - 1) % 5 as part, g.micro
          from given g join terms t on t.pool = g.pool and t.number = g.terms
      ), moved as (
        select s.level, 'SOURCE'::account_kind as kind, -s.micro as micro from shares s where part < 4
        union all
        select s.level, (array['POOL', 'RESERVE', 'RESERVE', 'OVERFLOW']::account_kind[])[part + 1],
               s.micro
          from shares s where part < 4
        union all
        select m.level, (enum_range(null::account_kind))[m.source + 1], -m.micro from movement m
         where m.entry < ?
        union all
        select m.level, (enum_range(null::account_kind))[m.target + 1], m.micro from movement m
         where m.entry < ?
      ), fold as (
        select m.level, m.kind, sum(m.micro) as micro from moved m group by m.level, m.kind
      )
      select l.pool, l.level, l.currency, k.kind, coalesce(f.micro, 0)
        from level l cross join unnest(enum_range(null::account_kind)) as k (kind)
        left join fold f on f.level = l.id and f.kind = k.kind
       order by l.pool, l.ordinal, l.id, k.kind
      """;

  private final Connection c;
  private final LocalDate day;

  private ReportReader(Connection c, LocalDate day) {
    this.c = c;
    this.day = day;
  }

  /** {@return the report of a day, which need not have ended} */
  static Report read(Connection c, LocalDate day, Instant at) throws SQLException, StoreException {
    return new ReportReader(c, day).read(at);
  }

  /** {@return the same, by a connection of its own} */
  static Report read(DatabaseAddress address, LocalDate day, Instant at) throws StoreException {
    try (var c = address.dataSource().getConnection()) {
      c.setAutoCommit(false);
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setReadOnly(true);
      return read(c, day, at);
    } catch (SQLException e) {
      throw Database.translate(e);
    }
  }

  private Report read(Instant at) throws SQLException, StoreException {
    var entries =
        Long.parseLong(
            rows("select count(*) from journal where at < ?", s -> s.setObject(1, end()))
                .getFirst()
                .getFirst());
    return new Report(
        day,
        at,
        journal(),
        entries,
        List.of(activity(), liability(entries), reconciliation(), variance(), events(), alarms()));
  }

  private interface Fill {
    void in(PreparedStatement s) throws SQLException;
  }

  private OffsetDateTime begin() {
    return day.atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  private OffsetDateTime end() {
    return begin().plusDays(1);
  }

  private String journal() throws SQLException, StoreException {
    try (var s = c.prepareStatement("select body from journal where n = 0");
        var r = s.executeQuery()) {
      return r.next() ? JournalEntry.parse(r.getBytes(1)).journal() : "";
    } catch (JournalException e) {
      throw new StoreException(Fault.REFUSED, "the journal cannot be read", e);
    }
  }

  /** Every pool and jurisdiction that there is, also where nothing happened. */
  private Section activity() throws SQLException, StoreException {
    var figures =
        Arrays.stream(Activity.Figure.values())
            .map(f -> f.name().toLowerCase(Locale.ROOT))
            .toList();
    var columns = new ArrayList<>(List.of("pool", "jurisdiction", "currency"));
    columns.addAll(figures);
    var found =
        new TreeMap<List<String>, List<String>>(
            java.util.Comparator.comparing(k -> String.join("\n", k)));
    for (var row :
        rows(
            "select p.name, a.jurisdiction, a.currency, "
                + String.join(", ", figures)
                + " from activity a join pool p on p.id = a.pool where a.day = ?",
            s -> s.setLong(1, day.toEpochDay()))) {
      found.put(row.subList(0, 3), row);
    }
    for (var place : places().entrySet()) {
      for (var jurisdiction : place.getValue()) {
        var pool = place.getKey();
        if (found.keySet().stream()
            .noneMatch(k -> k.get(0).equals(pool.get(0)) && k.get(1).equals(jurisdiction))) {
          var row = new ArrayList<>(List.of(pool.get(0), jurisdiction, pool.get(1)));
          figures.forEach(_ -> row.add("0"));
          found.put(row.subList(0, 3), row);
        }
      }
    }
    return new Section(
        "activity",
        "Activity by pool and jurisdiction",
        columns,
        List.copyOf(found.values()),
        false);
  }

  /** {@return of each pool and its currency, the jurisdictions of its rules and of its players} */
  private Map<List<String>, SortedSet<String>> places() throws SQLException, StoreException {
    var places =
        new TreeMap<List<String>, SortedSet<String>>(
            java.util.Comparator.comparing(k -> String.join("\n", k)));
    try (var s =
            c.prepareStatement(
                "select r.content, p.newest from pool p join rules r on r.sha256 = p.newest");
        var r = s.executeQuery()) {
      while (r.next()) {
        var name = Path.of(Hash.of(r.getBytes(2)).toString());
        var rules = RulesFile.of(name, r.getBytes(1)).rules();
        var ids = new TreeSet<String>();
        rules.jurisdictions().orElse(List.of()).forEach(j -> ids.add(j.id()));
        for (var row :
            rows(
                "select distinct a.jurisdiction from activity a join pool p on p.id = a.pool"
                    + " where p.name = ?",
                q -> q.setString(1, rules.pool()))) {
          ids.add(row.getFirst());
        }
        if (ids.isEmpty()) {
          ids.add("*");
        }
        places.put(List.of(rules.pool(), rules.currency()), ids);
      }
    } catch (ConfigException e) {
      throw new StoreException(Fault.REFUSED, "rules that are in force cannot be read", e);
    }
    return places;
  }

  /** What each level held at the end of the day: the fold of all postings up to then. */
  private Section liability(long entries) throws SQLException {
    var columns = new ArrayList<>(List.of("pool", "level", "currency", "owed_micro"));
    for (var kind : AccountKind.values()) {
      columns.add(kind.name().toLowerCase(Locale.ROOT) + "_micro");
    }
    var levels = new ArrayList<List<String>>();
    try (var s = c.prepareStatement(BALANCES)) {
      for (var i = 1; i <= 3; i++) {
        s.setLong(i, entries);
      }
      try (var r = s.executeQuery()) {
        while (r.next()) {
          levels.add(level(r));
        }
      }
    }
    return new Section("liability", "What is owed at the end of the day", columns, levels, false);
  }

  private static List<String> level(ResultSet r) throws SQLException {
    var row = new ArrayList<>(List.of(r.getString(1), r.getString(2), r.getString(3)));
    var owed = java.math.BigInteger.ZERO;
    for (var kind : AccountKind.values()) {
      if (!kind.name().equals(r.getString(4))) {
        throw new SQLException("the accounts of a level come in another order");
      }
      var micro = r.getBigDecimal(5).toBigIntegerExact();
      row.add(micro.toString());
      owed =
          switch (kind) {
            case POOL, RESERVE, OVERFLOW, PAYABLE, WITHHELD -> owed.add(micro);
            case SOURCE, HOUSE, PAID, ADJUST -> owed;
          };
      if (kind.index() < AccountKind.values().length - 1 && !r.next()) {
        throw new SQLException("a level lacks accounts");
      }
    }
    row.add(3, owed.toString());
    return row;
  }

  /** The sums of all days against the postings: a difference is a fault in the books. */
  private Section reconciliation() throws SQLException {
    return new Section(
        "reconciliation",
        "All days against all postings",
        List.of("pool", "of_days_micro", "of_postings_micro", "difference_micro"),
        rows(
            """
            with days as (
              select pool, sum(pool_micro::numeric + reserve_micro + overflow_micro) as micro
                from activity group by pool
            ), postings as (
              select c.pool, sum(a.micro::numeric) as micro
                from contribution c, unnest(c.amounts) with ordinality as a (micro, at)
               where a.at % 5 <> 0 group by c.pool
            )
            select p.name, coalesce(d.micro, 0), coalesce(g.micro, 0),
                   coalesce(d.micro, 0) - coalesce(g.micro, 0)
              from pool p left join days d on d.pool = p.id left join postings g on g.pool = p.id
             order by p.name
            """,
            _ -> {}),
        false);
  }

  private Section variance() throws SQLException {
    return listed(
        "variance",
        "Claims of appliances that differ from the rules",
        List.of("at", "log", "seq", "bet", "pool", "level", "claimed_micro", "computed_micro"),
        "select v.at, g.origin, v.seq, v.bet, v.pool, v.level, v.claimed_micro, v.computed_micro"
            + " from variance v join log g on g.id = v.log where v.at >= ? and v.at < ?"
            + " order by v.id limit ?");
  }

  private Section events() throws SQLException {
    return listed(
        "events",
        "Significant events",
        List.of("at", "entry", "type", "detail"),
        "select at, entry, type, detail from event where at >= ? and at < ? order by id limit ?");
  }

  private Section alarms() throws SQLException {
    return listed(
        "alarms",
        "Alarms",
        List.of("last_at", "kind", "log", "seq", "times", "detail"),
        "select last_at, kind, log, coalesce(seq::text, ''), times, detail from alarm"
            + " where last_at >= ? and last_at < ? order by id limit ?");
  }

  private Section listed(String name, String title, List<String> columns, String select)
      throws SQLException {
    var found =
        rows(
            select,
            s -> {
              s.setObject(1, begin());
              s.setObject(2, end());
              s.setInt(3, MAX_ROWS + 1);
            });
    var isCut = found.size() > MAX_ROWS;
    return new Section(name, title, columns, isCut ? found.subList(0, MAX_ROWS) : found, isCut);
  }

  private List<List<String>> rows(String select, Fill fill) throws SQLException {
    var rows = new ArrayList<List<String>>();
    try (var s = c.prepareStatement(select)) {
      fill.in(s);
      try (var r = s.executeQuery()) {
        var columns = r.getMetaData().getColumnCount();
        while (r.next()) {
          var row = new ArrayList<String>(columns);
          for (var i = 1; i <= columns; i++) {
            row.add(
                r.getMetaData().getColumnTypeName(i).equals("timestamptz")
                    ? Texts.time(r.getObject(i, OffsetDateTime.class).toInstant())
                    : r.getString(i));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
