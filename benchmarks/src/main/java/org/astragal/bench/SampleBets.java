package org.astragal.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Data;
import org.astragal.games.api.Game;

/**
 * One bet of each reference game that a player would make, and the dearest one where kinds differ.
 */
final class SampleBets {
  /** Two units of a currency with two decimals: the price of a ticket of the lotto. */
  private static final long STAKE = 200;

  private static final long PRICE = 100;

  private SampleBets() {}

  /** {@return one bet that the game takes} */
  static List<Bet> of(Game game) {
    long stake = game.id().equals("ref.scratch") ? PRICE : STAKE;
    var bets = List.of(new Bet("1", selection(game.id()), stake, 2));
    game.check(bets)
        .ifPresent(refusal -> {
          throw new IllegalStateException(game.id() + " refuses " + refusal);
        });
    return bets;
  }

  private static Data.Members selection(String game) {
    var none = Data.Members.empty();
    return switch (game) {
      case "ref.baccarat" -> none.with("bet", "BANKER");
      case "ref.craps" -> none.with("kind", "PASS");
      case "ref.crash" -> none.with("cashOut", 200);
      case "ref.dice" -> none.with("under", 5_000);
      case "ref.keno.80" -> none.with("numbers", numbers(10));
      case "ref.lotto.649" -> none.with("numbers", numbers(6));
      case "ref.plinko16" -> none.with("risk", "HIGH");
      case "ref.roulette.eu" ->
          none.with("kind", "STRAIGHT").with("numbers", Data.Items.ofNumbers(List.of(17)));
      case "ref.wheel.54" -> none.with("spot", "1");
      default -> none;
    };
  }

  private static Data.Items numbers(int count) {
    return Data.Items.ofNumbers(IntStream.rangeClosed(1, count).map(i -> 7 * i).boxed().toList());
  }
}
