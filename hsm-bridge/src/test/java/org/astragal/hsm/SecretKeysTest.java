package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;

/** Goal: a token makes keys that nobody else can make, from a secret that never leaves it. */
final class SecretKeysTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theSameKeyAndContextGiveTheSameBytesAndNothingElseDoes() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    byte[] derived;
    try (Token token = Token.open(config)) {
      token.generateSecretKey("thresholds");
      derived = token.derive("thresholds", bytes("a"));
      assertEquals(32, derived.length);
      assertFalse(Arrays.equals(derived, token.derive("thresholds", bytes("b"))));
      token.generateSecretKey("others");
      assertFalse(Arrays.equals(derived, token.derive("others", bytes("a"))));
      assertThrows(TokenException.class, () -> token.generateSecretKey("thresholds"));
      // It is none of the keys that sign.
      assertEquals(0, token.keys().size());
    }
    try (Token token = Token.open(config)) {
      assertArrayEquals(derived, token.derive("thresholds", bytes("a")));
      assertEquals(
          Fault.KEY_NOT_FOUND,
          assertThrows(TokenException.class, () -> token.derive("nobody", bytes("a"))).fault());
    }
  }

  @Test
  void aKeyThatSomebodyBroughtInIsNotTrusted() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      Connection.open(config)
          .withSession(
              true,
              (cryptoki, session) -> {
                cryptoki.create(
                    session,
                    Attribute.number(Attribute.CKA_CLASS, Attribute.CKO_SECRET_KEY),
                    Attribute.number(Attribute.CKA_KEY_TYPE, Attribute.CKK_GENERIC_SECRET),
                    Attribute.of(Attribute.CKA_VALUE, new byte[32]),
                    Attribute.flag(Attribute.CKA_TOKEN, true),
                    Attribute.flag(Attribute.CKA_PRIVATE, true),
                    Attribute.flag(Attribute.CKA_SENSITIVE, true),
                    Attribute.flag(Attribute.CKA_EXTRACTABLE, false),
                    Attribute.flag(Attribute.CKA_SIGN, true),
                    Attribute.text(Attribute.CKA_LABEL, "brought"));
                return true;
              });
      assertEquals(
          Fault.KEY_NOT_TRUSTED,
          assertThrows(TokenException.class, () -> token.derive("brought", bytes("a"))).fault());
    }
  }
}
