package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.CrapsTable.TableBet;

/**
 * {@code ref.craps}: pass, don't pass, field, any seven, any craps, place and hardway bets on the
 * same rolls. Every bet works from the first roll on; the round ends when all are decided.
 *
 * <p>Draws: two {@code die} below 6 for each roll, up to 100 rolls; then {@code deciding-roll},
 * below the number of rolls that decide something (see {@link CrapsShooter}). After each roll that
 * leaves a bet open the player chooses {@code {"do":"ROLL"}} or {@code {"do":"FINISH"}}: to roll on
 * without being asked.
 *
 * <p>A selection is {@code {"kind":"PASS"}} or {@code {"kind":"PLACE","number":6}}.
 */
final class Craps implements Game {
  private static final Data.Members FINISH = Data.Members.empty().with("do", "FINISH");
  private static final Data.Members ROLL = Data.Members.empty().with("do", "ROLL");

  private static final List<Choice> CHOICES = List.of(Choice.free(FINISH), Choice.free(ROLL));

  private static final String BETS =
      CrapsTable.all().stream().map(TableBet::label).collect(Collectors.joining(", "));

  private static final List<BetFigures> FIGURES =
      CrapsTable.all().stream().map(CrapsFigures::of).toList();

  private static final DrawPlan PLAN = plan(CrapsTable.decidingWays());

  @Override
  public String id() {
    return "ref.craps";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return schema();
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return FIGURES;
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return CrapsFigures.of(CrapsTable.find(bet.selection()).orElseThrow());
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Craps::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    var shooter = new CrapsShooter(round.bets());
    shooter.roll(round);
    boolean isAsked = true;
    while (!shooter.isDone()) {
      if (isAsked) {
        var offer = new Played.Awaiting(shooter.view(), CHOICES);
        Optional<Choice> choice = round.choose(offer);
        if (choice.isEmpty()) {
          return offer;
        }
        isAsked = choice.get().value().equals(ROLL);
      }
      shooter.roll(round);
    }
    return new Played.Settled(shooter.results());
  }

  /** {@return a hard six or eight: nine to one} */
  @Override
  public long maximumWinMultiple() {
    return 10;
  }

  @Override
  public int maximumResultBytes() {
    return "{\"dice\":[6,6],\"point\":10,\"remainder\":\"5/6\",\"roll\":106}[]".length();
  }

  @Override
  public int maximumAwaitingBytes() {
    // The view names every bet that is open, each of up to 64 characters that may be escaped.
    return maximumBets() * 131
        + """
        {"choices":[{"value":{"do":"FINISH"}},{"value":{"do":"ROLL"}}],\
        "view":{"dice":[6,6],"open":[],"point":10,"roll":106}}\
        """
            .length();
  }

  private static DrawPlan plan(List<Long> decidingWays) {
    DrawPlan.Part dice = DrawPlan.sequence(DrawPlan.draw("die", 6L), DrawPlan.draw("die", 6L));
    DrawPlan.Part ask =
        DrawPlan.when(
            "the player has not chosen to finish",
            new DrawPlan.Ask("roll once, or finish", "{\"value\":{\"do\":\"FINISH\"}}".length()));
    return DrawPlan.of(
        dice,
        new DrawPlan.Repeat(
            DrawPlan.sequence(ask, dice), 0, CrapsShooter.FREE_ROLLS - 1, "every bet is decided"),
        new DrawPlan.Repeat(
            DrawPlan.sequence(ask, new DrawPlan.Draw("deciding-roll", decidingWays, false)),
            0,
            CrapsTable.NUMBERS.size(),
            "every bet is decided; only after 100 rolls"));
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    for (String name : bet.selection().values().keySet()) {
      if (!name.equals("kind") && !name.equals("number")) {
        return Refusals.unknownMember(bet, "the members kind and number");
      }
    }
    return CrapsTable.find(bet.selection()).isPresent()
        ? Optional.empty()
        : Refusals.unknownSelection(bet, "a kind, with its number where it has one: " + BETS);
  }

  // One alternative for each bet of the table.
  private static Data.Members schema() {
    var ways = new ArrayList<Data>();
    for (TableBet bet : CrapsTable.all()) {
      var properties = Data.Members.empty();
      var required = new ArrayList<Data>();
      for (var member : bet.selection().values().entrySet()) {
        properties =
            properties.with(member.getKey(), Data.Members.empty().with("const", member.getValue()));
        required.add(new Data.Text(member.getKey()));
      }
      ways.add(Schemas.object(properties, required));
    }
    return Schemas.DRAFT.with("oneOf", new Data.Items(ways));
  }
}
