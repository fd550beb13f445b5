package org.astragal.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.demo.GameServer;
import org.astragal.demo.SiteException;

/**
 * Players that never give up: each plays round after round, and asks again with the same key until
 * the round is acknowledged, whatever dies meanwhile. What was acknowledged is remembered to the
 * byte.
 */
final class Load implements AutoCloseable {
  private static final int PAUSE_MILLIS = 20;

  private final GameServer server;
  private final int betweenRoundsMillis;
  private final String evening = UUID.randomUUID().toString();
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final List<Thread> players = new ArrayList<>();
  private volatile boolean stopping;

  /** A round as the game server knows it: its request, and the bytes that answered it. */
  record Acknowledged(String request, String sealed) {}

  /** Players who ask for the next round as soon as they have the last one. */
  Load(GameServer server, int count) {
    this(server, count, 0);
  }

  /**
   * Players who wait between rounds. Those who do not wait take the whole machine, and a process
   * that starts beside them takes several times as long.
   */
  Load(GameServer server, int count, int betweenRoundsMillis) {
    this.server = server;
    this.betweenRoundsMillis = betweenRoundsMillis;
    for (var i = 0; i < count; i++) {
      players.add(Thread.ofVirtual().name("player-" + i).start(this::play));
    }
  }

  private void play() {
    try {
      while (!stopping) {
        var id = evening + "-" + number.getAndIncrement();
        playToTheEnd(id, GameServer.request(id, id.hashCode() & 0xFFFF));
        Thread.sleep(betweenRoundsMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void playToTheEnd(String id, String request) throws InterruptedException {
    while (!stopping) {
      try {
        var answer = server.play(id, request);
        switch (answer.status()) {
          case 200, 201 -> {
            acknowledged.put(id, new Acknowledged(request, answer.text()));
            return;
          }
          case 503 -> {
            unanswered.incrementAndGet();
            Thread.sleep(PAUSE_MILLIS);
          }
          default -> {
            wrong.add(answer.status() + " " + answer.text());
            return;
          }
        }
      } catch (SiteException e) {
        // No answer: the outcome is unknown, and only the same key may be asked again.
        unanswered.incrementAndGet();
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** {@return how many rounds are acknowledged so far} */
  int count() {
    return acknowledged.size();
  }

  /** {@return every acknowledged round by its key} */
  Map<String, Acknowledged> acknowledged() {
    return acknowledged;
  }

  /** {@return answers that no game server should ever see} */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** {@return how often a round had to be asked for again: 503, or no answer} */
  int unanswered() {
    return unanswered.get();
  }

  /** Waits until {@code more} further rounds are acknowledged, at most 60 s. */
  void awaitMore(int more) throws InterruptedException {
    var goal = count() + more;
    var end = System.nanoTime() + 60_000_000_000L;
    while (count() < goal) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "%d of %d rounds acknowledged after 60 s; wrong answers: %s"
                .formatted(count(), goal, wrong));
      }
      Thread.sleep(5);
    }
  }

  /** Lets the rounds in flight end. */
  @Override
  public void close() {
    stopping = true;
    try {
      for (var player : players) {
        player.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
