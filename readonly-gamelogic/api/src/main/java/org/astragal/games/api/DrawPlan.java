package org.astragal.games.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a game draws and asks, in order, as data: purpose and bound of every draw, and what they
 * depend on. It is for laboratories to read, it bounds a round before anything is drawn, and every
 * round that was played can be held against it.
 *
 * <p>A condition ({@code when}, {@code until}) is written for people. What a machine checks is the
 * form: which draws and questions may follow each other.
 *
 * <p>Immutable.
 */
public final class DrawPlan {
  private static final int DRAW_PUNCTUATION = "[\"\",\"\",\"\"],".length();

  /** Room for the step of a draw, and whether it is hidden, in a round of several steps. */
  private static final int STEP_BYTES = 10;

  private final Part root;
  private final Bounds bounds;

  private DrawPlan(Part root) {
    this.root = root;
    this.bounds = boundsOf(root);
  }

  /**
   * {@return the plan of these parts, one after the other}
   *
   * @param parts in order
   */
  public static DrawPlan of(Part... parts) {
    return new DrawPlan(sequence(parts));
  }

  /** A part of a plan. */
  public sealed interface Part {}

  /**
   * One draw.
   *
   * @param purpose why it is drawn
   * @param below the bound of the draw; several where it depends on what came before
   * @param isHidden whether players must not see it until the round is settled
   */
  public record Draw(String purpose, List<Long> below, boolean isHidden) implements Part {
    /** Refuses what cannot be drawn. */
    public Draw {
      below = List.copyOf(below);
      for (long n : below) {
        RecordedDraw.requireDrawable(purpose, n);
      }
      if (below.isEmpty()) {
        throw new IllegalArgumentException("a draw needs a bound: " + purpose);
      }
    }
  }

  /**
   * Draws without replacement: below {@code from}, below {@code from - 1} and so on.
   *
   * @param purpose why they are drawn
   * @param from the bound of the first of them
   * @param least how many there are at least
   * @param most how many there are at most
   * @param isHidden whether players must not see them until the round is settled
   */
  public record Deal(String purpose, long from, int least, int most, boolean isHidden)
      implements Part {
    /** Refuses more draws than there are things. */
    public Deal {
      requireCounts(least, most);
      RecordedDraw.requireDrawable(purpose, from - most + 1);
    }
  }

  /**
   * A question to the player.
   *
   * @param about what is asked, for people
   * @param bytes the most bytes that the {@linkplain Choice#toData answer} takes in canonical JSON
   */
  public record Ask(String about, int bytes) implements Part {}

  /**
   * Parts one after the other; without any, nothing happens.
   *
   * @param parts in order
   */
  public record Sequence(List<Part> parts) implements Part {
    /** Copies {@code parts}. */
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part that is repeated.
   *
   * @param part what is repeated
   * @param least how often at least
   * @param most how often at most
   * @param until when it ends, for people
   */
  public record Repeat(Part part, int least, int most, String until) implements Part {
    /** Refuses counts that are not in order. */
    public Repeat {
      requireCounts(least, most);
    }
  }

  /**
   * One of several ways.
   *
   * @param cases the ways
   */
  public record Cases(List<Case> cases) implements Part {
    /** Copies {@code cases}; refuses none. */
    public Cases {
      cases = List.copyOf(cases);
      if (cases.isEmpty()) {
        throw new IllegalArgumentException("there must be a way");
      }
    }
  }

  /**
   * One way.
   *
   * @param when the condition, for people
   * @param then what happens
   */
  public record Case(String when, Part then) {}

  /**
   * What no round exceeds.
   *
   * @param draws the most draws
   * @param drawBytes the most bytes that the draws take in canonical JSON, as triples of purpose,
   *     bound and value, with room for a step where there are choices
   * @param choices the most choices: a round has at most one step more
   * @param choiceBytes the most bytes that the choices take in canonical JSON
   */
  public record Bounds(int draws, int drawBytes, int choices, int choiceBytes) {
    private static final Bounds NOTHING = new Bounds(0, 0, 0, 0);

