package org.astragal.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a leaf: its hash, its place in the tree, and the tree's root, which is needed once in a
 * batch. Baseline: SHA-256 of the same bytes by the JDK alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeBenchmark {
  private final byte[] record = SampleRound.record(123_456).encode();
  private final Hash leaf = Hash.leaf(record);
  private final MessageDigest sha256;
  private CompactRange tree = new CompactRange();

  /** For JMH. */
  public TreeBenchmark() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A tree of 2^20 - 1 leaves: the root takes most work. */
  @Setup(Level.Iteration)
  public void plant() {
    tree = new CompactRange();
    for (int i = 0; i < (1 << 20) - 1; i++) {
      tree.append(leaf);
    }
  }

  /** One leaf hash. */
  @Benchmark
  public Hash leaf() {
    return Hash.leaf(record);
  }

  /** One leaf into the tree: on average one more hash. */
  @Benchmark
  public CompactRange append() {
    tree.append(leaf);
    return tree;
  }

  /** The root of a large tree. */
  @Benchmark
  public Hash root() {
    return tree.root();
  }

  /** SHA-256 of the record, with a digest that is reused. */
  @Benchmark
  public byte[] baselineSha256() {
    return sha256.digest(record);
  }
}
