package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Draw;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.Player;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSettled;

/** Rounds for tests. */
final class Rounds {
  static final ApplianceInfo APPLIANCE =
      new ApplianceInfo(
          "boot-1",
          Hash.sha256("program".getBytes(StandardCharsets.UTF_8)),
          new ApplianceInfo.Rng("XOR/CTR_DRBG-AES256, RBGC child", "rng-1", 12));

  private static final GameRef GAME =
      new GameRef("ref.wheel.54", Hash.sha256("logic".getBytes(StandardCharsets.UTF_8)), "1.0.0");

  private Rounds() {}

  static Intent intent(String operator, String request, String round) {
    String body = "{\"game\":\"ref.wheel.54\",\"request\":\"" + request + "\"}";
    return new Intent(
        operator,
        request,
        round,
        0,
        Mode.REAL,
        body.getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }

  static Intent intent(int i) {
    return intent("op-17", "request-" + i, "round-" + i);
  }

  /** A settled round whose draw is {@code drawn}. */
  static RecordBody settled(Intent intent, long drawn) {
    Json.Obj selection = Json.Obj.of(new LinkedHashMap<>(Map.of("n", new Json.Int(1))));
    var stake = new Money("EUR", 2, 100);
    var player = new Player("MOBILE", "MT", "9f27c1", "s-3");
    return new RoundSettled(
        APPLIANCE,
        List.of(new Bet("1", "CASH", player, selection, stake)),
        List.of(),
        List.of(new Draw("wheel", 54, drawn)),
        GAME,
        List.of(),
        intent.operator(),
        intent.requestRef(),
        List.of(new BetResult("1", selection, List.of(), new Money("EUR", 2, 0))),
        intent.roundRef(),
        intent.trace());
  }

  /** A settled round whose record is longer than that of {@link #settled} by so many bytes. */
  static RecordBody settledWith(Intent intent, int more) {
    RoundSettled plain = (RoundSettled) settled(intent, 17);
    BetResult result = plain.results().getFirst();
    Map<String, Json> detail = new LinkedHashMap<>(result.detail().members());
    // ,"pad":""
    detail.put("pad", new Json.Str("x".repeat(more - 9)));
    return new RoundSettled(
        plain.appliance(),
        plain.bets(),
        plain.choices(),
        plain.draws(),
        plain.game(),
        plain.contributions(),
        plain.operator(),
        plain.request(),
        List.of(new BetResult("1", Json.Obj.of(detail), List.of(), result.win())),
        plain.round(),
        plain.trace());
  }

  static Play play(Intent intent) {
    return () -> settled(intent, 17);
  }
}
