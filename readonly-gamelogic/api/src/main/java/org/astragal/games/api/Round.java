package org.astragal.games.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one round is a function of: terms, bets, draws and choices, and the note of what
 * was drawn and chosen.
 *
 * <p>A round is always played from its beginning. What was recorded comes first, draw by draw and
 * choice by choice; then the sources go on. So an interrupted round is resumed by playing its
 * record again: nothing is ever drawn twice.
 *
 * <p>Thread safety: one round, one thread. A round is played once.
 */
public final class Round {
  private final Terms terms;
  private final List<Bet> bets;
  private final DrawPlan.Bounds bounds;
  private final List<RecordedDraw> recorded;
  private final List<Data.Members> made;
  private final Draws draws;
  private final Choices choices;
  private final List<RecordedDraw> drawn = new ArrayList<>();
  private final List<Choice> chosen = new ArrayList<>();

  private Round(
      Terms terms,
      List<Bet> bets,
      DrawPlan.Bounds bounds,
      List<RecordedDraw> recorded,
      List<Data.Members> made,
      Draws draws,
      Choices choices) {
    this.terms = terms;
    this.bets = List.copyOf(bets);
    this.bounds = bounds;
    this.recorded = List.copyOf(recorded);
    this.made = List.copyOf(made);
    this.draws = draws;
    this.choices = choices;
  }

  /**
   * {@return a round that begins}
   *
   * @param game the game that will play it
   * @param terms what the house has settled
   * @param bets bets that the game's check does not refuse
   * @param draws where chance comes from
   * @param choices who chooses
   */
  public static Round begin(Game game, Terms terms, List<Bet> bets, Draws draws, Choices choices) {
    return resume(game, terms, bets, List.of(), List.of(), draws, choices);
  }

  /**
   * {@return a round that goes on where its record ends}
   *
   * @param game the game that will play it
   * @param terms what the house has settled
   * @param bets the bets of the record
   * @param recorded the draws of the record, in order
   * @param made the choices of the record, in order, and a new one if there is one
   * @param draws where chance comes from when the record has ended
   * @param choices who chooses when the record has ended
   */
  public static Round resume(
      Game game,
      Terms terms,
      List<Bet> bets,
      List<RecordedDraw> recorded,
      List<Data.Members> made,
      Draws draws,
      Choices choices) {
    return new Round(terms, bets, game.plan().bounds(), recorded, made, draws, choices);
  }

  /**
   * {@return a round that is its record and nothing more: the way to prove, years later, that
   * results follow from draws; call {@link #finish} when it is played}
   *
   * @param game the game that will play it
   * @param terms what the house had settled
   * @param bets the bets of the record
   * @param recorded the draws of the record, in order
   * @param made the choices of the record, in order
   */
  public static Round replay(
      Game game,
      Terms terms,
      List<Bet> bets,
      List<RecordedDraw> recorded,
      List<Data.Members> made) {
    Draws none =
        (purpose, n) -> {
          throw mismatch("the game draws " + purpose + " below " + n + ", the record has ended");
        };
    return resume(game, terms, bets, recorded, made, none, Choices.NOBODY);
  }

  /** {@return what the house has settled} */
  public Terms terms() {
    return terms;
  }

  /** {@return the bets, in order} */
  public List<Bet> bets() {
    return bets;
  }

  /**
   * Draws one unbiased integer that everybody may see at once.
   *
   * @param purpose why, as {@link RecordedDraw} asks; the same in every round that comes this way
   * @param n how many values are possible, at least 1
   * @return a value from 0 to {@code n - 1}, each as likely as any other
   * @throws DrawsException if there is no draw to be had, or the record has another one here; the
   *     round must end with this exception
   * @throws IllegalStateException if the game draws more than its plan says, or the source leaves
   *     its range: both are bugs, and the round must not be settled
   */
  public long draw(String purpose, long n) throws DrawsException {
    return next(purpose, n, false);
  }

  /**
   * Draws one unbiased integer that players must not see yet: it stands behind a commitment until
   * the round is settled, so that no choice can change it and none can be made with its knowledge.
   *
   * @param purpose why, as {@link RecordedDraw} asks; the same in every round that comes this way
   * @param n how many values are possible, at least 1
   * @return a value from 0 to {@code n - 1}, each as likely as any other
   * @throws DrawsException as for {@link #draw}
   */
  public long hidden(String purpose, long n) throws DrawsException {
    return next(purpose, n, true);
  }

