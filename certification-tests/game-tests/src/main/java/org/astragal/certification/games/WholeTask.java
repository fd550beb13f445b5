package org.astragal.certification.games;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;

/** All draws of one kind in one pass over all of the data, in bounded memory. */
final class WholeTask implements Task {
  /** A guess; the size is not known here. */
  private static final long COST = 2_000;

  /** Hashes of outcomes while they are sorted, and counts. */
  private static final long BYTES = 130L << 20;

  private final Delivery kind;
  private final GameOptions options;
  private final Selection selection;

  /**
   * Creates one.
   *
   * @param kind of draws: as delivered, or what bits are scaled to
   */
  WholeTask(Delivery kind, GameOptions options, Selection selection) {
    this.kind = kind;
    this.options = options;
    this.selection = selection;
  }

  @Override
  public String id() {
    return label().replaceAll("[ /:]", "-");
  }

  private String label() {
    return switch (kind) {
      case Delivery.Bits _ -> "bits";
      case Delivery.Numbers numbers -> "draws " + numbers.below();
      case Delivery.Lotto lotto -> "lotto " + lotto.taken() + "/" + lotto.of();
      case Delivery.Shuffle shuffle -> "shuffle " + shuffle.cards();
      case Delivery.Outcomes outcomes -> outcomes.table().name();
    };
  }

  @Override
  public long cost() {
    return COST;
  }

  @Override
  public long memory() {
    return BYTES;
  }

  @Override
  public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
    var lines = new Lines(selection, label(), OptionalInt.empty());
    try {
      switch (kind) {
        case Delivery.Bits _ -> Monobit.run(words(sample), lines);
        case Delivery.Numbers numbers -> numbers(sample, numbers.below(), lines);
        case Delivery.Lotto lotto -> lotto(sample, lotto, lines);
        case Delivery.Shuffle shuffle -> shuffle(sample, shuffle, lines);
        case Delivery.Outcomes outcomes -> outcomes(sample, outcomes.table(), lines);
      }
    } catch (BadDrawException e) {
      var bad = new Lines(selection, label(), OptionalInt.empty());
      // What is not possible is a fault of the game; what cannot be read says nothing of it.
      bad.input(
          switch (e.fault()) {
            case NOT_POSSIBLE -> Status.FAIL;
            case NOT_READABLE -> Status.NOT_RUN;
          },
          String.valueOf(e.getMessage()),
          sample.size());
      return bad.all();
    }
    return lines.all();
  }

  private static Words words(Sample sample) {
    return new Words(sample, 0, sample.size(), Long.SIZE);
  }

  private boolean isRaw() {
    return options.delivery() instanceof Delivery.Bits;
  }

  private Numbers source(Sample sample, long range) {
    return isRaw()
        ? new Scaler(words(sample))
        : new Recorded(sample, options.format(), range, options.first(), 0);
  }

  private void numbers(Sample sample, long below, Lines lines)
      throws SampleException, InterruptedException, BadDrawException {
    Numbers numbers = source(sample, below);
    var tests = new NumberTests(below, lines);
    for (long draw = numbers.next(below); draw != Numbers.END; draw = numbers.next(below)) {
      tests.add(draw);
    }
    if (!isRaw()) {
      input(lines, "draws", tests.draws());
    }
    tests.finish(lines);
  }

  private void lotto(Sample sample, Delivery.Lotto lotto, Lines lines)
      throws SampleException, InterruptedException, BadDrawException {
    Rounds rounds = rounds(sample, lotto.of());
    var tests = new LottoTests(lotto.taken(), lotto.of());
    var firsts = firsts(lotto.of());
    int[] round = new int[lotto.taken()];
    while (rounds.next(round)) {
      tests.add(round);
      firsts.ifPresent(first -> first.add(round[0]));
    }
    if (tests.isSorted()) {
      lines.input(
          Status.PASS,
          "every round is in ascending order: nothing is said of the positions",
          tests.rounds(),
          "rounds",
          tests.rounds());
    } else if (!isRaw()) {
      input(lines, "rounds", tests.rounds());
    }
    tests.finish(lines);
    if (firsts.isPresent() && !tests.isSorted()) {
      firsts.get().finish(firstLines(lines));
    }
  }

  /** {@return tests of the first numbers; bits are scaled to single draws anyway} */
  private Optional<FirstOfRounds> firsts(int values) {
    return isRaw()
        ? Optional.empty()
        : Optional.of(
            new FirstOfRounds(values, new Lines(selection, label(), OptionalInt.empty())));
  }

  private Lines firstLines(Lines lines) {
    return lines.under(label() + " first");
  }

  private void shuffle(Sample sample, Delivery.Shuffle shuffle, Lines lines)
      throws SampleException, InterruptedException, BadDrawException {
    Rounds rounds = rounds(sample, shuffle.cards());
    var tests = new ShuffleTests(shuffle.cards());
    var firsts = firsts(shuffle.cards());
    int[] cards = new int[shuffle.cards()];
    while (rounds.next(cards)) {
      tests.add(cards);
      firsts.ifPresent(first -> first.add(cards[0]));
    }
    if (!isRaw()) {
      input(lines, "rounds", tests.rounds());
    }
    tests.finish(lines);
    if (firsts.isPresent()) {
      firsts.get().finish(firstLines(lines));
    }
  }

  private Rounds rounds(Sample sample, int things) {
    Numbers numbers = source(sample, things);
    return isRaw() ? new Rounds.Dealt(numbers, things) : new Rounds.Given(numbers, things);
  }

  private static void outcomes(Sample sample, OutcomeTable table, Lines lines)
      throws SampleException, InterruptedException, BadDrawException {
    var labels = new Labels(sample);
    var tests = new OutcomeTests(table);
    String label = labels.next();
    while (!label.isEmpty()) {
      tests.add(label);
      label = labels.next();
    }
    input(lines, "outcomes", tests.count());
    tests.finish(lines, true);
  }

  private static void input(Lines lines, String name, long count) {
    lines.input(
        count == 0 ? Status.NOT_RUN : Status.PASS,
        count == 0 ? "the data hold no whole one of the " + name : "",
        count,
        name,
        count);
  }
}
