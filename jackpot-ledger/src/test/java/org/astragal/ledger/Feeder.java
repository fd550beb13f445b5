package org.astragal.ledger;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.astragal.ledger.TestLog.Round;

/**
 * Seals rounds in a log without a pause and has them sent, until it is stopped. One round in ten is
 * of a place that the rules deny.
 */
@SuppressWarnings("try") // close() may be interrupted like any wait
final class Feeder implements AutoCloseable {
  private static final int ROUNDS = 8;
  private static final int PAUSE_MILLIS = 40;
  private static final int ONE_DENIED_IN = 10;

  private final TestLog log;
  private final Sender sender;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile long sealed;
  private volatile Optional<Throwable> failure = Optional.empty();

  private Feeder(TestLog log, Sender sender) {
    this.log = log;
    this.sender = sender;
    this.sealed = log.size();
    this.thread = Thread.ofPlatform().name("feeder-" + log.origin()).start(this::run);
  }

  /** Brings records of a log to the ledger. */
  @FunctionalInterface
  interface Sender {
    /**
     * Sends records until they are taken.
     *
     * @param from place of the first one
     */
    void send(TestLog log, int from, int to) throws Exception;
  }

  static Feeder start(TestLog log, Sender sender) {
    return new Feeder(log, sender);
  }

  /** {@return the round at a place of a log; all are different} */
  static Round round(TestLog log, long seq) {
    var name = log.origin().substring(log.origin().lastIndexOf('/') + 1);
    var round = Round.of(name + "-" + seq, stake(seq));
    return seq % ONE_DENIED_IN == 0 ? round.jurisdiction("US-NJ") : round;
  }

  private static long stake(long seq) {
    return 100 + seq % 997;
  }

  /** {@return what the rounds of a log of this size stake where the rules allow it} */
  static long stakes(long size) {
    var sum = 0L;
    for (var seq = 1L; seq < size; seq++) {
      sum += seq % ONE_DENIED_IN == 0 ? 0 : stake(seq);
    }
    return sum;
  }

  /** {@return records that were sealed so far} */
  long sealed() {
    failure.ifPresent(e -> {
      throw new AssertionError(log.origin(), e);
    });
    return sealed;
  }

  /** Stops when all that was sealed is sent. */
  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    thread.join();
    sealed();
  }

  private void run() {
    try {
      while (true) {
        var from = Math.toIntExact(log.size());
        log.seal(IntStream.range(from, from + ROUNDS).mapToObj(i -> round(log, i).body()).toList());
        sealed = log.size();
        sender.send(log, from, from + ROUNDS);
        if (stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (Exception | AssertionError e) {
      failure = Optional.of(e);
    }
  }
}
