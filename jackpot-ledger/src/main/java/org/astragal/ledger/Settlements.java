package org.astragal.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * Has every win paid by somebody else: one signed instruction for each, made once, sent until it is
 * answered, and the answer recorded once. A process that dies between sending and recording sends
 * the same bytes under the same key again; whoever pays must pay a key once.
 *
 * <p>Thread safety: one thread of its own does everything.
 */
final class Settlements implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Settlements.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(15);
  private static final int AT_A_TIME = 100;
  private static final int ALARM_AFTER = 5;
  private static final int LONGEST_BACKOFF_SECONDS = 900;
  private static final int MAX_TEXT = 500;
  private static final List<String> CHECKS = List.of("identity", "payment", "risk");
  private static final Set<String> FINAL = Set.of("passed", "failed", "accepted", "refused");

  private final Database database;
  private final Books books;
  private final JournalKey key;
  private final SettlementPort port;
  private final BooleanSupplier leads;
  private final Thread thread;
  private long seen = -1;

  private Settlements(
      Database database, Books books, JournalKey key, SettlementPort port, BooleanSupplier leads) {
    this.database = database;
    this.books = books;
    this.key = key;
    this.port = port;
    this.leads = leads;
    this.thread = Thread.ofPlatform().name("settlements").daemon().unstarted(this::run);
  }

  /**
   * Starts to look for wins, and to send.
   *
   * @param leads whether that is for this process to do
   */
  static Settlements start(
      Database database, Books books, JournalKey key, SettlementPort port, BooleanSupplier leads) {
    var settlements = new Settlements(database, books, key, port, leads);
    settlements.thread.start();
    return settlements;
  }

  /**
   * How an instruction stands.
   *
   * @param state {@code due}, or {@code answered}
   * @param last why the last attempt was none; empty if there was none
   */
  record Status(String pool, long posting, String state, int attempts, String last) {}

  /** {@return the newest instructions, newest first} */
  static List<Status> newest(Connection c, int limit) throws SQLException {
    var all = new ArrayList<Status>();
    try (var s =
        c.prepareStatement(
            "select p.name, i.n, d.attempts, d.last from instruction i"
                + " join pool p on p.id = i.pool"
                + " left join instruction_due d on d.pool = i.pool and d.n = i.n"
                + " order by i.created_at desc, i.pool, i.n desc limit ?")) {
      s.setInt(1, limit);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          var last = Optional.ofNullable(r.getString(4));
          all.add(
              new Status(
                  r.getString(1),
                  r.getLong(2),
                  last.isPresent() ? "due" : "answered",
                  r.getInt(3),
                  last.orElse("")));
        }
      }
    }
    return all;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        try {
          if (leads.getAsBoolean()) {
            make();
            for (var instruction : database.read(this::due)) {
              send(instruction);
            }
          }
        } catch (StoreException e) {
          LOG.log(System.Logger.Level.WARNING, "settlements wait: {0}", e.getMessage());
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.ERROR, "a fault in settlements", e);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Signs an instruction for each win that has none. */
  private void make() throws StoreException {
    if (database.read(this::wins).isEmpty()) {
      return;
    }
    var pools = books.pools();
    seen =
        books.write(c -> {
          var newest = seen;
          for (var win : wins(c)) {
            var rules = pools.pool(win.pool).orElseThrow().terms().rules();
            var body = JcsWriter.encode(win.json(rules, key.verifier().name()));
            try (var s =
                c.prepareStatement(
                    "insert into instruction (pool, n, body, signature) values (?, ?, ?, ?)")) {
              s.setInt(1, win.pool);
              s.setLong(2, win.n);
              s.setBytes(3, body);
              s.setBytes(4, key.sign(Instruction.message(body)));
              s.executeUpdate();
            }
            try (var s =
                c.prepareStatement("insert into instruction_due (pool, n) values (?, ?)")) {
              s.setInt(1, win.pool);
              s.setLong(2, win.n);
              s.executeUpdate();
            }
            newest = Math.max(newest, win.entry - 1);
          }
          return newest;
        });
  }

  /** A win without an instruction. */
  private record Won(int pool, long n, long entry, TreeMap<String, Json> members, long net) {
    private Json.Obj json(PoolRules rules, String journal) {
      var all = new TreeMap<>(members);
      all.put("currency", new Json.Str(rules.currency()));
      all.put("exp", new Json.Int(rules.exp()));
      all.put("id", new Json.Str(id(journal, rules.pool(), n)));
      all.put("journal", new Json.Str(journal));
      all.put("netMinor", new Json.Str(Long.toString(net)));
      all.put("pool", new Json.Str(rules.pool()));
      all.put("v", new Json.Int(1));
      return Json.Obj.of(all);
    }
  }

  private static String id(String journal, String pool, long n) {
    return journal + "/" + pool + "/" + n;
  }

  private List<Won> wins(Connection c) throws SQLException {
    var wins = new ArrayList<Won>();
    try (var s =
        c.prepareStatement(
            "select w.pool, w.n, w.entry, v.level, w.cycle, coalesce(l.origin, ''), w.seq, w.at_ms,"
                + " w.bet, w.operator, w.round, w.player, w.jurisdiction, w.minor,"
                + " w.withheld_minor from win w join level v on v.id = w.level"
                + " left join log l on l.id = w.log where w.entry > ? and not exists"
                + " (select from instruction i where i.pool = w.pool and i.n = w.n)"
                + " order by w.entry, w.pool, w.n limit ?")) {
      s.setLong(1, seen);
      s.setInt(2, AT_A_TIME);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          var members = new TreeMap<String, Json>();
          members.put("at", new Json.Str(Texts.time(Instant.ofEpochMilli(r.getLong(8)))));
          members.put("bet", new Json.Str(r.getString(9)));
          members.put("cycle", new Json.Str(Long.toString(r.getLong(5))));
          members.put("entry", new Json.Str(Long.toString(r.getLong(3))));
          members.put("jurisdiction", new Json.Str(r.getString(13)));
          members.put("level", new Json.Str(r.getString(4)));
          members.put("log", new Json.Str(r.getString(6)));
          members.put("minor", new Json.Str(Long.toString(r.getLong(14))));
          members.put("operator", new Json.Str(r.getString(10)));
          members.put("player", new Json.Str(r.getString(12)));
          members.put("posting", new Json.Str(Long.toString(r.getLong(2))));
          members.put("round", new Json.Str(r.getString(11)));
          members.put("seq", new Json.Str(Long.toString(r.getLong(7))));
          members.put("withheldMinor", new Json.Str(Long.toString(r.getLong(15))));
          var net = Math.subtractExact(r.getLong(14), r.getLong(15));
          wins.add(new Won(r.getInt(1), r.getLong(2), r.getLong(3), members, net));
        }
      }
    }
    return wins;
  }

  private List<Instruction> due(Connection c) throws SQLException {
    var all = new ArrayList<Instruction>();
    try (var s =
        c.prepareStatement(
            "select i.pool, i.n, p.name, i.body, i.signature from instruction_due d"
                + " join instruction i on i.pool = d.pool and i.n = d.n"
                + " join pool p on p.id = i.pool where d.due <= now()"
                // Further than any pause: the clock has been set back since.
                + " or d.due > now() + make_interval(secs => ?)"
                + " order by d.due, i.pool, i.n limit ?")) {
      s.setInt(1, LONGEST_BACKOFF_SECONDS);
      s.setInt(2, AT_A_TIME);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          var name = id(key.verifier().name(), r.getString(3), r.getLong(2));
          all.add(new Instruction(r.getInt(1), r.getLong(2), name, r.getBytes(4), r.getBytes(5)));
        }
      }
    }
    return all;
  }

  private void send(Instruction instruction) throws StoreException, InterruptedException {
    try {
      var answer = port.send(instruction);
      var obstacle = obstacle(answer);
      if (obstacle.isEmpty()) {
        books.write(c -> answered(c, instruction, answer));
        LOG.log(System.Logger.Level.INFO, "{0} is answered", instruction.key());
      } else {
        failed(instruction, obstacle.get());
      }
    } catch (IOException e) {
      failed(instruction, "no answer: " + e);
    }
  }

  /** {@return why an answer is none that ends it} */
  static Optional<String> obstacle(SettlementPort.Answer answer) {
    if (answer.status() / 100 != 2) {
      return Optional.of("status " + answer.status());
    }
    try {
      if (!(Json.parse(answer.body(), Webhook.MAX_ANSWER) instanceof Json.Obj json)) {
        return Optional.of("the answer is no JSON object");
      }
      for (var check : CHECKS) {
        if (!FINAL.contains(json.string(check))) {
          return Optional.of(check + " is not decided yet");
        }
      }
      return Optional.empty();
    } catch (JsonException e) {
      return Optional.of("the answer does not tell identity, payment and risk");
    }
  }

  private static boolean answered(
      Connection c, Instruction instruction, SettlementPort.Answer answer) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into instruction_answer (pool, n, status, body) values (?, ?, ?, ?)"
                + " on conflict do nothing")) {
      s.setInt(1, instruction.pool());
      s.setLong(2, instruction.posting());
      s.setInt(3, answer.status());
      s.setBytes(4, answer.body());
      s.executeUpdate();
    }
    try (var s = c.prepareStatement("delete from instruction_due where pool = ? and n = ?")) {
      s.setInt(1, instruction.pool());
      s.setLong(2, instruction.posting());
      return s.executeUpdate() > 0;
    }
  }

  private void failed(Instruction instruction, String why) throws StoreException {
    LOG.log(System.Logger.Level.WARNING, "{0} is sent again: {1}", instruction.key(), why);
    var text = Texts.storable(why, MAX_TEXT);
    books.write(c -> {
      try (var s =
          c.prepareStatement(
              "update instruction_due set attempts = attempts + 1, last = ?, due = now()"
                  + " + make_interval(secs => least(?, power(2, least(attempts, 20)) / 4))"
                  + " where pool = ? and n = ? returning attempts")) {
        s.setString(1, text);
        s.setInt(2, LONGEST_BACKOFF_SECONDS);
        s.setInt(3, instruction.pool());
        s.setLong(4, instruction.posting());
        try (var r = s.executeQuery()) {
          if (r.next() && r.getInt(1) >= ALARM_AFTER) {
            Alarms.raise(c, "settlement-unanswered", instruction.key(), -1, text);
          }
        }
      }
      return true;
    });
  }

  /** {@return the answer that ended the instruction for a win} */
  static Optional<String> answer(Connection c, String pool, long n) throws SQLException {
    try (var s =
        c.prepareStatement(
            "select a.body from instruction_answer a join pool p on p.id = a.pool"
                + " where p.name = ? and a.n = ?")) {
      s.setString(1, pool);
      s.setLong(2, n);
      try (var r = s.executeQuery()) {
        return r.next()
            ? Optional.of(new String(r.getBytes(1), StandardCharsets.UTF_8))
            : Optional.empty();
      }
    }
  }
}
