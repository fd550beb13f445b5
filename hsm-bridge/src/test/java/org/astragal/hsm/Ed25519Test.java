package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.astragal.hsm.FaultyModule.Function;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a key for Ed25519 is made, audited, found, used and recovered as well as one on P-256. */
final class Ed25519Test {
  private static final byte[] MESSAGE = "a checkpoint".getBytes(StandardCharsets.UTF_8);

  @Test
  void generatedKeySignsAndPlainJcaVerifies() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      assertEquals(KeyAlgorithm.ED25519, key.algorithm());
      assertInstanceOf(EdECPublicKey.class, key.publicKey());
      byte[] signature = key.sign(MESSAGE);
      assertEquals(64, signature.length);
      assertTrue(verifies(key, signature));
      assertFalse(verifies(key, Arrays.copyOf(signature, 63)));
    }
  }

  @Test
  void keyIsFoundAgainByAnotherTokenObjectBesideOneOfTheOtherKind() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    byte[] publicKey;
    try (Token token = Token.open(config)) {
      publicKey = token.generateKey("edwards", KeyAlgorithm.ED25519).publicKey().getEncoded();
      assertEquals(KeyAlgorithm.ES256, token.generateKey("p256").algorithm());
    }
    try (Token token = Token.open(config)) {
      SigningKey edwards = token.key("edwards");
      assertArrayEquals(publicKey, edwards.publicKey().getEncoded());
      assertTrue(verifies(edwards, edwards.sign(MESSAGE)));
      SigningKey p256 = token.key("p256");
      assertTrue(SignatureCheck.of(p256.publicKey()).verifies(MESSAGE, p256.sign(MESSAGE)));
      assertEquals(
          List.of("edwards", "p256"), token.keys().stream().map(KeyInfo::label).sorted().toList());
    }
  }

  @Test
  void auditSaysAllThatIsAsked() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      KeyAudit audit = key.audit();
      assertEquals(List.of(), audit.objections());
      assertEquals(List.of(), audit.deviations());
      assertEquals("EC_EDWARDS", audit.keyType());
      assertEquals("Ed25519", audit.curve());
      assertEquals("CKM_EC_EDWARDS_KEY_PAIR_GEN", audit.generationMechanism());
      String sha256 = KeyInventory.sha256(key.publicKey().getEncoded());
      assertEquals(sha256, audit.publicKeySha256());
      assertEquals("01" + sha256.substring(0, 30), audit.id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x162, 1, is extractable", // CKA_EXTRACTABLE
    "0x103, 0, is not sensitive", // CKA_SENSITIVE
    "0x10C, 1, may do more than sign", // CKA_DERIVE
    "0x105, 1, may do more than sign", // CKA_DECRYPT
    "0x107, 1, may do more than sign", // CKA_UNWRAP
    "0x108, 0, may not sign", // CKA_SIGN
    "0x2, 0, is not private" // CKA_PRIVATE
  })
  void keyWithAWrongAttributeIsRefused(String attribute, int value, String objection)
      throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      generate(token, "k", Long.decode(attribute), value == 1);
      TokenException e = assertThrows(TokenException.class, () -> token.key("k"));
      assertEquals(Fault.KEY_NOT_TRUSTED, e.fault());
      assertTrue(e.getMessage().contains(objection), e.getMessage());
    }
  }

  @Test
  void keyWithoutOrWithTwoPublicHalvesIsRefused() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      generate(token, "k", 0, true);
      generate(token, "other", 0, true);
      assertRefused(token, "k", "share"); // both private keys have the id 010203
      TestKeys.destroyAll(token, "other");
      onToken(
          token,
          (cryptoki, session) -> {
            for (long half : new KeyInventory(cryptoki, session).labelled(2, "k")) {
              cryptoki.destroy(session, half);
            }
            return true;
          });
      assertRefused(token, "k", "has no public key");
    }
  }

  private static void assertRefused(Token token, String label, String why) {
    TokenException e = assertThrows(TokenException.class, () -> token.key(label));
    assertEquals(Fault.KEY_NOT_TRUSTED, e.fault());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void wrongSignatureIsNeverReleased() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      module.spoilSignatures();
      TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertEquals(Fault.BAD_SIGNATURE, e.fault());
    }
  }

  @Test
  void sessionsClosedByOtherCodeAreReplaced() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      key.sign(MESSAGE);
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
      assertTrue(verifies(key, key.sign(MESSAGE)));
    }
  }

  @Test
  void signatureThatFailsOnceIsMadeOverANewLink() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      AtomicInteger calls = module.fail(Function.SIGN, FaultyModule.DEVICE_ERROR, 1);
      assertTrue(verifies(key, key.sign(MESSAGE)));
      assertTrue(calls.get() > 1);
    }
  }

  @Test
  void keyThatWasReplacedUnderItsLabelIsNotUsed() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      TestKeys.destroyAll(token, "k");
      try (Token other = Token.open(config)) {
        other.generateKey("k", KeyAlgorithm.ED25519);
      }
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
      TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertEquals(Fault.KEY_NOT_TRUSTED, e.fault());
    }
  }

  @Test
  void manyThreadsSignInAFewSessions() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SigningKey key = token.generateKey("k", KeyAlgorithm.ED25519);
      AtomicInteger opened = module.count(Function.OPEN_SESSION);
      var results = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 200; i++) {
        results.add(threads.submit(() -> verifies(key, key.sign(MESSAGE))));
      }
      for (Future<Boolean> result : results) {
        assertTrue(result.get());
      }
      assertTrue(opened.get() <= 4, () -> opened + " sessions"); // as many as calls at one time
    }
  }

  @Test
  void failedGenerationLeavesNothing() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule()) {
      module.replace(
          Function.GENERATE_KEY_PAIR,
          (real, a) -> real.call(a) == 0 ? FaultyModule.DEVICE_ERROR : 0);
      assertThrows(TokenException.class, () -> token.generateKey("k", KeyAlgorithm.ED25519));
      assertEquals(List.of(), token.keys());
    }
  }

  @Test
  void labelIsUsedOnce() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      token.generateKey("k", KeyAlgorithm.ED25519);
      for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
        TokenException e =
            assertThrows(TokenException.class, () -> token.generateKey("k", algorithm));
        assertEquals(Fault.ALREADY_EXISTS, e.fault());
      }
    }
  }

  @Test
  void tokenThatCannotSaysSo() throws Exception {
    try (Token token = Token.open(TestModule.NSS.config())) {
      TokenException e =
          assertThrows(
              TokenException.class,
              () -> token.generateKey(TestModule.newKey(), KeyAlgorithm.ED25519));
      assertEquals(Fault.MECHANISM_MISSING, e.fault());
    }
  }

  @Test
  void pointIsReadInAllItsSpellings() throws Exception {
    // RFC 8032, 7.1: the key of test 2.
    String point = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    for (String head : List.of("", "0420", "032100")) {
      EdECPublicKey key = EdwardsPoint.parse(HexFormat.of().parseHex(head + point)).orElseThrow();
      assertEquals(point, HexFormat.of().formatHex(EdwardsPoint.bytes(key)));
    }
    for (String wrong : List.of("", "0420", "0421" + point, point + "00", "0320" + point)) {
      assertTrue(EdwardsPoint.parse(HexFormat.of().parseHex(wrong)).isEmpty(), wrong);
    }
  }

  @Test
  void pointOfSmallOrderIsNoKey() {
    EdECPublicKey identity =
        EdwardsPoint.parse(HexFormat.of().parseHex("01" + "00".repeat(31))).orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> new Ed25519Check(identity));
  }

  /** Makes a key on the token with the id 010203 and one attribute other than we would set. */
  private static void generate(Token token, String label, long attribute, boolean value)
      throws Exception {
    byte[] id = {1, 2, 3};
    var privateKey =
        Stream.concat(
                Stream.of(
                        Attribute.flag(Attribute.CKA_TOKEN, true),
                        Attribute.flag(Attribute.CKA_PRIVATE, true),
                        Attribute.flag(Attribute.CKA_SENSITIVE, true),
                        Attribute.flag(Attribute.CKA_EXTRACTABLE, false),
                        Attribute.flag(Attribute.CKA_SIGN, true),
                        Attribute.flag(Attribute.CKA_SIGN_RECOVER, false),
                        Attribute.flag(Attribute.CKA_DECRYPT, false),
                        Attribute.flag(Attribute.CKA_UNWRAP, false),
                        Attribute.flag(Attribute.CKA_DERIVE, false),
                        Attribute.of(Attribute.CKA_ID, id),
                        Attribute.text(Attribute.CKA_LABEL, label))
                    .filter(one -> one.type() != attribute),
                attribute == 0
                    ? Stream.<Attribute>of()
                    : Stream.of(Attribute.flag(attribute, value)))
            .toArray(Attribute[]::new);
    onToken(
        token,
        (cryptoki, session) -> {
          cryptoki.generateKeyPair(
              session,
              EdwardsKeys.CKM_EC_EDWARDS_KEY_PAIR_GEN,
              new Attribute[] {
                Attribute.of(Attribute.CKA_EC_PARAMS, HexFormat.of().parseHex(EdwardsPoint.NAMED)),
                Attribute.flag(Attribute.CKA_TOKEN, true),
                Attribute.flag(Attribute.CKA_PRIVATE, false),
                Attribute.of(Attribute.CKA_ID, id),
                Attribute.text(Attribute.CKA_LABEL, label)
              },
              privateKey);
          return true;
        });
  }

  private static void onToken(Token token, Connection.SessionUse<Boolean> use) throws Exception {
    Cryptoki cryptoki = Cryptoki.load(SoftHsm.MODULE, "");
    long session = cryptoki.openSession(token.info().slot(), true);
    try {
      use.use(cryptoki, session);
    } finally {
      cryptoki.closeSession(session);
    }
  }

  private static boolean verifies(SigningKey key, byte[] signature) throws Exception {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key.publicKey());
    verifier.update(MESSAGE);
    try {
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      return false;
    }
  }
}
