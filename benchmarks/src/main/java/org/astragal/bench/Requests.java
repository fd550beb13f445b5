package org.astragal.bench;

/** The one request that every experiment sends: one bet of 1.00 on the money wheel, real money. */
final class Requests {
  /** Stake of the bet in minor units. */
  static final long STAKE_MINOR = 100;

  private Requests() {}

  /** {@return the body of one outcome's request, about 300 bytes} */
  static String body(String roundId) {
    return """
    {"game":"ref.wheel.54","round":{"id":"%s","mode":"REAL"},"bets":[{"id":"1",\
    "fundedBy":"CASH","player":{"channel":"MOBILE","jurisdiction":"MT",\
    "pseudonym":"9f3a5c7e1b2d4f609f3a5c7e1b2d4f60","session":"s-3"},\
    "selection":{"spot":"1"},"stake":{"ccy":"EUR","exp":2,"minor":"%d"}}]}\
    """
        .formatted(roundId, STAKE_MINOR);
  }

  /** {@return the request for one outcome} */
  static RequestTemplate single(String host) {
    return RequestTemplate.single("/v1/outcomes", host, body("r-" + RequestTemplate.MARK));
  }

  /** {@return the request for a batch; each line has an id of its own} */
  static RequestTemplate batch(String host, int lines) {
    String line =
        "{\"id\":\"b-"
            + RequestTemplate.MARK
            + "\","
            + body("r-" + RequestTemplate.MARK).substring(1);
    return RequestTemplate.batch("/v1/outcomes:batch", host, line, lines);
  }
}
