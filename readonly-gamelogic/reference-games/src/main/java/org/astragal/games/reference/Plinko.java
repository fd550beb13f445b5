package org.astragal.games.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;

/**
 * {@code ref.plinko16}: a ball falls through 16 rows of pegs, left or right with equal chance, into
 * one of 17 bins. The player chooses how much the bins differ.
 *
 * <p>Draws: {@code path} below 65536, one bit for each row; the bin is the number of ones. A
 * selection is {@code {"risk":"LOW"}}, MED or HIGH.
 */
final class Plinko implements Game {
  static final int ROWS = 16;
  static final int PATHS = 1 << ROWS;

  private static final String RISK = "risk";

  /** Tenths of the stake from the outermost bin to the middle. */
  private static final List<Integer> LOW_TENTHS = List.of(200, 80, 30, 15, 13, 12, 11, 10, 5);

  private static final List<Integer> MED_TENTHS = List.of(1_000, 400, 110, 50, 30, 15, 10, 5, 3);

  private static final List<Integer> HIGH_TENTHS = List.of(8_000, 1_200, 250, 100, 40, 20, 2, 2, 2);

  private static final List<BetFigures> FIGURES =
      Arrays.stream(Risk.values()).map(Plinko::figures).toList();

  private static final DrawPlan PLAN = DrawPlan.of(DrawPlan.draw("path", (long) PATHS));

  private static final Data.Members SCHEMA =
      Schemas.oneOf(Schemas.only(RISK, Schemas.oneText("LOW", "MED", "HIGH")));

  /** How much the bins differ. */
  enum Risk {
    LOW,
    MED,
    HIGH;

    private static final List<Risk> ALL = List.of(values());

    /** {@return tenths of the stake that a bin pays, 0 to 16} */
    int tenths(int bin) {
      return half().get(Math.min(bin, ROWS - bin));
    }

    static Optional<Risk> of(Bet bet) {
      Optional<String> name = bet.selection().text(RISK);
      for (Risk risk : ALL) {
        if (name.isPresent() && name.get().equals(risk.name())) {
          return Optional.of(risk);
        }
      }
      return Optional.empty();
    }

    private List<Integer> half() {
      return switch (this) {
        case LOW -> LOW_TENTHS;
        case MED -> MED_TENTHS;
        case HIGH -> HIGH_TENTHS;
      };
    }
  }

  @Override
  public String id() {
    return "ref.plinko16";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return SCHEMA;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return FIGURES;
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(Risk.of(bet).orElseThrow());
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public int maximumBets() {
    return 1;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Plinko::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    Bet bet = round.bets().getFirst();
    int path = (int) round.draw("path", PATHS);
    int bin = Integer.bitCount(path);
    var payout = Payout.of(bet.stakeMinor(), Risk.of(bet).orElseThrow().tenths(bin), 10);
    var detail = Data.Members.empty().with("bin", bin).with("path", text(path));
    return new Played.Settled(List.of(BetResult.of(bet, detail, List.of(), payout)));
  }

  @Override
  public long maximumWinMultiple() {
    return 800;
  }

  @Override
  public int maximumResultBytes() {
    return "{\"bin\":16,\"path\":\"RRRRRRRRRRRRRRRR\",\"remainder\":\"9/10\"}[]".length();
  }

  // From above: the highest bit is the first row.
  private static String text(int path) {
    var text = new StringBuilder(ROWS);
    for (int row = ROWS - 1; row >= 0; row--) {
      text.append((path >>> row & 1) == 0 ? 'L' : 'R');
    }
    return text.toString();
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    Optional<BetRefusal> unknown = Refusals.unlessOnly(bet, RISK);
    return unknown.isPresent() || Risk.of(bet).isPresent()
        ? unknown
        : Refusals.unknownSelection(bet, RISK + ": LOW, MED or HIGH");
  }

  private static BetFigures figures(Risk risk) {
    var figures = Figures.of(risk.name());
    for (int bin = 0; bin <= ROWS; bin++) {
      long paths = Counting.choose(ROWS, bin).longValueExact();
      figures.win(Fraction.of(risk.tenths(bin), 10), Fraction.of(paths, PATHS));
    }
    return figures.figures();
  }
}
