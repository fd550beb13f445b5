package org.astragal.rng;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A known answer of the DRBG, run before any output and on demand: instantiate, reseed if there is
 * entropy for it, generate twice, compare the second output. All fields are hexadecimal.
 *
 * @param entropy entropy input
 * @param nonce nonce
 * @param personalization personalisation string, may be empty
 * @param reseed entropy input of a reseed before the first output, or empty for none
 * @param secondOutput the answer
 * @spec sp800-90a.html#11.3 SP 800-90A rev 1, 11.3 Health Testing
 */
record DrbgSelfTest(
    String entropy, String nonce, String personalization, String reseed, String secondOutput) {

  /**
   * Two vectors of NIST's CAVP for CTR_DRBG, AES-256 with derivation function: one without and one
   * with personalisation string and reseed.
   */
  static final List<DrbgSelfTest> ALL =
      List.of(
          new DrbgSelfTest(
              "36401940fa8b1fba91a1661f211d78a0b9389a74e5bccfece8d766af1a6d3b14",
              "496f25b0f1301b4f501be30380a137eb",
              "",
              "",
              "5862eb38bd558dd978a696e6df164782ddd887e7e9a6c9f3f1fbafb78941b535"
                  + "a64912dfd224c6dc7454e5250b3d97165e16260c2faf1cc7735cb75fb4f07e1d"),
          new DrbgSelfTest(
              "4cfb218673346d9d50c922e49b0dfcd090adf04f5c3ba47327dfcd6fa63a785c",
              "016962a7fd2787a24bf6be47ef3783f1",
              "88eeb8e0e83bf3294bdacd6099ebe4bf55ecd9113f71e5ebcb4575f3d6a68a6b",
              "b7ec46072363834a1b0133f2c23891db4f11a68651f23e3a8b1fdc03b192c7e7",
              "a55180a190bef3adaf28f6b795e9f1f3d6dfa1b27dd0467b0c75f5fa931e9714"
                  + "75b27cae03a29654e2f40966ea33643040d1400fe677873af8097c1fe9f00298"));

  /** {@return whether all of these answers are right} */
  static boolean allPass(List<DrbgSelfTest> answers) {
    return answers.stream().allMatch(DrbgSelfTest::passes);
  }

  /** {@return whether this answer is right} */
  boolean passes() {
    var drbg = new CtrDrbg(hex(entropy), hex(nonce), hex(personalization));
    if (!reseed.isEmpty()) {
      drbg.reseed(hex(reseed));
    }
    byte[] out = new byte[secondOutput.length() / 2];
    drbg.generate(out);
    drbg.generate(out);
    return Arrays.equals(out, hex(secondOutput));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
