package org.astragal.certification.games;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a game: bets to place, and tables of what they and the round come to. A resource
 * for each game; a game without one is played by nobody here.
 *
 * @param game id of it
 * @param version of it
 * @param stakeMinor stake of each bet: every win is a whole number of minor units
 * @param bets placed in every round
 * @param tables the first one also says how neighbouring rounds and different games go together
 */
record GameData(String game, String version, long stakeMinor, List<Bet> bets, List<Table> tables) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  GameData {
    bets = List.copyOf(bets);
    tables = List.copyOf(tables);
  }

  /**
   * A bet.
   *
   * @param id unique in the round
   * @param selection members of text, whole numbers and lists of whole numbers
   */
  record Bet(String id, Map<String, Object> selection) {}

  /**
   * What a part of the result comes to.
   *
   * @param name of it in reports
   * @param from {@code detail NAME} for a member of the detail, {@code win ID} for what a bet wins
   * @param outcomes with their exact probabilities
   */
  record Table(String name, String from, List<OutcomeTable.Outcome> outcomes) {
    static final String WIN = "win ";
    static final String DETAIL = "detail ";

    Table {
      outcomes = List.copyOf(outcomes);
      if (!from.startsWith(WIN) && !from.startsWith(DETAIL)) {
        throw new IllegalArgumentException("neither a detail nor a win: " + from);
      }
    }

    OutcomeTable table() {
      return new OutcomeTable(name, outcomes);
    }

    boolean isWin() {
      return from.startsWith(WIN);
    }

    /** {@return the name of the member, or the id of the bet} */
    String key() {
      return from.substring((isWin() ? WIN : DETAIL).length());
    }
  }

  /** {@return what is known of a game in a version} */
  static Optional<GameData> of(String game, String version) {
    return resource("games/" + game + ".json")
        .map(json -> read(json, GameData.class))
        .filter(data -> data.version.equals(version));
  }

  /** {@return the text of a resource of this package, if there is one} */
  static Optional<String> resource(String name) {
    try (InputStream in = GameData.class.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return a value read from JSON}
   *
   * @throws IllegalArgumentException if it is not one; the message says why
   */
  static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      Throwable cause = e.getCause();
      String why =
          cause instanceof IllegalArgumentException
              ? String.valueOf(cause.getMessage())
              : String.valueOf(e.getOriginalMessage());
      throw new IllegalArgumentException(why, e);
    }
  }
}
