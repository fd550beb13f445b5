package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.TheoreticalReturn;
import org.astragal.games.reference.RouletteTable.Kind;
import org.astragal.games.reference.RouletteTable.TableBet;

/**
 * {@code ref.roulette.eu}: one zero, 37 pockets, one draw a round. A selection is {@code
 * {"kind":"SPLIT","numbers":[17,20]}}, {@code {"dozen":2,"kind":"DOZEN"}} or {@code
 * {"kind":"RED"}}; numbers are written in ascending order, so that each bet has one form.
 */
final class EuropeanRoulette implements Game {
  /** Every bet of a single-zero table returns the same. */
  private static final Fraction RETURN = Fraction.of(36, 37);

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
  public List<TheoreticalReturn> returns() {
    return Arrays.stream(Kind.values())
        .map(kind -> new TheoreticalReturn(kind.name(), RETURN))
        .toList();
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumStakeMinor(), EuropeanRoulette::checkSelection);
  }

  @Override
  public List<BetResult> play(List<Bet> bets, Draws draws) throws DrawsException {
    Refusals.requireNone(check(bets));
    int pocket = (int) draws.below("wheel", RouletteTable.POCKETS);
    var detail =
        Data.Members.empty().with("colour", RouletteTable.colour(pocket)).with("pocket", pocket);
    var results = new ArrayList<BetResult>(bets.size());
    for (Bet bet : bets) {
      TableBet placed = RouletteTable.find(bet.selection()).orElseThrow();
      long win = placed.wins(pocket) ? bet.stakeMinor() * placed.kind().pays() : 0;
      results.add(new BetResult(bet.id(), detail, List.of(), win));
    }
    return results;
  }

  @Override
  public long maximumWinMultiple() {
    return Kind.STRAIGHT.pays();
  }

  @Override
  public int maximumDraws() {
    return 1;
  }

  @Override
  public int maximumResultBytes() {
    return "{\"colour\":\"BLACK\",\"pocket\":36}[]".length();
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
