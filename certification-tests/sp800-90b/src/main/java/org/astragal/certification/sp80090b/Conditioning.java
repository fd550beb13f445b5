package org.astragal.certification.sp80090b;

import java.util.Locale;

/**
 * A conditioning function between the noise and the output. Immutable.
 *
 * @param vetted whether it is one of the functions that section 3.1.5.1.1 names; for another, the
 *     data under test are its output, and count as well
 * @param inputBits n_in, from 1
 * @param outputBits n_out, from 1
 * @param narrowestBits nw, the narrowest internal width, from 1
 * @param inputEntropy h_in, the min-entropy of one input in bits, above 0 and at most {@code
 *     inputBits}
 * @spec sp800-90b.html#3.1.5 SP 800-90B, 3.1.5 Conditioning Component
 */
public record Conditioning(
    boolean vetted, int inputBits, int outputBits, int narrowestBits, double inputEntropy) {
  private static final double FULL_ENTROPY_MARGIN = 64;

  private static final double LN2 = Math.log(2);

  /** 3.1.5.2: what a function that is not vetted can give at most, for each bit. */
  private static final double NOT_VETTED = 0.999;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public Conditioning {
    if (inputBits < 1 || outputBits < 1 || narrowestBits < 1) {
      throw new IllegalArgumentException("a conditioning function has widths of at least one bit");
    }
    if (!(inputEntropy > 0 && inputEntropy <= inputBits)) {
      throw new IllegalArgumentException(
          inputBits + " bits of input cannot hold " + inputEntropy + " bits of entropy");
    }
  }

  /** {@return n: the narrower of output and inner width, which is never wider than the input} */
  private int width() {
    return Math.min(outputBits, Math.min(narrowestBits, inputBits));
  }

  // 3.1.5.1.2 with P_high = 2^-h_in, P_low = (1 - P_high) / (2^n_in - 1), psi = 2^(n_in - n) P_low
  // + P_high and omega = (2^(n_in - n) + sqrt(2 n 2^(n_in - n) ln 2)) P_low. Both are near 2^-n
  // where it matters, so they are computed as 2^-n (1 + excess): only the excess is rounded.
  /** {@return Output_Entropy(n_in, n_out, nw, h_in), in bits} */
  double outputEntropy() {
    int n = width();
    // With less entropy than width psi is near P_high instead.
    double psi =
        inputEntropy < n
            ? inputEntropy - log2OnePlus((1 + lowExcess()) * Math.pow(2, inputEntropy - n))
            : n - log2OnePlus(psiExcess());
    return Math.min(psi, n - log2OnePlus(omegaExcess()));
  }

  /** {@return -log2(1 - h_out / n_out) of a vetted function: how near it comes to full entropy} */
  double epsilonExponent() {
    int n = width();
    double lacking =
        inputEntropy < n
            ? outputBits - outputEntropy()
            : outputBits - n + log2OnePlus(Math.max(psiExcess(), omegaExcess()));
    return Math.log(outputBits / lacking) / LN2;
  }

  /** {@return 2^n_in P_low - 1} */
  private double lowExcess() {
    double all = Math.pow(2, -inputBits);
    return (all - Math.pow(2, -inputEntropy)) / (1 - all);
  }

  private double psiExcess() {
    return Math.pow(2, width() - inputEntropy) + lowExcess();
  }

  private double omegaExcess() {
    int n = width();
    double root = Math.sqrt(2 * n * LN2) * Math.pow(2, (n - inputBits) / 2.0);
    return lowExcess() + (1 + lowExcess()) * root;
  }

  private static double log2OnePlus(double x) {
    return Math.log1p(x) / LN2;
  }

  // SP 800-90C and FIPS 140-3 IG D.K: 64 bits more come in than go out.
  /** {@return what keeps the output from full entropy, or empty} */
  String lackOfFullEntropy() {
    if (!vetted) {
      return "full entropy is not open to a function that is not vetted";
    }
    if (narrowestBits < outputBits) {
      return "full entropy needs an inner width of %d bits, here are %d"
          .formatted(outputBits, narrowestBits);
    }
    double needed = outputBits + FULL_ENTROPY_MARGIN;
    return inputEntropy >= needed
        ? ""
        : String.format(
            Locale.ROOT,
            "full entropy needs an input of %.0f bits of entropy, here are %s",
            needed,
            inputEntropy);
  }

  /**
   * {@return h_out, in bits}
   *
   * @param outputPerBit h', the min-entropy of one bit of output as assessed; only for a function
   *     that is not vetted
   */
  double assessed(double outputPerBit) {
    return vetted
        ? outputEntropy()
        : Math.min(outputEntropy(), Math.min(NOT_VETTED, outputPerBit) * outputBits);
  }
}
