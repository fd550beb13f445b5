package org.astragal.appliance;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.packs.PackException;
import org.astragal.packs.VerifiedPack;
import org.astragal.service.Person;
import org.astragal.service.Role;
import org.astragal.service.TwoPersons;

/**
 * {@code POST /v1/admin/packs…}: what two officers decide over game packs. Each answer is the
 * sealed record of the step; 202 where another officer must ask for the same.
 */
final class PacksHttp implements Route.Source {
  private static final Set<Role> OFFICERS = EnumSet.of(Role.SECURITY_OFFICER);

  /** As large as a pack may be. */
  private static final int MAX_PACK = 16 << 20;

  private static final int MAX_BODY = 4_096;
  private static final int MAX_REASON = 256;

  private final GamePacks packs;
  private final Returns returns;
  private final Approvals approvals;

  PacksHttp(GamePacks packs, Returns returns, Approvals approvals) {
    this.packs = packs;
    this.returns = returns;
    this.approvals = approvals;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/packs", Route.ANY, this::list),
        Route.post("/v1/admin/packs", OFFICERS, this::install),
        Route.post("/v1/admin/packs/{logic}/retire", OFFICERS, this::retire),
        Route.post("/v1/admin/packs/{logic}/resume", OFFICERS, this::resume));
  }

  private void list(Call call) {
    List<Json> all = packs.history().all().stream().<Json>map(this::json).toList();
    call.send(Json.Obj.of(Map.of("packs", new Json.Arr(all))));
  }

  private Json json(PackHistory.Entry pack) {
    List<Json> games =
        pack.games().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .<Json>map(game ->
                Json.Obj.of(
                    Map.of(
                        "id", new Json.Str(game.getKey()),
                        "state", new Json.Str(state(pack, game.getKey())),
                        "version", new Json.Str(game.getValue()))))
            .toList();
    return Json.Obj.of(
        Map.of(
            "file", new Json.Str(pack.file().toString()),
            "games", new Json.Arr(games),
            "logic", new Json.Str(pack.logic().toString()),
            "seq", new Json.Str(Long.toString(pack.seq()))));
  }

  /** A pack that was refused at the start is neither live nor retired. */
  private String state(PackHistory.Entry pack, String game) {
    if (pack.retired().contains(game)) {
      return "RETIRED";
    }
    Optional<GameCatalog.Installed> live =
        packs.catalog().versions(game).stream()
            .filter(installed -> installed.ref().logic().equals(pack.logic()))
            .findFirst();
    if (live.isEmpty()) {
      return "REFUSED";
    }
    return returns.isStopped(live.get().ref()) ? "STOPPED" : "LIVE";
  }

  private void install(Call call) throws ProblemException, InterruptedException {
    Person officer = call.officer();
    byte[] jar = call.body(MAX_PACK);
    try {
      VerifiedPack pack = packs.verify(jar);
      packs.requireNotLive(pack.manifest().logic());
      Optional<List<TwoPersons.Approval>> both =
          approvals.approve("install pack " + pack.file(), officer);
      if (both.isEmpty()) {
        proposed(call, pack.manifest().logic());
        return;
      }
      call.send(Call.Media.JSON, packs.install(jar, both.get()).bytes());
    } catch (PackException e) {
      throw new ProblemException(
          ProblemType.PACK_REFUSED,
          "The games that run go on: " + e.getMessage() + ".",
          Map.of("reason", new Json.Str(e.fault().code())));
    }
  }

  /**
   * What officers ask of games of a logic.
   *
   * @param game one of them, if it is not all
   * @param reason why
   */
  private record Wanted(Optional<String> game, String reason) {
    static Wanted of(Call call) throws ProblemException {
      Json.Obj body = OutcomeRequest.object(call.body(MAX_BODY));
      try {
        body.refuseUnknown(Set.of("game", "reason"));
        String reason = body.string("reason");
        if (reason.isEmpty() || reason.length() > MAX_REASON) {
          throw malformed("reason must be 1 to " + MAX_REASON + " characters");
        }
        return new Wanted(body.optionalString("game"), reason);
      } catch (JsonException e) {
        throw malformed(String.valueOf(e.getMessage()));
      }
    }
  }

  private void retire(Call call) throws ProblemException, InterruptedException {
    Hash logic = logic(call.path("logic"));
    Wanted wanted = Wanted.of(call);
    Set<String> ids = packs.requireLive(logic, wanted.game());
    String action = "retire " + ids + " of " + logic + " because " + wanted.reason();
    Optional<List<TwoPersons.Approval>> both = approvals.approve(action, call.officer());
    if (both.isEmpty()) {
      proposed(call, logic);
      return;
    }
    call.send(
        Call.Media.JSON, packs.retire(logic, wanted.game(), wanted.reason(), both.get()).bytes());
  }

  /** Ends the stop of a game whose return was in doubt. */
  private void resume(Call call) throws ProblemException, InterruptedException {
    Hash logic = logic(call.path("logic"));
    Wanted wanted = Wanted.of(call);
    String game =
        wanted.game().orElseThrow(() -> malformed("game must name the game to be resumed"));
    returns.requireStopped(logic, game);
    String action = "resume " + game + " of " + logic + " because " + wanted.reason();
    Optional<List<TwoPersons.Approval>> both = approvals.approve(action, call.officer());
    if (both.isEmpty()) {
      proposed(call, logic);
      return;
    }
    call.send(Call.Media.JSON, returns.resume(logic, game, wanted.reason(), both.get()).bytes());
  }

  private static Hash logic(String text) throws ProblemException {
    try {
      return Hash.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "Give a logic hash: sha256: and 64 hexadecimal digits.");
    }
  }

  private static void proposed(Call call, Hash logic) {
    call.accepted(
        Json.Obj.of(
            Map.of(
                "logic", new Json.Str(logic.toString()),
                "minutes", new Json.Int(TwoPersons.VALID.toMinutes()),
                "wanted", new Json.Str("the same request by another security officer"))));
  }

  private static ProblemException malformed(String rule) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, "The body: " + rule + ".");
  }
}
