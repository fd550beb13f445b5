package org.astragal.appliance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.JackpotLevel;
import org.astragal.outcome.Json;

/** {@code GET /v1/games}: what is installed, with exact returns and the schema of bets. */
final class GamesHttp implements Route.Source {
  private final GameCatalog games;

  GamesHttp(GameCatalog games) {
    this.games = games;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/games", Route.ANY, this::all),
        Route.get("/v1/games/{id}", Route.ANY, this::one));
  }

  private void all(Call call) {
    List<Json> list = games.all().stream().<Json>map(GamesHttp::json).toList();
    call.send(Json.Obj.of(Map.of("games", new Json.Arr(list))));
  }

  private void one(Call call) throws ProblemException {
    String id = call.path("id");
    Optional<String> version = call.query("version");
    var game = version.isEmpty() ? games.find(id) : games.find(id, version.get());
    call.send(
        json(
            game.orElseThrow(() ->
                new ProblemException(
                    ProblemType.NOT_FOUND, "Choose a game that GET /v1/games lists."))));
  }

  private static Json.Obj json(GameCatalog.Installed installed) {
    var game = installed.game();
    return Json.Obj.of(
        Map.of(
            "betSchema", DataJson.toJson(game.betSchema()),
            "id", new Json.Str(game.id()),
            "jackpots",
                new Json.Arr(game.jackpotLevels().stream().map(GamesHttp::jackpot).toList()),
            "logic", new Json.Str(installed.ref().logic().toString()),
            "maximumStakeMinor", new Json.Str(Long.toString(game.maximumStakeMinor())),
            "maximumWinMultiple", new Json.Str(Long.toString(game.maximumWinMultiple())),
            "options", options(installed),
            "plan", DataJson.toJson(game.plan().toData()),
            "returns",
                new Json.Arr(
                    game.figures(installed.terms()).stream().map(GamesHttp::figures).toList()),
            "version", new Json.Str(game.version())));
  }

  /** What the game leaves to the house, and what the house has settled. */
  private static Json options(GameCatalog.Installed installed) {
    return new Json.Arr(
        installed.game().options().stream()
            .<Json>map(option ->
                Json.Obj.of(
                    Map.of(
                        "meaning", new Json.Str(option.meaning()),
                        "name", new Json.Str(option.name()),
                        "settled", new Json.Str(installed.terms().value(option.name())),
                        "values",
                            new Json.Arr(
                                option.values().stream().<Json>map(Json.Str::new).toList()))))
            .toList());
  }

  /** A level as the return of the game was computed with it; a ledger may fund it otherwise. */
  private static Json jackpot(JackpotLevel level) {
    return Json.Obj.of(
        Map.of(
            "chance", new Json.Str(level.chance().toString()),
            "incrementPpm", new Json.Str(Integer.toString(level.incrementPpm())),
            "level", new Json.Str(level.name()),
            "returned", new Json.Str(level.share().toString()),
            "seedMinor", new Json.Str(Long.toString(level.seedMinor()))));
  }

  private static Json figures(BetFigures figures) {
    return Json.Obj.of(
        Map.of(
            "bet", new Json.Str(figures.bet()),
            "denominator", new Json.Str(figures.returned().denominator().toString()),
            "hitFrequency", new Json.Str(figures.hitFrequency().toString()),
            "maximumWin", new Json.Str(figures.maximumWin().toString()),
            "numerator", new Json.Str(figures.returned().numerator().toString()),
            "variance", new Json.Str(figures.variance().toString())));
  }
}