    private Bounds plus(Bounds other) {
      return new Bounds(
          draws + other.draws,
          drawBytes + other.drawBytes,
          choices + other.choices,
          choiceBytes + other.choiceBytes);
    }

    private Bounds times(int factor) {
      return new Bounds(draws * factor, drawBytes * factor, choices * factor, choiceBytes * factor);
    }

    private Bounds or(Bounds other) {
      return new Bounds(
          Math.max(draws, other.draws),
          Math.max(drawBytes, other.drawBytes),
          Math.max(choices, other.choices),
          Math.max(choiceBytes, other.choiceBytes));
    }
  }

  /**
   * {@return a draw that everybody sees}
   *
   * @param purpose why it is drawn
   * @param below its bound; several where it depends on what came before
   */
  public static Part draw(String purpose, Long... below) {
    return new Draw(purpose, Arrays.asList(below), false);
  }

  /**
   * {@return a draw that players do not see until the round is settled}
   *
   * @param purpose why it is drawn
   * @param below its bound
   */
  public static Part hidden(String purpose, long below) {
    return new Draw(purpose, List.of(below), true);
  }

  /**
   * {@return parts one after the other}
   *
   * @param parts in order
   */
  public static Part sequence(Part... parts) {
    return parts.length == 1 ? parts[0] : new Sequence(Arrays.asList(parts));
  }

  /**
   * {@return parts that come only if a condition holds}
   *
   * @param condition for people
   * @param parts in order
   */
  public static Part when(String condition, Part... parts) {
    return new Cases(
        List.of(
            new Case(condition, sequence(parts)), new Case("otherwise", new Sequence(List.of()))));
  }

  /** {@return what no round exceeds} */
  public Bounds bounds() {
    return bounds;
  }

  /** {@return the plan as data, for {@code GET /v1/games}} */
  public Data.Members toData() {
    return data(root);
  }

  /**
   * {@return whether a round may have drawn and asked like this}
   *
   * @param draws the draws of a settled round, in order
   * @param choices how many choices it had
   */
  public boolean allows(List<RecordedDraw> draws, int choices) {
    List<Integer> order = order(draws, choices);
    var begin = new TreeSet<Integer>();
    begin.add(0);
    return ends(root, begin, order, draws).contains(order.size());
  }

  // Draws by their index and questions as -1, in the order of the round.
  private static List<Integer> order(List<RecordedDraw> draws, int choices) {
    var order = new ArrayList<Integer>();
    int step = 0;
    for (int i = 0; i < draws.size(); i++) {
      for (; step < draws.get(i).step(); step++) {
        order.add(-1);
      }
      order.add(i);
    }
    for (; step < choices; step++) {
      order.add(-1);
    }
    return order;
  }

  // All places where the part can have ended, if it began at one of the given places.
  private static Set<Integer> ends(
      Part part, Set<Integer> begins, List<Integer> order, List<RecordedDraw> draws) {
    return switch (part) {
      case Draw draw -> {
        var ends = new TreeSet<Integer>();
        for (int at : begins) {
          if (at < order.size() && order.get(at) >= 0 && matches(draw, draws.get(order.get(at)))) {
            ends.add(at + 1);
          }
        }
        yield ends;
      }
      case Ask _ -> {
        var ends = new TreeSet<Integer>();
        for (int at : begins) {
          if (at < order.size() && order.get(at) < 0) {
            ends.add(at + 1);
          }
        }
        yield ends;
      }
      case Deal deal -> ends(unrolled(deal), begins, order, draws);
      case Sequence sequence -> {
        Set<Integer> at = begins;
        for (Part next : sequence.parts()) {
          at = ends(next, at, order, draws);
        }
        yield at;
      }
      case Repeat repeat -> repeated(repeat, begins, order, draws);
      case Cases cases -> {
        var ends = new TreeSet<Integer>();
        for (Case way : cases.cases()) {
          ends.addAll(ends(way.then(), begins, order, draws));
        }
        yield ends;
      }
    };
  }

