package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Task;

/**
 * The suite {@code games}: what gaming laboratories test of final outcomes. Immutable and safe for
 * use by many threads.
 *
 * @spec games.html#tests Games, The tests
 */
public final class GameBattery implements Battery {
  static final String SUITE = "games";

  /** Numbers of a sequence, and sequences at most. */
  private static final int SEQUENCE = 1 << 20;

  private static final int MOST_SEQUENCES = 100;

  /** Ranges that bits are scaled to: a coin, a die, a digit, a wheel, a card, a four-digit dial. */
  private static final List<Long> RANGES = List.of(2L, 6L, 10L, 37L, 52L, 10_000L);

  private static final List<Delivery> ROUNDS =
      List.of(new Delivery.Lotto(6, 49), new Delivery.Lotto(20, 80), new Delivery.Shuffle(52));

  private final GameOptions options;
  private final Selection selection;

  /**
   * Creates one.
   *
   * @param options what the data are, and what is tested
   */
  public GameBattery(GameOptions options) {
    this.options = options;
    this.selection = new Selection(options.profile());
  }

  @Override
  public String suite() {
    return SUITE;
  }

  @Override
  public List<Task> plan(long size) {
    var tasks = new ArrayList<Task>();
    switch (options.delivery()) {
      case Delivery.Bits bits -> {
        if (selection.wants(TestName.MONOBIT)) {
          tasks.add(new WholeTask(bits, options, selection));
        }
        sequences(tasks, size / Long.BYTES);
        for (long below : RANGES) {
          tasks.add(new WholeTask(new Delivery.Numbers(below), options, selection));
        }
        for (Delivery rounds : ROUNDS) {
          tasks.add(new WholeTask(rounds, options, selection));
        }
        tasks.add(new PlayTask(selection));
      }
      case Delivery.Numbers numbers -> {
        tasks.add(new WholeTask(numbers, options, selection));
        // How many numbers a text has shows only when it is read: one sequence is taken of it.
        sequences(
            tasks,
            options.format() == Delivery.Format.TEXT
                ? SEQUENCE
                : size
                    / Recorded.width(numbers.below(), options.first())
                    / Uniforms.digits(numbers.below()));
      }
      case Delivery.Lotto lotto -> tasks.add(new WholeTask(lotto, options, selection));
      case Delivery.Shuffle shuffle -> tasks.add(new WholeTask(shuffle, options, selection));
      case Delivery.Outcomes outcomes -> tasks.add(new WholeTask(outcomes, options, selection));
    }
    return List.copyOf(tasks);
  }

  private void sequences(List<Task> tasks, long numbers) {
    int length = (int) Math.min(SEQUENCE, numbers);
    long count = length == 0 ? 1 : Math.min(MOST_SEQUENCES, numbers / length);
    for (int i = 0; i < count; i++) {
      tasks.add(new SequenceTask(options, selection, i, length));
    }
  }

  /**
   * The second level of what was tested sequence by sequence, and with a profile, what its clauses
   * and all its tests together come to.
   */
  @Override
  public List<Finding> conclude(List<Finding> findings) {
    var conclusions = new ArrayList<>(SecondLevel.conclude(findings, selection));
    options
        .profile()
        .ifPresent(profile -> {
          var all = new ArrayList<>(findings);
          all.addAll(conclusions);
          conclusions.addAll(ProfileConclusion.of(profile, all));
        });
    return List.copyOf(conclusions);
  }
}
