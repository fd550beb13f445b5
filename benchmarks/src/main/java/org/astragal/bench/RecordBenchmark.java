package org.astragal.bench;

import java.util.concurrent.TimeUnit;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of writing a record in canonical JSON, and of reading it back as the ledger does. Baseline:
 * a copy of the same bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
  private final OutcomeRecord record = SampleRound.record(123_456);
  private final byte[] bytes = record.encode();

  /** For JMH. */
  public RecordBenchmark() {}

  /** Record to bytes. */
  @Benchmark
  public byte[] encode() {
    return record.encode();
  }

  /** Bytes to record. */
  @Benchmark
  public OutcomeRecord parse() throws RecordException {
    return OutcomeRecord.parse(bytes);
  }

  /** A copy of the bytes. */
  @Benchmark
  public byte[] baselineCopy() {
    return bytes.clone();
  }
}
