package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: Ed25519 keys are those of other implementations, and only good ones are taken. */
final class Ed25519KeyTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  // The key and note of the tests of golang.org/x/mod/sumdb/note.
  private static final String GO_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String GO_NOTE =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  @Test
  void noteOfTheGoImplementationVerifies() throws Exception {
    VerifierKey key = VerifierKey.parse(GO_KEY);
    assertEquals(GO_KEY, key.vkey());
    assertEquals(0xc74f20a3, key.keyId());
    SignedNote note = SignedNote.parse(GO_NOTE.getBytes(StandardCharsets.UTF_8));
    NoteSignature signature = note.signatures().getFirst();
    assertEquals(key.keyId(), signature.keyId());
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    assertTrue(key.verify(text, signature.signature()));
    text[0] ^= 1;
    assertFalse(key.verify(text, signature.signature()));
  }

  @ParameterizedTest
  @CsvSource({
    // RFC 8032, 7.1: tests 1 to 3.
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  })
  void knownAnswersVerify(String publicKey, String message, String signature) throws Exception {
    byte[] good = HEX.parseHex(signature);
    byte[] text = HEX.parseHex(message);
    VerifierKey key = parse(HEX.parseHex(publicKey));
    assertTrue(key.verify(text, good));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] changed = good.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertFalse(key.verify(text, changed), "bit " + bit);
    }
    assertFalse(key.verify(text, Arrays.copyOf(good, 63)));
    assertFalse(key.verify(text, Arrays.copyOf(good, 65)));
  }

  @Test
  void signatureHasOneSpellingOnly() throws Exception {
    var signer = TestLog.Signer.createEd25519("log");
    byte[] text = "log\n1\nroot\n".getBytes(StandardCharsets.US_ASCII);
    byte[] signature = signer.signBytes(text);
    assertTrue(signer.key().verify(text, signature));
    // RFC 8032, 5.1.7 step 1: S plus the order is S to arithmetic, and must not be to us.
    BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64))).add(ORDER);
    byte[] more = reversed(unsigned(s));
    System.arraycopy(more, 0, signature, 32, 32);
    assertFalse(signer.key().verify(text, signature));
  }

  @Test
  void keyIsAJwkOfRfc8037() throws Exception {
    // RFC 8037, appendix A.2 and A.3: the key and its thumbprint.
    byte[] key = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    VerifierKey parsed = parse(key);
    assertEquals("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", parsed.kid());
    Json.Obj jwk = parsed.jwk();
    assertEquals("OKP", jwk.string("kty"));
    assertEquals("Ed25519", jwk.string("crv"));
    assertEquals("Ed25519", jwk.string("alg"));
    assertEquals("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", jwk.string("x"));
    assertEquals(parsed.kid(), jwk.string("kid"));
    assertFalse(jwk.members().containsKey("y"));
  }

  @Test
  void keysAreReadBackAsWritten() throws Exception {
    for (int i = 0; i < 100; i++) {
      VerifierKey key = TestLog.Signer.createEd25519("log").key();
      assertEquals(key, VerifierKey.parse(key.vkey()));
      assertEquals(key, VerifierKey.of("log", key.publicKey()));
      assertArrayEquals(
          VerifierKey.of("log", key.publicKey()).publicKey().getEncoded(),
          key.publicKey().getEncoded());
    }
  }

  @Test
  void verifierKeyChangedInAnyBitIsRefused() throws Exception {
    byte[] vkey =
        TestLog.Signer.createEd25519("log").key().vkey().getBytes(StandardCharsets.US_ASCII);
    for (int bit = 0; bit < vkey.length * 8; bit++) { // the name is part of the id
      byte[] changed = vkey.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String text = new String(changed, StandardCharsets.ISO_8859_1);
      assertThrows(NoteException.class, () -> VerifierKey.parse(text), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000", // order 1
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
        "0000000000000000000000000000000000000000000000000000000000000000", // order 4
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      })
  void pointOfSmallOrderIsRefused(String point) {
    assertRefused(point, "small order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200000000000000000000000000000000000000000000000000000000000000", // no x for this y
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 3
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      })
  void bytesThatAreNoPointAreRefused(String point) {
    assertRefused(point, "not a point");
  }

  @Test
  void keyOfAnotherLengthOrKindIsRefused() throws Exception {
    assertRefused("00".repeat(31), "32 bytes");
    assertRefused("00".repeat(33), "32 bytes");
    var ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic();
    assertThrows(IllegalArgumentException.class, () -> VerifierKey.of("log", ed448));
    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    assertThrows(IllegalArgumentException.class, () -> VerifierKey.of("log", rsa));
  }

  @Test
  void otherArithmeticOfEcdsaIsNotAskedOfIt() throws Exception {
    var signer = TestLog.Signer.createEd25519(TestLog.ORIGIN);
    VerifierKey key = signer.key();
    assertEquals(key, key.checkedBy((_, _, _) -> false));
    byte[] text = {1};
    assertTrue(key.checkedBy((_, _, _) -> false).verify(text, signer.signBytes(text)));
    assertSame(key.publicKey(), key.checkedBy((_, _, _) -> false).publicKey());
  }

  @Test
  void oneKeyUnderTwoNamesIsFoundOut() throws Exception {
    byte[] key = HEX.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    VerifierKey one = parse(key);
    VerifierKey two = VerifierKey.of("other", one.publicKey());
    assertFalse(one.keyId() == two.keyId());
    assertThrows(PolicyException.class, () -> Policy.of(List.of(one, two)));
  }

  private static void assertRefused(String point, String why) {
    var refusal = assertThrows(NoteException.class, () -> parse(HEX.parseHex(point)));
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
  }

  /** By way of a verifier key under the name "log". */
  private static VerifierKey parse(byte[] key) throws Exception {
    byte[] hashed =
        ByteBuffer.allocate(5 + key.length)
            .put("log\n\u0001".getBytes(StandardCharsets.US_ASCII))
            .put(key)
            .array();
    String id = Hash.sha256(hashed).toString().substring(7, 15);
    byte[] typed = ByteBuffer.allocate(1 + key.length).put((byte) 1).put(key).array();
    return VerifierKey.parse("log+" + id + "+" + Base64.getEncoder().encodeToString(typed));
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** 32 bytes, the highest first. */
  private static byte[] unsigned(BigInteger value) {
    byte[] bytes = new byte[32];
    byte[] all = value.toByteArray();
    int length = Math.min(32, all.length);
    System.arraycopy(all, all.length - length, bytes, 32 - length, length);
    return bytes;
  }
}
