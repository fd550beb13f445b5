package org.astragal.rng;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A noise source that follows a script: good until told otherwise, and the same in every run. */
final class ScriptedNoise implements NoiseSource {
  private final int bits;
  private final SplittableRandom random;
  private final List<byte[]> handedOut = new ArrayList<>();
  private int given;
  private int reads;
  private IntUnaryOperator script;
  private NoiseSourceException.@Nullable Fault fault;

  ScriptedNoise(int bits, long seed) {
    this.bits = bits;
    random = new SplittableRandom(seed);
    script = _ -> random.nextInt(1 << bits);
  }

  static ScriptedNoise ofBytes(long seed) {
    return new ScriptedNoise(8, seed);
  }

  /** From now on, sample i (counted from 0 for the whole life) is what the script says. */
  void follow(IntUnaryOperator newScript) {
    script = newScript;
  }

  /** From now on, reads fail; {@link #mend} ends that. */
  void fail(NoiseSourceException.Fault newFault) {
    fault = newFault;
  }

  void mend() {
    fault = null;
  }

  int samplesGiven() {
    return given;
  }

  int reads() {
    return reads;
  }

  /** {@return whether whoever took samples has cleared every array of them} */
  boolean isEveryArrayCleared() {
    return handedOut.stream().allMatch(samples -> Arrays.equals(samples, new byte[samples.length]));
  }

  @Override
  public int bitsPerSample() {
    return bits;
  }

  @Override
  public byte[] read(int count) throws NoiseSourceException {
    reads++;
    if (fault != null) {
      throw new NoiseSourceException(fault, "as scripted");
    }
    byte[] samples = new byte[count];
    handedOut.add(samples);
    for (int i = 0; i < count; i++) {
      samples[i] = (byte) script.applyAsInt(given++);
    }
    return samples;
  }

  /** {@return a value from 0 to 255 that depends on i in no simple way, and only on i} */
  static int mixed(int i) {
    return (int) (new SplittableRandom(i).nextLong() >>> 56);
  }

  /** {@return the first {@code count} samples that a source of that seed gives} */
  static byte[] firstBytes(long seed, int count) throws NoiseSourceException {
    return Arrays.copyOf(ofBytes(seed).read(count), count);
  }
}
