package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.astragal.hsm.FaultyModule.Function;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: only a key that was made on the token for signing and cannot leave it is handed out. */
final class KeyTrustTest {
  private static final String GOOD =
      "CKA_PRIVATE = true\nCKA_SENSITIVE = true\nCKA_EXTRACTABLE = false\nCKA_SIGN = true\n"
          + "CKA_SIGN_RECOVER = false\nCKA_DECRYPT = false\nCKA_UNWRAP = false\nCKA_DERIVE = false";

  @Test
  void keyOfAnotherProgramWithTheRightAttributesIsAccepted() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      TestKeys.generate(config, token, "k", "secp256r1", GOOD);
      assertTrue(token.key("k").audit().trusted());
    }
  }

  @Test
  void importedKeyIsRefused() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      TestKeys.importKey(config, token, "k");
      TokenException e = refusal(token, "k");
      assertTrue(e.getMessage().contains("was not generated on this token"), e.getMessage());
      KeyAudit audit = token.keys().getFirst().audit();
      assertFalse(audit.trusted());
      assertFalse(audit.local());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CKA_EXTRACTABLE, true, is extractable",
    "CKA_SENSITIVE, false, is not sensitive",
    "CKA_DERIVE, true, may do more than sign",
    "CKA_DECRYPT, true, may do more than sign",
    "CKA_UNWRAP, true, may do more than sign",
    "CKA_SIGN_RECOVER, true, may do more than sign",
    "CKA_PRIVATE, false, is not private"
  })
  void keyWithAWrongAttributeIsRefused(String attribute, String value, String objection)
      throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      String wrong = GOOD.replaceFirst(attribute + " = \\w+", attribute + " = " + value);
      TestKeys.generate(config, token, "k", "secp256r1", wrong);
      TokenException e = refusal(token, "k");
      assertTrue(e.getMessage().contains(objection), e.getMessage());
    }
  }

  @Test
  void keyOnAnotherCurveIsRefused() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      TestKeys.generate(config, token, "k", "secp384r1", GOOD);
      TokenException e = refusal(token, "k");
      assertTrue(e.getMessage().contains("is neither an EC key on P-256"), e.getMessage());
    }
  }

  @Test
  void twoKeysOfOneLabelAreRefused() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      SigningKey first = token.generateKey("k");
      TestKeys.generateWithoutCertificate(config, token, "k");
      TokenException e = refusal(token, "k");
      assertTrue(e.getMessage().contains("2 keys on the token share the label k"), e.getMessage());
      first.sign(new byte[] {1}); // it was found while it was alone, and is known by its public key
    }
  }

  @Test
  void certificateThatLeadsToAnotherKeyIsRefused() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      token.generateKey("k");
      // Same label on another key and certificate: setKeyEntry of another program.
      TestKeys.generate(config, token, "other", "secp256r1", GOOD);
      relabel(token, "other", "k");
      refusal(token, "k");
    }
  }

  @Test
  void keyWithoutACertificateIsRefused() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      TestKeys.generateWithoutCertificate(config, token, "k");
      TokenException e = refusal(token, "k");
      assertTrue(e.getMessage().contains("has no certificate"), e.getMessage());
      assertEquals(
          Fault.ALREADY_EXISTS,
          assertThrows(TokenException.class, () -> token.generateKey("k")).fault());
    }
  }

  @Test
  void fullTokenIsSaidToBeFullAndNothingIsLeftOnIt() throws Exception {
    for (Function full : List.of(Function.GENERATE_KEY_PAIR, Function.CREATE_OBJECT)) {
      try (Token token = Token.open(SoftHsm.newToken())) {
        try (var module = new FaultyModule()) {
          module.failAlways(full, FaultyModule.DEVICE_MEMORY);
          TokenException e = assertThrows(TokenException.class, () -> token.generateKey("k"));
          assertEquals(Fault.TOKEN_FULL, e.fault(), full.name());
        }
        assertEquals(List.of(), token.keys());
        token.generateKey("k").sign(new byte[] {1});
      }
    }
  }

  @Test
  void tokenThatKeepsItsIdsGivesAKeyWithARandomId() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      module.failAlways(Function.SET_ATTRIBUTE_VALUE, 0x1B); // CKR_ACTION_PROHIBITED
      SigningKey key = token.generateKey("k");
      assertTrue(key.audit().id().matches("01[0-9a-f]{30}"), key.audit().id());
      key.sign(new byte[] {1});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " k", "k k", "ä", "-k", "k\n", "k\"", "${k}"})
  void labelThatCouldBeMisreadIsNotGiven(String label) throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      assertThrows(IllegalArgumentException.class, () -> token.generateKey(label));
    }
  }

  @Test
  void eachFlagOfTheAuditAloneIsEnoughForAnObjection() {
    KeyAudit good = audit(_ -> true, "EC", "P-256", "CKM_EC_KEY_PAIR_GEN", "00");
    assertEquals(List.of(), good.objections());
    for (int i = 0; i < 11; i++) {
      int wrong = i;
      KeyAudit bad = audit(flag -> flag != wrong, "EC", "P-256", "CKM_EC_KEY_PAIR_GEN", "00");
      assertEquals(1, bad.objections().size(), "flag " + i);
    }
    assertFalse(audit(_ -> true, "0x0", "P-256", "CKM_EC_KEY_PAIR_GEN", "00").trusted());
    assertFalse(audit(_ -> true, "EC", "", "CKM_EC_KEY_PAIR_GEN", "00").trusted());
    assertFalse(audit(_ -> true, "EC", "P-256", "none", "00").trusted());
    assertFalse(audit(_ -> true, "EC", "P-256", "CKM_EC_KEY_PAIR_GEN", "").trusted());
  }

  /** An audit whose flag of a number has the right value where the predicate holds. */
  private static KeyAudit audit(
      Predicate<Integer> right, String type, String curve, String mechanism, String sha) {
    return new KeyAudit(
        "k",
        "01",
        type,
        curve,
        right.test(0),
        right.test(1),
        right.test(2),
        right.test(3),
        !right.test(4),
        right.test(5),
        right.test(6),
        mechanism,
        right.test(7),
        !right.test(8),
        !right.test(9),
        !right.test(10),
        false,
        sha,
        List.of());
  }

  private static TokenException refusal(Token token, String label) {
    TokenException e = assertThrows(TokenException.class, () -> token.key(label));
    assertEquals(Fault.KEY_NOT_TRUSTED, e.fault(), e.getMessage());
    return e;
  }

  private static void relabel(Token token, String from, String to) throws Exception {
    Cryptoki cryptoki = Cryptoki.load(SoftHsm.MODULE, "");
    long session = cryptoki.openSession(token.info().slot(), true);
    for (long object :
        cryptoki.find(
            session,
            Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_CERTIFICATE),
            Attribute.text(Attribute.CKA_LABEL, from))) {
      cryptoki.setAttribute(session, object, Attribute.text(Attribute.CKA_LABEL, to));
    }
    cryptoki.closeSession(session);
  }
}
