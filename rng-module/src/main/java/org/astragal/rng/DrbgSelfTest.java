package org.astragal.rng;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Known answers of the DRBG, run before any output and on demand. Two vectors of NIST's CAVP for
 * CTR_DRBG, AES-256 with derivation function: one covers instantiate with a personalisation string,
 * reseed and generate; the other instantiate and generate alone. In both, two outputs are made and
 * the second is compared.
 *
 * @spec sp800-90a.html#11.3 SP 800-90A rev 1, 11.3 Health Testing
 */
final class DrbgSelfTest {
  private DrbgSelfTest() {}

  /** {@return whether all answers are right} */
  static boolean passes() {
    return passesWithReseed() && passesWithoutReseed();
  }

  private static boolean passesWithReseed() {
    var drbg =
        new CtrDrbg(
            hex("4cfb218673346d9d50c922e49b0dfcd090adf04f5c3ba47327dfcd6fa63a785c"),
            hex("016962a7fd2787a24bf6be47ef3783f1"),
            hex("88eeb8e0e83bf3294bdacd6099ebe4bf55ecd9113f71e5ebcb4575f3d6a68a6b"));
    drbg.reseed(hex("b7ec46072363834a1b0133f2c23891db4f11a68651f23e3a8b1fdc03b192c7e7"));
    return secondOutputIs(
        drbg,
        "a55180a190bef3adaf28f6b795e9f1f3d6dfa1b27dd0467b0c75f5fa931e9714"
            + "75b27cae03a29654e2f40966ea33643040d1400fe677873af8097c1fe9f00298");
  }

  private static boolean passesWithoutReseed() {
    var drbg =
        new CtrDrbg(
            hex("36401940fa8b1fba91a1661f211d78a0b9389a74e5bccfece8d766af1a6d3b14"),
            hex("496f25b0f1301b4f501be30380a137eb"),
            new byte[0]);
    return secondOutputIs(
        drbg,
        "5862eb38bd558dd978a696e6df164782ddd887e7e9a6c9f3f1fbafb78941b535"
            + "a64912dfd224c6dc7454e5250b3d97165e16260c2faf1cc7735cb75fb4f07e1d");
  }

  private static boolean secondOutputIs(CtrDrbg drbg, String expected) {
    byte[] out = new byte[expected.length() / 2];
    drbg.generate(out);
    drbg.generate(out);
    return Arrays.equals(out, hex(expected));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
