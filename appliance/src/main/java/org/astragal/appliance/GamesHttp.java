package org.astragal.appliance;

import java.util.List;
import java.util.Map;
import org.astragal.games.api.BetFigures;
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
    var game = games.find(call.path("id"));
    if (game.isEmpty()) {
      throw new ProblemException(ProblemType.NOT_FOUND, "Choose a game that GET /v1/games lists.");
    }
    call.send(json(game.get()));
  }

  private static Json.Obj json(GameCatalog.Installed installed) {
    var game = installed.game();
    return Json.Obj.of(
        Map.of(
            "betSchema", DataJson.toJson(game.betSchema()),
            "id", new Json.Str(game.id()),
            "logic", new Json.Str(installed.ref().logic().toString()),
            "maximumStakeMinor", new Json.Str(Long.toString(game.maximumStakeMinor())),
            "maximumWinMultiple", new Json.Str(Long.toString(game.maximumWinMultiple())),
            "plan", DataJson.toJson(game.plan().toData()),
            "returns",
                new Json.Arr(
                    game.figures(game.defaultTerms()).stream().map(GamesHttp::figures).toList()),
            "version", new Json.Str(game.version())));
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
