package org.astragal.certification.games;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * @param player who chooses, where the game asks
 * @param bets placed in every round
 * @param tables the first one has one outcome a round, and also says how neighbouring rounds and
 *     different games go together
 */
record GameData(
    String game,
    String version,
    long stakeMinor,
    Player player,
    List<Bet> bets,
    List<Table> tables) {
  /** A game can be played at so many stakes: each has a resource of its own. */
  private static final int MOST_STAKES = 9;

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
    if (tables.isEmpty() || tables.getFirst().counted().kind() == Counted.Kind.EACH) {
      throw new IllegalArgumentException("the first table has one outcome a round: " + game);
    }
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
   * @param from what is counted, as {@link Counted#parse} takes it
   * @param outcomes with their exact probabilities; of amounts, a range such as {@code 100..199} is
   *     one outcome
   */
  record Table(String name, String from, List<OutcomeTable.Outcome> outcomes) {
    Table {
      outcomes = List.copyOf(outcomes);
      Counted.parse(from);
    }

    OutcomeTable table() {
      return new OutcomeTable(name, outcomes);
    }

    Counted counted() {
      return Counted.parse(from);
    }
  }

  /** {@return what is known of a game in a version, for each stake that it is played at} */
  static List<GameData> of(String game, String version) {
    var all = new ArrayList<GameData>();
    for (int i = 1; i <= MOST_STAKES; i++) {
      Optional<String> json = resource("games/" + game + (i == 1 ? "" : "." + i) + ".json");
      if (json.isEmpty()) {
        break;
      }
      GameData data = read(json.get(), GameData.class);
      if (data.version.equals(version)) {
        all.add(data);
      }
    }
    return all;
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
