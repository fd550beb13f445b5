package org.astragal.ledger;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.astragal.service.TlsMaterial;

/**
 * Asks the appliances that decide over levels: after each transaction whatever has come to be
 * asked, one question about a level at a time. An answer is followed when its record comes with the
 * log ({@link Answers}); a question whose answer is lost is asked again and is the same one.
 *
 * <p>Thread-safe.
 */
final class Holders implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Holders.class.getName());

  /** Looks at least this often, also when nothing is posted. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The record of an answer comes with the log before; else the same is asked again. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  private final Database database;
  private final BooleanSupplier leads;
  private final StateStore store = new StateStore();
  private final HolderClient client;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final List<Line> lines;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private Holders(
      Database database,
      List<LedgerConfig.Holder> holders,
      HolderClient client,
      BooleanSupplier leads) {
    this.database = database;
    this.leads = leads;
    this.client = client;
    this.lines = holders.stream().map(h -> new Line(h.log(), h.url(), new Semaphore(1))).toList();
  }

  /** To one appliance; a permit says that something was posted. */
  private record Line(String holder, URI url, Semaphore news) {}

  /** How a question is doing. */
  enum Progress {
    /** The appliance has answered; the record is on its way. */
    ANSWERED("answered"),
    /** The appliance is not there, or not ready. */
    AWAY("holder-away"),
    /** The appliance knows something else of the level. */
    REFUSED("refused");

    private final String text;

    Progress(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * A question that was asked.
   *
   * @param text the question
   * @param since when it was asked first
   * @param nanos when it was asked last
   * @param detail for people; empty if there is nothing to say
   */
  record Asked(String text, Instant since, long nanos, Progress progress, String detail) {}

  /**
   * Begins to ask.
   *
   * @param holders where the appliances are; a level of another one is never asked about
   * @param leads whether asking is for this process to do
   */
  static Holders start(
      Database database,
      List<LedgerConfig.Holder> holders,
      TlsMaterial tls,
      BooleanSupplier leads) {
    var all = new Holders(database, holders, new HolderClient(tls), leads);
    for (var line : all.lines) {
      all.threads.add(
          Thread.ofVirtual().name("holder-" + line.holder()).start(() -> all.run(line)));
    }
    return all;
  }

  /** Something was posted. Never blocks. */
  void posted() {
    lines.forEach(line -> line.news().release());
  }

  /** {@return how the question about a level is doing, if there is one} */
  Optional<Asked> asked(String pool, String level) {
    return Optional.ofNullable(asked.get(pool + " " + level));
  }

  /** {@return whether somebody is configured to be asked about levels of this holder} */
  boolean knows(String holder) {
    return lines.stream().anyMatch(line -> line.holder().equals(holder));
  }

  /** {@return levels whose holder is away or refuses} */
  int waiting() {
    return (int) asked.values().stream().filter(a -> a.progress() != Progress.ANSWERED).count();
  }

  private void run(Line line) {
    try {
      while (!closed) {
        if (line.news().tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          line.news().drainPermits();
        }
        if (leads.getAsBoolean()) {
          look(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Line line) throws InterruptedException {
    var holder = line.holder();
    try {
      var questions =
          database.read(c -> {
            var wanted = new ArrayList<Question>();
            var past = new StoredPast(c);
            for (var pool : store.load(c).all()) {
              for (var level : pool.levels()) {
                var question =
                    Question.of(pool, level, past).filter(q -> q.holder().equals(holder));
                question.ifPresentOrElse(wanted::add, () -> forget(holder, pool.name(), level));
              }
            }
            return wanted;
          });
      for (var question : questions) {
        ask(line, question);
      }
    } catch (StoreException e) {
      LOG.log(System.Logger.Level.DEBUG, "questions wait for PostgreSQL", e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "questions to " + holder + " failed", e);
    }
  }

  private void forget(String holder, String pool, LevelState level) {
    if (level.rules().trigger().flatMap(TriggerRules::holder).equals(Optional.of(holder))) {
      asked.remove(pool + " " + level.name());
    }
  }

  private void ask(Line line, Question question) throws InterruptedException {
    var key = question.pool() + " " + question.level();
    var text = question.call() + question.body();
    var last = Optional.ofNullable(asked.get(key)).filter(a -> a.text().equals(text));
    if (last.isPresent()
        && last.get().progress() == Progress.ANSWERED
        && System.nanoTime() - last.get().nanos() < ASK_AGAIN.toNanos()) {
      return;
    }
    var reply = client.ask(line.url(), question);
    var since = last.map(Asked::since).orElseGet(Instant::now);
    var now = System.nanoTime();
    var next =
        switch (reply) {
          case HolderClient.Reply.Answered() -> new Asked(text, since, now, Progress.ANSWERED, "");
          case HolderClient.Reply.Refused(var detail) ->
              new Asked(text, since, now, Progress.REFUSED, detail);
          case HolderClient.Reply.Away(var detail) ->
              new Asked(text, since, now, Progress.AWAY, detail);
        };
    var before = Optional.ofNullable(asked.put(key, next));
    if (next.progress() != Progress.ANSWERED
        && !before.map(Asked::progress).equals(Optional.of(next.progress()))) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1} of {2}: {3}",
          question.holder(),
          next.progress().text(),
          key,
          next.detail());
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    try {
      for (var thread : threads) {
        thread.join(LONGEST_GOODBYE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
