package org.astragal.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Plays many rounds at once, as the players of one operator do. */
final class Play {
  private static final int AT_ONCE = 64;

  private Play() {}

  /**
   * Plays {@code rounds} new rounds.
   *
   * @param progress told how many are done, from several threads
   * @return their sealed outcomes, in the order in which they were asked for
   * @throws SiteException if one is refused
   */
  static List<byte[]> rounds(GameServer server, int rounds, IntConsumer progress)
      throws SiteException, InterruptedException {
    var evening = UUID.randomUUID();
    var atOnce = new Semaphore(AT_ONCE);
    var done = new AtomicInteger();
    try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<java.util.concurrent.Future<byte[]>>(rounds);
      for (var i = 0; i < rounds; i++) {
        var number = i;
        answers.add(
            players.submit(() -> {
              atOnce.acquire();
              try {
                return one(server, evening + "-" + number, number);
              } finally {
                atOnce.release();
                progress.accept(done.incrementAndGet());
              }
            }));
      }
      var outcomes = new ArrayList<byte[]>(rounds);
      for (var answer : answers) {
        outcomes.add(answer.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SiteException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static byte[] one(GameServer server, String id, int number)
      throws SiteException, InterruptedException {
    var answer = server.play(id, GameServer.request(id, number));
    if (answer.status() != 201) {
      throw new SiteException(
          SiteException.Fault.UNEXPECTED_ANSWER,
          "a round was answered with " + answer.status() + ": " + answer.text());
    }
    return answer.bytes();
  }
}
