package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.astragal.games.api.Option;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.RouletteTable.Kind;
import org.astragal.games.reference.RouletteTable.TableBet;

/**
 * {@code ref.roulette.eu}: one zero, 37 pockets, one draw a round. A selection is {@code
 * {"kind":"SPLIT","numbers":[17,20]}}, {@code {"dozen":2,"kind":"DOZEN"}} or {@code
 * {"kind":"RED"}}; numbers are written in ascending order, so that each bet has one form.
 */
final class EuropeanRoulette implements Game {
  private static final String ZERO = "zero";
  private static final String LA_PARTAGE = "LA_PARTAGE";

  private static final List<Option> OPTIONS =
      List.of(
          new Option(
              ZERO,
              List.of("LOSES", LA_PARTAGE),
              "LA_PARTAGE: an even-money bet gets half its stake back when zero falls"));

  private static final DrawPlan PLAN =
      DrawPlan.of(DrawPlan.draw("wheel", (long) RouletteTable.POCKETS));

  private static final String KINDS =
      Arrays.stream(Kind.values()).map(Kind::name).collect(Collectors.joining(", "));

  private static final Data.Members SCHEMA = schema();

  @Override
  public String id() {
    return "ref.roulette.eu";
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
  public List<Option> options() {
    return OPTIONS;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return Arrays.stream(Kind.values()).map(kind -> figures(terms, kind)).toList();
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(terms, RouletteTable.find(bet.selection()).orElseThrow().kind());
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(
        bets, maximumBets(), maximumStakeMinor(), EuropeanRoulette::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    boolean isHalved = round.terms().value(ZERO).equals(LA_PARTAGE);
    int pocket = (int) round.draw("wheel", RouletteTable.POCKETS);
    var detail =
        Data.Members.empty().with("colour", RouletteTable.colour(pocket)).with("pocket", pocket);
    var results = new ArrayList<BetResult>(round.bets().size());
    for (Bet bet : round.bets()) {
      TableBet placed = RouletteTable.find(bet.selection()).orElseThrow();
      results.add(BetResult.of(bet, detail, List.of(), payout(bet, placed, pocket, isHalved)));
    }
    return new Played.Settled(results);
  }

  @Override
  public long maximumWinMultiple() {
    return Kind.STRAIGHT.pays();
  }

  @Override
  public int maximumResultBytes() {
    return Math.max(
        "{\"colour\":\"BLACK\",\"pocket\":36}[]".length(),
        "{\"colour\":\"GREEN\",\"pocket\":0,\"remainder\":\"1/2\"}[]".length());
  }

  private static Payout payout(Bet bet, TableBet placed, int pocket, boolean isHalved) {
    if (placed.wins(pocket)) {
      return Payout.of(bet.stakeMinor(), placed.kind().pays(), 1);
    }
    return isHalved && pocket == 0 && placed.kind().isEvenMoney()
        ? Payout.of(bet.stakeMinor(), 1, 2)
        : Payout.NOTHING;
  }

  private static BetFigures figures(Terms terms, Kind kind) {
    Fraction pays = Fraction.of(kind.pays(), 1);
    // Every bet of a single-zero table covers so many pockets that pays × pockets is 36.
    Figures figures =
        Figures.of(kind.name()).win(pays, Fraction.of(36, RouletteTable.POCKETS).dividedBy(pays));
    if (terms.value(ZERO).equals(LA_PARTAGE) && kind.isEvenMoney()) {
      figures.win(Fraction.of(1, 2), Fraction.of(1, RouletteTable.POCKETS));
    }
    return figures.figures();
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    return RouletteTable.find(bet.selection()).isPresent() ? Optional.empty() : refuse(bet);
  }

  private static Optional<BetRefusal> refuse(Bet bet) {
    Optional<Kind> kind = kindOf(bet.selection());
    if (kind.isEmpty()) {
      return Refusals.unknownSelection(bet, "a kind out of " + KINDS);
    }
    String member = kind.get().member();
    List<String> names = member.isEmpty() ? List.of("kind") : List.of("kind", member);
    for (String name : bet.selection().values().keySet()) {
      if (!names.contains(name)) {
        return Refusals.unknownMember(bet, kind.get() + " with the members " + names);
      }
    }
    return Refusals.unknownSelection(
        bet, kind.get() + " with " + member + ": " + kind.get().allowed());
  }

  private static Optional<Kind> kindOf(Data.Members selection) {
    Optional<String> name = selection.text("kind");
    return Arrays.stream(Kind.values())
        .filter(kind -> name.isPresent() && kind.name().equals(name.get()))
        .findFirst();
  }

  // One alternative for each kind, with every place that the table has.
  private static Data.Members schema() {
    var kinds = new ArrayList<Data>();
    for (Kind kind : Kind.values()) {
      var properties =
          Data.Members.empty().with("kind", Data.Members.empty().with("const", kind.name()));
      var required = new ArrayList<Data>();
      required.add(new Data.Text("kind"));
      if (!kind.member().isEmpty()) {
        var places = RouletteTable.bets(kind).stream().map(TableBet::place).toList();
        properties =
            properties.with(
                kind.member(), Data.Members.empty().with("enum", new Data.Items(places)));
        required.add(new Data.Text(kind.member()));
      }
      kinds.add(Schemas.object(properties, required));
    }
    return Schemas.DRAFT.with("oneOf", new Data.Items(kinds));
  }
}
