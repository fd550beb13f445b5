package org.astragal.certification.games;

import java.util.List;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Task;

/** The tests that hold a sequence of numbers in memory. */
final class SequenceTask implements Task {
  /** Measured: 1.5 s for a million numbers. */
  private static final int NUMBERS_PER_MILLISECOND = 650;

  /** The numbers, sorted copies, the transform with its tables. */
  private static final long BYTES_PER_NUMBER = 100;

  private static final long FIXED_BYTES = 4 << 20;

  private final GameOptions options;
  private final Selection selection;
  private final int index;
  private final int length;

  SequenceTask(GameOptions options, Selection selection, int index, int length) {
    this.options = options;
    this.selection = selection;
    this.index = index;
    this.length = length;
  }

  @Override
  public String id() {
    return "sequence-" + index;
  }

  @Override
  public long cost() {
    return 1L + length / NUMBERS_PER_MILLISECOND;
  }

  @Override
  public long memory() {
    return FIXED_BYTES + BYTES_PER_NUMBER * length;
  }

  @Override
  public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
    try {
      String kind =
          options.delivery() instanceof Delivery.Numbers n ? "draws " + n.below() : "words";
      var lines = new Lines(selection, kind, OptionalInt.of(index));
      uniforms(sample).tests().run(lines);
      return lines.all();
    } catch (BadDrawException _) {
      // The pass over all of the data says so, once.
      return List.of();
    }
  }

  private Uniforms uniforms(Sample sample)
      throws SampleException, InterruptedException, BadDrawException {
    if (options.delivery() instanceof Delivery.Numbers numbers) {
      var recorded =
          new Recorded(
              sample,
              options.format(),
              numbers.below(),
              options.first(),
              (long) index * length * Uniforms.digits(numbers.below()));
      return Uniforms.ofNumbers(recorded, numbers.below(), length);
    }
    long from = (long) index * length * Long.BYTES;
    long to = Math.min(sample.size(), from + (long) length * Long.BYTES);
    return Uniforms.ofWords(new Words(sample, from, to, Long.SIZE), length);
  }
}