  /**
   * Asks the player.
   *
   * @param awaiting what the player sees and may do
   * @return what was chosen; nothing if nobody has chosen yet: then the game returns {@code
   *     awaiting}
   * @throws DrawsException {@code NOT_AS_RECORDED} if the record has a choice that is not offered
   * @throws IllegalStateException if the game asks more often than its plan says, or the source of
   *     choices gives one that is not offered: both are bugs
   */
  public Optional<Choice> choose(Played.Awaiting awaiting) throws DrawsException {
    int index = chosen.size();
    if (index >= bounds.choices()) {
      throw new IllegalStateException("the plan has at most " + bounds.choices() + " choices");
    }
    Optional<Choice> choice;
    if (index < made.size()) {
      choice = awaiting.find(made.get(index));
      if (choice.isEmpty()) {
        throw mismatch("choice " + index + " is not one that the game offers");
      }
    } else {
      Optional<Data.Members> value = choices.next(awaiting);
      choice = value.flatMap(awaiting::find);
      if (value.isPresent() && choice.isEmpty()) {
        throw new IllegalStateException("a choice was made that is not offered");
      }
    }
    choice.ifPresent(chosen::add);
    return choice;
  }

  /** {@return the draws so far, in order} */
  public List<RecordedDraw> drawn() {
    return List.copyOf(drawn);
  }

  /** {@return the choices so far, in order} */
  public List<Choice> chosen() {
    return List.copyOf(chosen);
  }

  /**
   * {@return what the choices so far have added to the stake of a bet, in minor units}
   *
   * @param bet the id of the bet
   */
  public long raisedMinor(String bet) {
    long sum = 0;
    for (Choice choice : chosen) {
      if (choice.raise().isPresent() && choice.raise().get().bet().equals(bet)) {
        sum = Math.addExact(sum, choice.raise().get().minor());
      }
    }
    return sum;
  }

  /**
   * Makes sure that the game asked for everything that is recorded.
   *
   * @throws DrawsException {@code NOT_AS_RECORDED} if draws or choices are left over
   */
  public void finish() throws DrawsException {
    if (drawn.size() < recorded.size()) {
      throw mismatch((recorded.size() - drawn.size()) + " recorded draws are left over");
    }
    if (chosen.size() < made.size()) {
      throw mismatch((made.size() - chosen.size()) + " recorded choices are left over");
    }
  }

  private long next(String purpose, long n, boolean isHidden) throws DrawsException {
    int index = drawn.size();
    if (index >= bounds.draws()) {
      throw new IllegalStateException("the plan has at most " + bounds.draws() + " draws");
    }
    RecordedDraw draw =
        index < recorded.size() ? again(index, purpose, n, isHidden) : fresh(purpose, n, isHidden);
    drawn.add(draw);
    return draw.value();
  }

  private RecordedDraw fresh(String purpose, long n, boolean isHidden) throws DrawsException {
    RecordedDraw.requireDrawable(purpose, n);
    long value = draws.below(purpose, n);
    if (value < 0 || value >= n) {
      throw new IllegalStateException("the source of draws left its range below " + n);
    }
    return new RecordedDraw(purpose, n, value, chosen.size(), isHidden);
  }

  private RecordedDraw again(int index, String purpose, long n, boolean isHidden)
      throws DrawsException {
    RecordedDraw draw = recorded.get(index);
    if (!draw.purpose().equals(purpose) || draw.n() != n) {
      throw mismatch(
          ("at draw " + index + " the game draws " + purpose + " below " + n)
              + (", the record has " + draw.purpose() + " below " + draw.n()));
    }
    if (draw.step() != chosen.size() || draw.isHidden() != isHidden) {
      throw mismatch(
          ("draw " + index + " belongs to step " + chosen.size())
              + (isHidden ? " and is hidden" : " and is open")
              + ", the record says otherwise");
    }
    return draw;
  }

  private static DrawsException mismatch(String detail) {
    return new DrawsException(DrawsException.Fault.NOT_AS_RECORDED, detail);
  }
}
