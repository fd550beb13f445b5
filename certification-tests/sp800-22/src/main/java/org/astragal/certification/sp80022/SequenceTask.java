package org.astragal.certification.sp80022;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Task;

/** All fifteen tests of one sequence. */
final class SequenceTask implements Task {
  /** Measured: about 30 ms for a million bits. */
  private static final int BITS_PER_MILLISECOND = 33_000;

  /** Counts of patterns and the findings. */
  private static final long FIXED_BYTES = 4 << 20;

  private final Sp80022Battery.Options options;
  private final int index;

  SequenceTask(Sp80022Battery.Options options, int index) {
    this.options = options;
    this.index = index;
  }

  @Override
  public String id() {
    return "sequence-" + index;
  }

  @Override
  public long cost() {
    return 1L + options.bits() / BITS_PER_MILLISECOND;
  }

  @Override
  public long memory() {
    return FIXED_BYTES + (long) Dft.bytesPerBit(options.bits()) * options.bits();
  }

  @Override
  public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
    byte[] bytes = new byte[options.bytes()];
    sample.read((long) index * options.stride(), bytes);
    var sequence = new Sequence(BitSequence.of(bytes, options.bits()), options);
    var findings = new Findings(OptionalInt.of(index), options.bits(), options.alpha());
    List<Finding> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      for (Outcome outcome : sequence.run(kind)) {
        findings.add(kind, outcome, all);
      }
    }
    return all;
  }
}
