package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.EventIntake.Result;
import org.astragal.ledger.StoreException.Fault;

/**
 * A partition of the topic of third parties' events: the key of a record is the source, its value
 * the event. Who may write as which source is the brokers' business.
 */
final class EventLane implements KafkaLane {
  private static final long FULL = 16L << 20;
  private static final int MAX_NAME = 64;

  private final String topic;
  private final int partition;
  private final EventIntake intake;
  private final Books books;
  private final List<Value> values = new ArrayList<>();
  private long bytes;
  private State state = new State.Feeding();

  EventLane(String topic, int partition, EventIntake intake, Books books) {
    this.topic = topic;
    this.partition = partition;
    this.intake = intake;
    this.books = books;
  }

  private static final class Value {
    private final long offset;
    private final String source;
    private final byte[] event;

    private Value(long offset, String source, byte[] event) {
      this.offset = offset;
      this.source = source;
      this.event = event;
    }
  }

  @Override
  public String name() {
    return topic + "/" + partition;
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
    values.add(
        new Value(
            offset, Texts.storable(new String(key, StandardCharsets.UTF_8), MAX_NAME), value));
    bytes += value.length;
  }

  @Override
  public boolean isReady(boolean idle) {
    return state instanceof State.Feeding && !values.isEmpty();
  }

  /** Events of one source that stand together are one delivery. */
  @Override
  public void feed() throws StoreException {
    while (!values.isEmpty()) {
      var source = values.getFirst().source;
      var count = 0;
      while (count < values.size()
          && count < EventsHttp.MAX_LINES
          && values.get(count).source.equals(source)) {
        count++;
      }
      take(source, values.subList(0, count));
      for (var value : values.subList(0, count)) {
        bytes -= value.event.length;
      }
      values.subList(0, count).clear();
    }
  }

  private void take(String source, List<Value> events) throws StoreException {
    var next = events.getLast().offset + 1;
    Database.Work<Boolean> moved =
        c -> KafkaOffsets.save(c, topic, partition, next, "events/" + source);
    var lines = events.stream().map(value -> value.event).toList();
    switch (intake.take(source, Optional.empty(), lines, moved)) {
      case Result.Taken _ -> {
        // The offset has moved with it.
      }
      case Result.UnknownSource _ ->
          books.write(c -> {
            for (var event : lines) {
              Parking.park(
                  c, "events/" + source, -1, "unknown-source", "no mapping is for it", event);
            }
            return moved.run(c);
          });
      case Result.QuarantineFull _ ->
          throw new StoreException(
              Fault.UNAVAILABLE, "too many events of " + source + " are in doubt");
      case Result.WrongOperator _ -> throw new IllegalStateException("no operator was asked for");
    }
  }

  @Override
  public void tryAgain() {
    // It is held up by nothing that passes.
  }

  @Override
  public void stop(String reason, String detail) {
    state = new State.Stopped(reason, detail);
  }
}
