package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.astragal.games.api.Game;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the PAR sheets in {@code docs/games} are those of the games as they are now. With the
 * system property {@value #WRITE} they are written instead.
 */
final class ParSheetTest {
  private static final String WRITE = "astragal.writeParSheets";
  private static final Path SHEETS = Path.of("../../docs/games");

  static Stream<Game> games() {
    return Kinds.games().stream();
  }

  @ParameterizedTest
  @MethodSource("games")
  void sheetIsTheGameAsItIs(Game game) throws IOException {
    String markdown = ParSheet.markdown(game);
    String html = ParSheet.html(game);
    if (Boolean.getBoolean(WRITE)) {
      Files.createDirectories(SHEETS);
      Files.writeString(SHEETS.resolve(game.id() + ".md"), markdown);
      Files.writeString(SHEETS.resolve(game.id() + ".html"), html);
    }
    String again = "write them with -D" + WRITE + "=true";
    assertEquals(markdown, Files.readString(SHEETS.resolve(game.id() + ".md")), again);
    assertEquals(html, Files.readString(SHEETS.resolve(game.id() + ".html")), again);
    for (var line : game.figures(game.defaultTerms())) {
      assertTrue(markdown.contains(line.returned().toString()), line::bet);
    }
    boolean canWin = game.maximumWinMultiple() > 0;
    assertEquals(canWin, html.contains("<svg "), "a sheet has a plot where there are wins");
  }

  @Test
  void thereIsASheetForEachGameAndNoOther() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (Game game : Kinds.games()) {
      expected.add(game.id() + ".html");
      expected.add(game.id() + ".md");
    }
    expected.add("README.md");
    try (Stream<Path> files = Files.list(SHEETS)) {
      assertEquals(
          expected,
          files
              .map(file -> String.valueOf(file.getFileName()))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    String index = Files.readString(SHEETS.resolve("README.md"));
    var missing = new ArrayList<String>();
    for (Game game : Kinds.games()) {
      if (!index.contains("(" + game.id() + ".md)")) {
        missing.add(game.id());
      }
    }
    assertTrue(missing.isEmpty(), missing::toString);
  }
}
