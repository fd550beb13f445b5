package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Game;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.junit.jupiter.api.Test;

/**
 * Goal: the same draws and choices come to the same results on another Java machine, one that
 * compiles nothing, has another collector, and speaks another language.
 */
final class TwoMachinesTest {
  private static final int ROUNDS = 60;

  @Test
  void sameDrawsComeToTheSameResultsOnAnotherMachine() throws Exception {
    List<String> here = digests();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xint",
            "-XX:+UseSerialGC",
            "-Duser.language=tr",
            "-Duser.timezone=Asia/Kathmandu",
            "-Dfile.encoding=ISO-8859-1",
            "-cp",
            String.join(
                File.pathSeparator,
                place(TwoMachinesTest.class),
                place(ReferenceGames.class),
                place(Game.class)),
            TwoMachinesTest.class.getName());
    Process other = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    assertEquals(0, other.waitFor(), printed);
    assertEquals(here, printed.lines().toList());
    assertEquals(here.size(), here.stream().distinct().count());
  }

  /** Prints what the rounds come to on this machine. */
  public static void main(String[] args) throws Exception {
    digests().forEach(System.out::println);
  }

  private static String place(Class<?> anchor) throws Exception {
    return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> digests() throws Exception {
    var digests = new ArrayList<String>();
    for (Game game : Kinds.games()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var random = new SplittableRandom(20_260_608);
      Choices any =
          awaiting -> {
            var choices = awaiting.choices();
            return Optional.of(choices.get(random.nextInt(choices.size())).value());
          };
      List<Terms> terms = Terms.all(game.options());
      List<List<Bet>> bets = Kinds.rounds(game);
      for (int i = 0; i < ROUNDS; i++) {
        // One draw in eight is 0, where scatters and jackpots are.
        Round round =
            Round.begin(
                game,
                terms.get(i % terms.size()),
                bets.get(i % bets.size()),
                (_, n) -> random.nextInt(8) == 0 ? 0 : random.nextLong(n),
                any);
        String text = game.id() + game.play(round) + round.drawn() + round.chosen();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
      }
      digests.add(game.id() + " " + HexFormat.of().formatHex(digest.digest()));
    }
    return digests;
  }
}
