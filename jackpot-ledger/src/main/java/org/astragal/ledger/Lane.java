package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.ledger.Delivery.Step;
import org.astragal.outcome.Reason;

/**
 * One partition on its way into the books. It holds one log, in order; whatever else somebody wrote
 * between its records is parked and passed over. Records are posted up to the last complete
 * checkpoint; what stands after it waits here for the rest.
 *
 * <p>Used by one thread.
 */
final class Lane implements KafkaLane {
  /** Values held, bytes; then no more are fetched until some are posted. */
  static final long FULL = 32L << 20;

  /** Values held, bytes, above which a checkpoint is not waited for any longer. */
  private static final long TOO_MUCH = 64L << 20;

  private final String topic;
  private final int partition;
  private final String log;
  private final byte[] origin;
  private final Ingest ingest;
  private final List<Value> values = new ArrayList<>();
  private long bytes;
  private int fresh;
  private State state = new State.Feeding();

  Lane(String topic, int partition, String log, Ingest ingest) {
    this.topic = topic;
    this.partition = partition;
    this.log = log;
    this.origin = log.getBytes(StandardCharsets.UTF_8);
    this.ingest = ingest;
  }

  /** A record of the partition; it is refused once, and for good. */
  private static final class Value {
    private final long offset;
    private final boolean ours;
    private final byte[] line;
    private Optional<Step.Bad> refusal = Optional.empty();

    private Value(long offset, boolean ours, byte[] line) {
      this.offset = offset;
      this.ours = ours;
      this.line = line;
    }
  }

  @Override
  public String name() {
    return log;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public boolean isFull() {
    return bytes >= FULL || !(state instanceof State.Feeding);
  }

  @Override
  public void add(long offset, byte[] key, byte[] value) {
    add(offset, Arrays.equals(key, origin), value);
  }

  /**
   * Takes a record of the partition.
   *
   * @param ours whether its key is the log's origin
   */
  void add(long offset, boolean ours, byte[] line) {
    values.add(new Value(offset, ours, line));
    bytes += line.length;
    fresh++;
  }

  /** Looks again whether what was missing has come, or people have let the log go on. */
  @Override
  public void tryAgain() {
    var again =
        switch (state) {
          case State.Feeding _ -> false;
          case State.Missing _ -> true;
          case State.Stopped(var reason, var _) -> reason.equals(Refusal.LOG_FORKED.code());
        };
    if (again) {
      state = new State.Feeding();
      fresh = values.size();
    }
  }

  @Override
  public void stop(String reason, String detail) {
    state = new State.Stopped(reason, detail);
  }

  /**
   * {@return whether it is worth to feed} What waits for the rest of its checkpoint is verified
   * again each time; waiting until there is half as much more bounds that.
   */
  @Override
  public boolean isReady(boolean idle) {
    return state instanceof State.Feeding
        && fresh > 0
        && (idle || fresh >= (values.size() - fresh) / 2 || bytes >= FULL);
  }

  @Override
  public void feed() throws StoreException {
    try (var hold = ingest.hold(log)) {
      var stop = hold.stop();
      if (stop.isPresent()) {
        stop(stop.get().reason(), "since " + stop.get().at());
        return;
      }
      feed(hold);
    }
    fresh = 0;
    if (bytes > TOO_MUCH && state instanceof State.Feeding) {
      stop(Reason.BATCH_TOO_LONG.code(), "a checkpoint of more than 64 MiB");
    }
  }

  private void feed(Ingest.Hold hold) throws StoreException {
    var run = new Run(hold.delivery());
    run.go();
    if (run.done > 0 && !commit(hold, run)) {
      stop(Refusal.LOG_FORKED.code(), Ingest.FORKED);
      return;
    }
    if (run.forkedAt >= 0) {
      hold.forked(run.forkedAt, values.get(run.at).line);
    }
    drop(run.done);
    state = run.end;
  }

  private boolean commit(Ingest.Hold hold, Run run) throws StoreException {
    var next = values.get(run.done - 1).offset + 1;
    var refused = new ArrayList<Value>();
    for (var value : values.subList(0, run.done)) {
      if (value.refusal.isPresent()) {
        refused.add(value);
      }
    }
    run.delivery
        .batch()
        .beside(c -> {
          for (var value : refused) {
            var bad = value.refusal.orElseThrow();
            Parking.park(c, log, bad.seq(), bad.reason(), bad.detail(), value.line);
          }
          return KafkaOffsets.save(c, topic, partition, next, log);
        });
    if (!hold.commit(run.delivery)) {
      return false;
    }
    for (var value : refused) {
      var bad = value.refusal.orElseThrow();
      ingest.tellRefusal(log, bad.seq(), bad.reason(), bad.detail());
    }
    return true;
  }

  private void drop(int count) {
    var gone = values.subList(0, count);
    for (var value : gone) {
      bytes -= value.line.length;
    }
    gone.clear();
  }

  /** One pass over what is held. */
  private final class Run {
    private final Delivery delivery;

    /** By place in the log: which value holds the record that waits there. */
    private final Map<Long, Integer> places = new HashMap<>();

    /** Values that need not be seen again once this is committed. */
    private int done;

    private int at;

    /** Place in the log where the value at hand proves a fork, negative if none does. */
    private long forkedAt = -1;

    private State end = new State.Feeding();

    private Run(Delivery delivery) {
      this.delivery = delivery;
    }

    private void go() throws StoreException {
      while (at < values.size() && end instanceof State.Feeding) {
        var value = values.get(at);
        if (value.refusal.isEmpty() && !value.ours) {
          refuse(at, new Step.Bad(true, Reason.WRONG_LOG.code(), -1, "its key is not " + log));
        }
        if (value.refusal.isPresent()) {
          pass();
        } else {
          take(value);
        }
      }
    }

    private void take(Value value) throws StoreException {
      var seq = delivery.next();
      switch (delivery.accept(value.line)) {
        case Step.Waiting _ -> {
          places.put(seq, at);
          at++;
        }
        case Step.Complete _, Step.Repeated _ -> pass();
        case Step.Missing(var position) -> {
          var alone = delivery.falseByItself(value.line, -1);
          alone.ifPresentOrElse(bad -> refuse(at, bad), () -> end = new State.Missing(position));
        }
        case Step.Bad bad -> blame(value, bad);
        case Step.Forked(var place) -> {
          forkedAt = place;
          end = new State.Stopped(Refusal.LOG_FORKED.code(), Ingest.FORKED);
        }
      }
    }

    /** The value at hand is dealt with as soon as nothing waits before it. */
    private void pass() {
      at++;
      if (delivery.waiting() == 0) {
        done = at;
      }
    }

    /** Finds out which value is not genuine: the one at hand, or one that waits. */
    private void blame(Value value, Step.Bad bad) {
      if (bad.reason().equals(Refusal.LOG_FORKED.code())) {
        refuse(at, bad);
        return;
      }
      if (bad.own()) {
        var alone = delivery.falseByItself(value.line, bad.seq());
        if (alone.isPresent()) {
          refuse(at, alone.get());
          return;
        }
      }
      var culprit = bad.own() ? delivery.firstFalse() : Optional.of(bad);
      if (culprit.isPresent()) {
        refuse(places.getOrDefault(culprit.get().seq(), at), culprit.get());
        delivery.discardWaiting();
        at = done;
      } else if (bad.reason().equals(Reason.GAP.code())) {
        end = new State.Missing(delivery.next());
      } else {
        end = new State.Stopped(bad.reason(), bad.detail());
      }
    }

    private void refuse(int index, Step.Bad bad) {
      values.get(index).refusal = Optional.of(bad);
    }
  }
}
