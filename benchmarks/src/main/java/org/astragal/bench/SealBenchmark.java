package org.astragal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of putting a record and its receipt together, for the longest path of a log of 10^4 and of
 * 10^7 records. Baseline: a copy of the finished bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealBenchmark {
  /** Hashes in the path: about log2 of the records. */
  @Param({"14", "24"})
  public int path = 14;

  private final byte[] record = SampleRound.record(123_456).encode();
  private final Hash leaf = Hash.leaf(record);
  private List<Hash> hashes = List.of();
  private SignedNote checkpoint = SignedNote.of("unset\n", List.of());
  private byte[] sealed = new byte[0];

  /** For JMH. */
  public SealBenchmark() {}

  /** Signs a checkpoint with a key of the JDK: the HSM's part is not in question here. */
  @Setup
  public void sign() {
    hashes = Collections.nCopies(path, leaf);
    SoftwareKey key = new SoftwareKey(SampleRound.ORIGIN);
    String text = new Checkpoint(SampleRound.ORIGIN, 1L << path, leaf).text();
    byte[] signature = key.sign(text.getBytes(UTF_8));
    checkpoint =
        SignedNote.of(
            text, List.of(new NoteSignature(SampleRound.ORIGIN, key.key().keyId(), signature)));
    sealed = seal().bytes();
  }

  /** Receipt to text, record and receipt to one line. */
  @Benchmark
  public SealedOutcome seal() {
    return SealedOutcome.of(record, Receipt.of(123_456, hashes, checkpoint).text());
  }

  /** A copy of the line. */
  @Benchmark
  public byte[] baselineCopy() {
    return sealed.clone();
  }
}
