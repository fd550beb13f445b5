package org.astragal.certification.sp80022;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Task;

/** What is said of a sample that does not hold one sequence. */
final class TooShort implements Task {
  private final Sp80022Battery.Options options;

  TooShort(Sp80022Battery.Options options) {
    this.options = options;
  }

  @Override
  public String id() {
    return "too-short";
  }

  @Override
  public long cost() {
    return 1;
  }

  @Override
  public long memory() {
    return 1 << 16;
  }

  @Override
  public List<Finding> run(Sample sample) {
    String need =
        "needs at least "
            + options.bytes()
            + " bytes for one sequence of "
            + options.bits()
            + " bits, and the sample has "
            + sample.size();
    var findings = new Findings(OptionalInt.empty(), 0, options.alpha());
    List<Finding> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      findings.add(kind, new Outcome.NotRun("", need), all);
    }
    return all;
  }
}
