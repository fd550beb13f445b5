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
  void onlyTheSameKeyAndContextOpenWhatWasSealed() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    byte[] secret = bytes("a threshold");
    byte[] sealed;
    try (Token token = Token.open(config)) {
      token.generateSecretKey("thresholds");
      sealed = token.seal("thresholds", bytes("a"), secret);
      assertFalse(Arrays.equals(sealed, token.seal("thresholds", bytes("a"), secret)));
      token.generateSecretKey("others");
      assertThrows(TokenException.class, () -> token.generateSecretKey("thresholds"));
      assertEquals(Fault.BAD_SIGNATURE, refusal(token, "thresholds", "b", sealed));
      assertEquals(Fault.BAD_SIGNATURE, refusal(token, "others", "a", sealed));
      byte[] changed = sealed.clone();
      changed[changed.length - 1] ^= 1;
      assertEquals(Fault.BAD_SIGNATURE, refusal(token, "thresholds", "a", changed));
      assertEquals(Fault.BAD_SIGNATURE, refusal(token, "thresholds", "a", new byte[3]));
      assertEquals(Fault.KEY_NOT_FOUND, refusal(token, "nobody", "a", sealed));
      // It is none of the keys that sign.
      assertEquals(0, token.keys().size());
    }
    try (Token token = Token.open(config)) {
      assertArrayEquals(secret, token.unseal("thresholds", bytes("a"), sealed));
    }
  }

  private static Fault refusal(Token token, String label, String context, byte[] sealed) {
    return assertThrows(TokenException.class, () -> token.unseal(label, bytes(context), sealed))
        .fault();
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
          assertThrows(
                  TokenException.class,
                  () -> token.seal("brought", bytes("a"), bytes("a threshold")))
              .fault());
    }
  }
}