  private static Set<Integer> repeated(
      Repeat repeat, Set<Integer> begins, List<Integer> order, List<RecordedDraw> draws) {
    var ends = new TreeSet<Integer>();
    Set<Integer> at = begins;
    for (int times = 0; times <= repeat.most() && !at.isEmpty(); times++) {
      if (times >= repeat.least()) {
        ends.addAll(at);
      }
      at = ends(repeat.part(), at, order, draws);
    }
    return ends;
  }

  private static boolean matches(Draw draw, RecordedDraw recorded) {
    return draw.purpose().equals(recorded.purpose())
        && draw.isHidden() == recorded.isHidden()
        && draw.below().contains(recorded.n());
  }

  // The draws that must come, each followed by those that may.
  private static Part unrolled(Deal deal) {
    Part rest = new Sequence(List.of());
    for (int i = deal.most() - 1; i >= 0; i--) {
      var one = new Draw(deal.purpose(), List.of(deal.from() - i), deal.isHidden());
      Part more = sequence(one, rest);
      rest = i < deal.least() ? more : when("another is dealt", more);
    }
    return rest;
  }

  private static Bounds boundsOf(Part root) {
    Bounds bounds = most(root);
    return bounds.choices() == 0
        ? bounds
        : new Bounds(
            bounds.draws(),
            bounds.drawBytes() + bounds.draws() * STEP_BYTES,
            bounds.choices(),
            bounds.choiceBytes());
  }

  private static Bounds most(Part part) {
    return switch (part) {
      case Draw draw -> {
        Bounds most = Bounds.NOTHING;
        for (long n : draw.below()) {
          most = most.or(new Bounds(1, bytes(draw.purpose(), n), 0, 0));
        }
        yield most;
      }
      case Deal deal -> new Bounds(1, bytes(deal.purpose(), deal.from()), 0, 0).times(deal.most());
      case Ask ask -> new Bounds(0, 0, 1, ask.bytes() + 1);
      case Sequence sequence -> {
        Bounds sum = Bounds.NOTHING;
        for (Part next : sequence.parts()) {
          sum = sum.plus(most(next));
        }
        yield sum;
      }
      case Repeat repeat -> most(repeat.part()).times(repeat.most());
      case Cases cases -> {
        Bounds most = Bounds.NOTHING;
        for (Case way : cases.cases()) {
          most = most.or(most(way.then()));
        }
        yield most;
      }
    };
  }

  private static int bytes(String purpose, long n) {
    return DRAW_PUNCTUATION
        + purpose.length()
        + Long.toString(n).length()
        + Long.toString(n - 1).length();
  }

  private static Data.Members data(Part part) {
    return switch (part) {
      case Draw draw -> {
        var below = new ArrayList<Data>();
        draw.below().forEach(n -> below.add(new Data.Text(Long.toString(n))));
        yield hidden(draw.isHidden())
            .with("below", new Data.Items(below))
            .with("draw", draw.purpose());
      }
      case Deal deal ->
          hidden(deal.isHidden())
              .with("deal", deal.purpose())
              .with("from", deal.from())
              .with("least", deal.least())
              .with("most", deal.most());
      case Ask ask -> Data.Members.empty().with("ask", ask.about());
      case Sequence sequence -> {
        var parts = new ArrayList<Data>();
        sequence.parts().forEach(next -> parts.add(data(next)));
        yield Data.Members.empty().with("sequence", new Data.Items(parts));
      }
      case Repeat repeat ->
          Data.Members.empty()
              .with("least", repeat.least())
              .with("most", repeat.most())
              .with("repeat", data(repeat.part()))
              .with("until", repeat.until());
      case Cases cases -> {
        var ways = new ArrayList<Data>();
        for (Case way : cases.cases()) {
          ways.add(Data.Members.empty().with("then", data(way.then())).with("when", way.when()));
        }
        yield Data.Members.empty().with("cases", new Data.Items(ways));
      }
    };
  }

  private static Data.Members hidden(boolean isHidden) {
    return isHidden
        ? Data.Members.empty().with("hidden", new Data.Flag(true))
        : Data.Members.empty();
  }

  private static void requireCounts(int least, int most) {
    if (least < 0 || most < least || most < 1) {
      throw new IllegalArgumentException(
          "0 <= least <= most, and something: " + least + ", " + most);
    }
  }
}
