package org.astragal.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A game server of the operator {@code op-1}: asks the appliance for sealed outcomes over mutual
 * TLS.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class GameServer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String[] SPOTS = {"1", "2", "5", "10", "FLIP", "DROP", "MEGA"};

  private final HttpClient client;
  private final URI outcomes;

  GameServer(HttpClient client, int port) {
    this.client = client;
    this.outcomes = URI.create("https://localhost:" + port + "/v1/outcomes");
  }

  /**
   * What the appliance answered.
   *
   * @param status the HTTP status: 201 new, 200 repeated, anything else a refusal
   * @param text the sealed outcome, or the problem
   */
  public record Answer(int status, String text) {
    /** {@return the sealed outcome's bytes} */
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Plays one round.
   *
   * @param key the Idempotency-Key; the same key and body again give the same bytes
   * @param body the request, JSON
   */
  public Answer play(String key, String body) throws SiteException, InterruptedException {
    var request =
        HttpRequest.newBuilder(outcomes)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = LedgerClient.send(client, request);
    return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  /**
   * A request for one round: even numbers play the wheel, odd ones roulette, each with a stake that
   * leaves fractions of a minor unit in the jackpot.
   *
   * @param round the round's id, unique for the operator
   * @param number chooses game, selection and stake
   */
  public static String request(String round, int number) {
    var wheel = number % 2 == 0;
    var selection =
        wheel
            ? "{\"spot\":\"" + SPOTS[number / 2 % SPOTS.length] + "\"}"
            : "{\"kind\":\"STRAIGHT\",\"numbers\":[" + number / 2 % 37 + "]}";
    return """
    {"game":"%s","round":{"id":"%s","mode":"REAL"},"bets":[{"id":"1","fundedBy":"CASH",\
    "player":{"channel":"MOBILE","jurisdiction":"MT","pseudonym":"%s","session":"s-%d"},\
    "selection":%s,"stake":{"ccy":"EUR","exp":2,"minor":"%d"}}]}\
    """
        .formatted(
            wheel ? "ref.wheel.54" : "ref.roulette.eu",
            round,
            "9f3a5c7e1b2d4f60".repeat(2),
            number % 100,
            selection,
            37 + number % 463);
  }
}
