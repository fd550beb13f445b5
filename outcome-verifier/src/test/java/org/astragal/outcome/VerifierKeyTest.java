package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.astragal.outcome.PolicyException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: only the keys of the policy count, and only with signatures of the one agreed form. */
final class VerifierKeyTest {
  private static final byte[] TEXT = "log\n1\nroot\n".getBytes(StandardCharsets.US_ASCII);

  /** Order of the group of P-256 (SEC 2, 2.4.2). */
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @Test
  void keysAreReadBackAsWrittenWhateverTheirCoordinates() throws Exception {
    // Among 300 keys, one in 128 has a coordinate with a leading zero byte.
    for (int i = 0; i < 300; i++) {
      VerifierKey key = TestLog.Signer.create("log").key();
      assertEquals(key, VerifierKey.parse(key.vkey()));
      assertEquals(43, key.jwk().string("x").length());
      assertEquals(43, key.jwk().string("y").length());
      assertEquals(key.kid(), key.jwk().string("kid"));
    }
  }

  @Test
  void keyOnAnotherCurveIsRefused() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    var key = (ECPublicKey) generator.generateKeyPair().getPublic();
    assertThrows(IllegalArgumentException.class, () -> VerifierKey.of("log", key));
  }

  @Test
  void verifierKeyChangedInAnyBitIsRefused() throws Exception {
    VerifierKey key = TestLog.Signer.create("log").key();
    byte[] vkey = key.vkey().getBytes(StandardCharsets.US_ASCII);
    // The name is not part of the id of an ECDSA key, so its bits are free.
    for (int bit = "log".length() * 8; bit < vkey.length * 8; bit++) {
      byte[] changed = vkey.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String text = new String(changed, StandardCharsets.ISO_8859_1);
      assertThrows(NoteException.class, () -> VerifierKey.parse(text), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "log", "log+00000000", "log++", "+00000000+Ag==", "log+00000000+"})
  void textThatIsNotAVerifierKeyIsRefused(String text) {
    assertThrows(NoteException.class, () -> VerifierKey.parse(text));
  }

  @Test
  void keyOfAnotherKindIsRefused() {
    String vkey = "log+00000000+" + Base64.getEncoder().encodeToString(new byte[] {6, 0});
    var refusal = assertThrows(NoteException.class, () -> VerifierKey.parse(vkey));
    assertTrue(refusal.getMessage().contains("ECDSA"), refusal.getMessage());
  }

  @Test
  void pointBesideTheCurveIsRefused() throws Exception {
    VerifierKey key = TestLog.Signer.create("log").key();
    byte[] spki = key.publicKey().getEncoded();
    spki[spki.length - 1] ^= 1;
    byte[] typed = new byte[spki.length + 1];
    typed[0] = 2;
    System.arraycopy(spki, 0, typed, 1, spki.length);
    String id = Hash.sha256(spki).toString().substring(7, 15);
    String vkey = "log+" + id + "+" + Base64.getEncoder().encodeToString(typed);
    var refusal = assertThrows(NoteException.class, () -> VerifierKey.parse(vkey));
    assertTrue(refusal.getMessage().contains("not on P-256"), refusal.getMessage());
  }

  @Test
  void signatureHoldsForItsTextAndKeyOnly() throws Exception {
    TestLog.Signer signer = TestLog.Signer.create("log");
    byte[] signature = signer.signBytes(TEXT);
    assertTrue(signer.key().verify(TEXT, signature));
    assertFalse(signer.key().verify(new byte[0], signature));
    assertFalse(TestLog.Signer.create("log").key().verify(TEXT, signature));
  }

  @Test
  void everyBitOfASignatureCounts() throws Exception {
    TestLog.Signer signer = TestLog.Signer.create("log");
    byte[] signature = signer.signBytes(TEXT);
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(signer.key().verify(TEXT, changed), "bit " + bit);
    }
  }

  @Test
  void signatureHasOneSpellingOnly() throws Exception {
    TestLog.Signer signer = TestLog.Signer.create("log");
    byte[] der = signer.signBytes(TEXT);
    BigInteger r = integer(der, 4, der[3]);
    BigInteger s = integer(der, 6 + der[3], der[5 + der[3]]);
    assertTrue(signer.key().verify(TEXT, der(bytes(r), bytes(s))));
    // ECDSA itself allows this other one; identity must never come from signature bytes.
    assertTrue(signer.key().verify(TEXT, der(bytes(r), bytes(N.subtract(s)))));
    assertFalse(signer.key().verify(TEXT, der(padded(r), bytes(s))), "padded r");
    assertFalse(signer.key().verify(TEXT, der(bytes(r), padded(s))), "padded s");
    assertFalse(signer.key().verify(TEXT, der(bytes(r.negate()), bytes(s))), "negative");
    assertFalse(signer.key().verify(TEXT, der(bytes(r), bytes(s.add(N)))), "beyond the order");
    assertFalse(signer.key().verify(TEXT, der(new byte[] {0}, bytes(s))), "zero");
    assertFalse(signer.key().verify(TEXT, der(new byte[0], bytes(s))), "empty");
    byte[] trailing = java.util.Arrays.copyOf(der, der.length + 1);
    assertFalse(signer.key().verify(TEXT, trailing), "trailing");
    byte[] longForm = new byte[der.length + 1];
    longForm[0] = der[0];
    longForm[1] = (byte) 0x81;
    System.arraycopy(der, 1, longForm, 2, der.length - 1);
    assertFalse(signer.key().verify(TEXT, longForm), "long form of the length");
    for (int length = 0; length < der.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(der, length);
      assertFalse(signer.key().verify(TEXT, cut), "cut to " + length);
    }
  }

  @Test
  void policyIsReadBackAsWritten() throws Exception {
    VerifierKey first = TestLog.Signer.create("a.example").key();
    VerifierKey second = TestLog.Signer.create("b.example").key();
    VerifierKey rotated = TestLog.Signer.create("a.example").key();
    Policy policy = Policy.of(List.of(first, second, rotated));
    assertEquals(List.of(first, rotated), policy.keysFor("a.example"));
    assertEquals(List.of(second), policy.keysFor("b.example"));
    assertEquals(List.of(), policy.keysFor("c.example"));
    assertEquals(List.of("a.example", "b.example"), new ArrayList<>(policy.origins()));
    assertEquals(rotated, policy.key("a.example", rotated.keyId()).orElseThrow());
    assertTrue(policy.key("b.example", rotated.keyId()).isEmpty());
    assertEquals(policy.text(), Policy.parse(policy.text()).text());
  }

  @Test
  void policyFileMayHoldCommentsTabsAndAddresses(@TempDir Path directory) throws Exception {
    String vkey = TestLog.Signer.create("log").key().vkey();
    Path file = directory.resolve("policy");
    Files.writeString(
        file,
        "# tr\u00fcst\n\n \t# more\n\tlog \t" + vkey + "  https://x.example/ \nquorum none\n");
    assertEquals(vkey, Policy.load(file).keysFor("log").getFirst().vkey());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quorum none\\n                            | NO_LOG      | names no log",
        "log KEY\\n                                | SYNTAX      | is missing",
        "log KEY\\nquorum none\\nquorum none\\n    | SYNTAX      | line 3",
        "log KEY\\nquorum all\\n                   | UNSUPPORTED | line 2",
        "log KEY\\nquorum\\n                       | SYNTAX      | line 2",
        "log KEY\\nwitness w KEY\\nquorum none\\n  | UNSUPPORTED | line 2",
        "log KEY\\ngroup g any w\\nquorum none\\n  | UNSUPPORTED | line 2",
        "log KEY\\nlog KEY\\nquorum none\\n        | KEY         | there twice",
        "log KEY\\nlog OTHERKEY\\nquorum none\\n   | KEY         | there twice",
        "log x+y\\nquorum none\\n                  | KEY         | line 1",
        "log\\nquorum none\\n                      | SYNTAX      | line 1",
        "log KEY a b\\nquorum none\\n              | SYNTAX      | line 1",
        "trust KEY\\nquorum none\\n                | SYNTAX      | line 1",
        "log KEY\\r\\nquorum none\\r\\n            | SYNTAX      | line 1",
        "log KEY\\nquorum none # x\\n              | SYNTAX      | line 2",
      })
  void policyThatCannotBeFollowedIsRefused(String given, Fault fault, String detail)
      throws Exception {
    String vkey = TestLog.Signer.create("log").key().vkey();
    String text =
        given
            .replace("OTHERKEY", "other" + vkey.substring(3))
            .replace("KEY", vkey)
            .replace("\\n", "\n")
            .replace("\\r", "\r");
    var refusal = assertThrows(PolicyException.class, () -> Policy.parse(text));
    assertEquals(fault, refusal.fault());
    assertTrue(refusal.getMessage().contains(detail), refusal.getMessage());
  }

  @Test
  void policyFileThatIsMissingOrTooLongIsRefused(@TempDir Path directory) throws Exception {
    Path missing = directory.resolve("missing");
    var refusal = assertThrows(PolicyException.class, () -> Policy.load(missing));
    assertEquals(Fault.UNREADABLE, refusal.fault());
    Path longFile = Files.write(directory.resolve("long"), new byte[Policy.MAX_BYTES + 1]);
    assertEquals(
        Fault.UNREADABLE, assertThrows(PolicyException.class, () -> Policy.load(longFile)).fault());
  }

  private static byte[] der(byte[] r, byte[] s) {
    var out = new java.io.ByteArrayOutputStream();
    out.write(0x30);
    out.write(4 + r.length + s.length);
    out.write(2);
    out.write(r.length);
    out.writeBytes(r);
    out.write(2);
    out.write(s.length);
    out.writeBytes(s);
    return out.toByteArray();
  }

  private static BigInteger integer(byte[] der, int from, int length) {
    return new BigInteger(java.util.Arrays.copyOfRange(der, from, from + length));
  }

  private static byte[] bytes(BigInteger value) {
    return value.toByteArray();
  }

  private static byte[] padded(BigInteger value) {
    byte[] minimal = value.toByteArray();
    byte[] padded = new byte[minimal.length + 1];
    System.arraycopy(minimal, 0, padded, 1, minimal.length);
    return padded;
  }
}
