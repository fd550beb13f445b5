package org.astragal.appliance;

import java.util.Locale;

/**
 * Every way in which a request can end without success. The URI of each never changes its meaning;
 * the title says it in a few words.
 *
 * @spec rfc9457.html#3.1.1 RFC 9457, 3.1.1 "type"
 */
enum ProblemType {
  MALFORMED_HTTP(400, "The request is not HTTP/1.1 as this server reads it"),
  MALFORMED_JSON(400, "The body is not strict JSON"),
  DUPLICATE_MEMBER(400, "The body has a member twice"),
  MALFORMED_REQUEST(400, "The body is not what this call takes"),
  INVALID_MONEY(400, "An amount of money is not what this call takes"),
  INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is missing or not usable"),
  INVALID_PARAMETER(400, "A part of the address is not usable"),
  UNKNOWN_CALLER(403, "The client certificate names no role and operator"),
  FORBIDDEN_ROLE(403, "The role of this client may not make this call"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "This address is not called this way"),
  JACKPOT_STATE(409, "The jackpot level is not where this wants it"),
  KEY_STATE(409, "The key is not where in its life this wants it"),
  PACK_STATE(409, "The game pack is not where this wants it"),
  ROUND_STATE(409, "The round is not where this wants it"),
  ROUND_TAKEN(409, "The round was settled under another key"),
  BODY_TOO_LARGE(413, "The body is larger than allowed"),
  ADDRESS_TOO_LONG(414, "The request line is longer than allowed"),
  UNSUPPORTED_CODING(415, "The body has a content coding"),
  KEY_NOT_USABLE(422, "The token does not vouch for this key"),
  PACK_REFUSED(422, "The game pack is refused"),
  UNKNOWN_GAME(422, "There is no such game"),
  WRONG_VERSION(422, "The game takes no rounds in this version"),
  BET_REFUSED(422, "The game does not take this bet"),
  CHOICE_REFUSED(422, "The game does not offer this choice"),
  RECORD_TOO_LARGE(422, "The record of this round might become too large"),
  KEY_REUSED(422, "The Idempotency-Key was used with another body"),
  TOO_OFTEN(429, "This call is made too often"),
  HEAD_TOO_LARGE(431, "The headers are larger than allowed"),
  INTERNAL(500, "The appliance has a fault"),
  UNAVAILABLE(503, "The round may or may not have been played"),
  BUSY(503, "Too much is under way"),
  GAME_STOPPED(503, "The game was stopped"),
  LEDGER_BEHIND(503, "A ledger is too far behind"),
  STOPPING(503, "The appliance is stopping"),
  NOT_READY(503, "The appliance is not ready"),
  HTTP_VERSION(505, "The version of HTTP is not spoken here");

  private static final String PREFIX = "urn:astragal:problem:";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** {@return the last part of the URI, such as {@code unknown-game}} */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String uri() {
    return PREFIX + code();
  }
}
