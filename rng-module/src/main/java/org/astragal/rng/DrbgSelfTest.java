package org.astragal.rng;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A known answer of a DRBG, run before any output and on demand: instantiate, reseed if there is
 * entropy for it, generate twice, compare the second output. All fields are hexadecimal.
 *
 * @param mechanism the DRBG
 * @param entropy entropy input
 * @param nonce nonce, may be empty
 * @param personalization personalisation string, may be empty
 * @param reseed entropy input of a reseed before the first output, or empty for none
 * @param additionalReseed additional input of the reseed, may be empty
 * @param additional1 additional input of the first output, may be empty
 * @param additional2 additional input of the second output, may be empty
 * @param secondOutput the answer
 * @spec sp800-90a.html#11.3 SP 800-90A rev 1, 11.3 Health Testing
 */
record DrbgSelfTest(
    Mechanism mechanism,
    String entropy,
    String nonce,
    String personalization,
    String reseed,
    String additionalReseed,
    String additional1,
    String additional2,
    String secondOutput) {

  /**
   * Two for each mechanism. Those of CTR_DRBG, and the first of each other, are of NIST's CAVP; the
   * second of each other, with reseed and additional input, is of an independent model that gives
   * NIST's answers too.
   */
  static final List<DrbgSelfTest> ALL =
      List.of(
          new DrbgSelfTest(
              Mechanism.CTR_AES256,
              "e4bc23c5089a19d86f4119cb3fa08c0a4991e0a1def17e101e4c14d9c323460a"
                  + "7c2fb58e0b086c6c57b55f56cae25bad",
              "",
              "",
              "fd85a836bba85019881e8c6bad23c9061adc75477659acaea8e4a01dfe07a183"
                  + "2dad1c136f59d70f8653a5dc118663d6",
              "",
              "",
              "",
              "b2cb8905c05e5950ca31895096be29ea3d5a3b82b269495554eb80fe07de43e1"
                  + "93b9e7c3ece73b80e062b1c1f68202fbb1c52a040ea2478864295282234aaada"),
          new DrbgSelfTest(
              Mechanism.CTR_AES256,
              "99903165903fea49c2db26ed675e44cc14cb2c1f28b836b203240b02771e8311"
                  + "46ffc4335373bb344688c5c950670291",
              "",
              "",
              "b4ee99fa9e0eddaf4a3612013cd636c4af69177b43eebb3c58a305b9979b68b5"
                  + "cc820504f6c029aad78a5d29c66e84a0",
              "2d8c5c28b05696e74774eb69a10f01c5fabc62691ddf7848a8004bb5eeb4d2c5"
                  + "febe1aa01f4d557b23d7e9a0e4e90655",
              "0dc9cde42ac6e856f01a55f219c614de90c659260948db5053d414bab0ec2e13"
                  + "e995120c3eb5aafc25dc4bdcef8ace24",
              "711be6c035013189f362211889248ca8a3268e63a7eb26836d915810a680ac4a"
                  + "33cd1180811a31a0f44f08db3dd64f91",
              "11c7a0326ea737baa7a993d510fafee5374e7bbe17ef0e3e29f50fa68aac2124"
                  + "b017d449768491cac06d136d691a4e80785739f9aaedf311bba752a3268cc531"),
          new DrbgSelfTest(
              Mechanism.HMAC_SHA256,
              "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488",
              "659ba96c601dc69fc902940805ec0ca8",
              "",
              "",
              "",
              "",
              "",
              "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89"
                  + "d54fbb978a15b5c443c9ec21036d2460b6f73ebad0dc2aba6e624abf07745bc1"
                  + "07694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668"
                  + "961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8"),
          new DrbgSelfTest(
              Mechanism.HMAC_SHA256,
              "79acd1a4e5d07adf12fa2346bb2a7088182b8e1843e49099023854f67de4d6f8",
              "9224b3fe0136314a435eee9a9b932f5d",
              "e05cf1e5fa27b03cb26521444f447258f424476600e96b71748df1a47ebcb608",
              "cbfc15a8204242c631832e073535e03f2c74c4a9e4c699b239783ba0e591e0a3"
                  + "7b6b16aeb07139aaa0e9eedc34102a23",
              "7f82da845690b63d0cecebd0337d06e97ba18180e09f37d45fc3ff99200927e6"
                  + "278fbd8167fd44561392c7c69b18bad7",
              "34f935382bf5322b3697f8608cc3b6409b8f67939f92233a2e71be0189279ba0"
                  + "a4e26df04ca4d4be28dbe1bbcc0e915a",
              "d11df9f98201efdd1b4440f4a3ef174c5e6d3ae6d1f09e0fc40ad93c54465175"
                  + "bd568c876ce66009076a4669ccfadec2",
              "4c7b64cd34dce52d2225aeae167f2fa39261c9de6704ea486e45197395bf4ac8"
                  + "94b62822e66f10c447b2241070165f191fba6c1320e35518a4affcedca488947"),
          new DrbgSelfTest(
              Mechanism.HASH_SHA256,
              "a4857cf33fd496f9e7171d3ad64b6a35c5ae44af7b87912bc1fd540722796137",
              "1a9c73962f2f3f2d4790a58eaa3d9096",
              "5e3677e8e9a43ac8181622b42e91c448280896f55cef2a9734e5e5527bc530ae",
              "",
              "",
              "",
              "",
              "fa82f560fb8bb4ba24ec563fb03be58792bf3a11c9c60c025fad0aa4dfa68fbf"
                  + "318ab0b6594be18b07bce52d227f50a44a650ac4df479b969d5b46ae60a66421"
                  + "dbf3ebfef0737c71b5d76b7b616bb9764b2edbd87ef52a5185fcda3c6a6dbc42"
                  + "70bd61c1bd50e606556343017001a3dde98a265f36ac3d124cb18a5dcfb37940"),
          new DrbgSelfTest(
              Mechanism.HASH_SHA256,
              "79ec47037ae78b264ae99c078cb2a2f2054af09733bbf6b75f9860cb2b363b46",
              "130a62e585b1ef3c2a568ca78a9058f5",
              "01aa77bb260ea2f19d221e5c2500a8f316f373de4e175aae8528885ff158ee09",
              "783556c6e012a248851c2dd869a1d51f0250295854a043dc80eaa30a86729dba"
                  + "b952cc6f0c8b68e55aefeff2b370e052",
              "370439d7b2a7ebbcd0f63039ecb0e872c946d7a6dbd7a053d9bd7d40dc5d4d95"
                  + "a6a1330ebf3e7abda8a467856a49209f",
              "f85502a73467d6e0a56321dd260273358a4f7e28a7cf35aceda0900d060a93cc"
                  + "453366f6b2dd89b13923b34bb724b9da",
              "f39f63276d0b88bc1e5e96fbc906c703b9788d45c01542a7dd0f446c50687607"
                  + "2e932f3330faf2478320fd06df2ef66f",
              "bd4b242d8180110733b32b32ee32a07f0a5fa62e633c32f5b78d771fb4ef60ef"
                  + "1eeb877a4e6239ca5a543f5aa3b9994c4be8280e30d9063b7139b552abff520b"));

  /** {@return whether the mechanism gives all of its answers, and refuses what it must refuse} */
  static boolean passes(Mechanism mechanism) {
    return ALL.stream()
            .filter(answer -> answer.mechanism == mechanism)
            .allMatch(DrbgSelfTest::passes)
        && refusesShortEntropy(mechanism);
  }

  /** {@return whether this answer is right} */
  boolean passes() {
    Mechanism.WorkingState drbg =
        mechanism.instantiate(hex(entropy), hex(nonce), hex(personalization));
    if (!reseed.isEmpty()) {
      drbg.reseed(hex(reseed), hex(additionalReseed));
    }
    byte[] out = new byte[secondOutput.length() / 2];
    drbg.generate(out, hex(additional1));
    drbg.generate(out, hex(additional2));
    drbg.clear();
    return Arrays.equals(out, hex(secondOutput));
  }

  // 11.3.6: the handling of errors is tested too.
  private static boolean refusesShortEntropy(Mechanism mechanism) {
    try {
      mechanism.instantiate(new byte[31], new byte[16], new byte[0]);
      return false;
    } catch (IllegalArgumentException | IllegalStateException _) {
      return true;
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
