package org.astragal.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.Draw;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.MicroMoney;
import org.astragal.outcome.Money;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Player;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;

/** A settled round as the appliance makes them by the thousand: one bet, two jackpot levels. */
final class SampleRound {
  static final String ORIGIN = "astragal.localhost/outcomes/bench";

  private static final Hash LOGIC = Hash.sha256(new byte[] {1});

  /** What the records of this class say of the appliance. */
  static final ApplianceInfo APPLIANCE =
      new ApplianceInfo(
          "b-1",
          Hash.sha256(new byte[] {2}),
          new ApplianceInfo.Rng("XOR/CTR_DRBG-AES256, RBGC child", "0123456789abcdef-1", 12));

  private SampleRound() {}

  /**
   * {@return a round of the money wheel}
   *
   * @param number makes request and round unique
   */
  static RoundSettled of(long number) {
    Money stake = new Money("EUR", 2, 100);
    Json.Obj selection = Json.Obj.of(Map.of("spot", new Json.Str("1")));
    Json.Obj detail =
        Json.Obj.of(
            Map.of(
                "boost", Json.Obj.of(Map.of("factor", new Json.Int(3), "spot", new Json.Str("1"))),
                "spot", new Json.Str("1"),
                "stop", new Json.Int(31)));
    return new RoundSettled(
        APPLIANCE,
        List.of(
            new Bet(
                "1",
                "CASH",
                new Player("MOBILE", "MT", "9f3a5c7e1b2d4f609f3a5c7e1b2d4f60", "s-3"),
                selection,
                stake)),
        List.of(),
        List.of(new Draw("boost", 400, 17), new Draw("wheel", 54, 31)),
        new GameRef("ref.wheel.54", LOGIC, "1.0.0"),
        List.of(
            new Contribution(new MicroMoney("EUR", 2, 500_000, 0), "1", "GRAND", "global.2026"),
            new Contribution(new MicroMoney("EUR", 2, 400_000, 0), "1", "MINI", "global.2026")),
        "op-bench",
        new RequestRef("bench-" + number, LOGIC),
        List.of(new BetResult("1", detail, List.of("boost"), new Money("EUR", 2, 400))),
        new RoundRef("r-" + number, RoundRef.Mode.REAL, 0),
        Optional.empty());
  }

  /** {@return the round as the record at that place of the log} */
  static OutcomeRecord record(long seq) {
    return new OutcomeRecord(ORIGIN, seq, Instant.ofEpochSecond(1_790_000_000), of(seq));
  }
}
