package org.astragal.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;
import org.astragal.certification.battery.Uniformity;

/** A battery of two tests, fast enough to try the harness on: ones, and changes from bit to bit. */
final class TinyBattery implements Battery {
  static final String SUITE = "tiny";

  private final int sequences;
  private final Script script;

  TinyBattery(int sequences, Script script) {
    this.sequences = sequences;
    this.script = script;
  }

  /** What happens besides; counts what was computed. */
  static final class Script {
    private final AtomicInteger computed = new AtomicInteger();
    private final InTask inTask;

    Script(InTask inTask) {
      this.inTask = inTask;
    }

    Script() {
      this(_ -> {});
    }

    int computed() {
      return computed.get();
    }

    /** {@return the only battery that there is} */
    Batteries batteries() {
      return new Batteries(
          List.of(
              new Batteries.Kind(
                  SUITE,
                  "for tests",
                  Batteries.Input.BITS,
                  (settings, _) -> new TinyBattery(settings.sequences(), this))));
    }
  }

  /** Done in the task of a sequence, before it computes. */
  @FunctionalInterface
  interface InTask {
    void run(int sequence) throws SampleException, InterruptedException;
  }

  @Override
  public String suite() {
    return SUITE;
  }

  @Override
  public List<Task> plan(long size) {
    var tasks = new ArrayList<Task>();
    for (int i = 0; i < sequences; i++) {
      tasks.add(new Part(i, (int) (size / sequences)));
    }
    return tasks;
  }

  private final class Part implements Task {
    private final int index;
    private final int bytes;

    Part(int index, int bytes) {
      this.index = index;
      this.bytes = bytes;
    }

    @Override
    public String id() {
      return "part-" + index;
    }

    @Override
    public long cost() {
      return 1;
    }

    @Override
    public long memory() {
      return 1 << 20;
    }

    @Override
    public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
      script.inTask.run(index);
      script.computed.incrementAndGet();
      if (bytes < 4) {
        return List.of(notRun(index, "ones"), notRun(index, "changes"));
      }
      byte[] data = new byte[bytes];
      sample.read((long) index * bytes, data);
      return List.of(
          finding("ones", index, excess(ones(data), bytes * 8)),
          finding("changes", index, excess(changes(data), bytes * 8 - 1)));
    }
  }

  private static double excess(int count, int of) {
    return (2.0 * count - of) / Math.sqrt((double) of);
  }

  private static int ones(byte[] data) {
    int ones = 0;
    for (byte b : data) {
      ones += Integer.bitCount(b & 0xff);
    }
    return ones;
  }

  private static int changes(byte[] data) {
    int changes = 0;
    int last = (data[0] >> 7) & 1;
    for (byte b : data) {
      for (int i = 7; i >= 0; i--) {
        int bit = (b >> i) & 1;
        changes += bit ^ last;
        last = bit;
      }
    }
    return changes;
  }

  @Override
  public List<Finding> conclude(List<Finding> findings) {
    double[] values =
        findings.stream().flatMapToDouble(finding -> finding.pValue().stream()).toArray();
    if (values.length < 10) {
      return List.of();
    }
    Fit fit = Uniformity.kolmogorovSmirnov(values);
    return List.of(line("spread", OptionalInt.empty(), fit.statistic(), fit.p()));
  }

  private static Finding finding(String test, int sequence, double z) {
    return line(test, OptionalInt.of(sequence), z, PValue.normalTwoSided(z));
  }

  private static Finding line(String test, OptionalInt sequence, double statistic, PValue p) {
    return new Finding(
        SUITE,
        test,
        "",
        "",
        sequence,
        OptionalDouble.of(statistic),
        OptionalDouble.empty(),
        OptionalDouble.of(p.p()),
        OptionalDouble.of(p.log10()),
        8,
        OptionalDouble.of(0.01),
        p.p() >= 0.01 ? Status.PASS : Status.FAIL,
        "none",
        "",
        Map.of("figure", Double.toString(statistic)));
  }

  private static Finding notRun(int sequence, String test) {
    return new Finding(
        SUITE,
        test,
        "",
        "",
        OptionalInt.of(sequence),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0,
        OptionalDouble.empty(),
        Status.NOT_RUN,
        "none",
        "needs 4 bytes a sequence",
        Map.of());
  }
}
