package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: every module does the same, or the audit says what it does not vouch for. */
final class ModulesTest {
  private static final byte[] MESSAGE = "a checkpoint".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @MethodSource("org.astragal.hsm.TestModule#all")
  void keyIsGeneratedFoundAgainAndSigns(TestModule module) throws Exception {
    TokenConfig config = module.config();
    String label = TestModule.newKey();
    byte[] publicKey;
    try (Token token = Token.open(config)) {
      publicKey = token.generateKey(label).publicKey().getEncoded();
    }
    try (Token token = Token.open(config)) {
      SigningKey key = token.key(label);
      assertArrayEquals(publicKey, key.publicKey().getEncoded());
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key.publicKey());
      verifier.update(MESSAGE);
      assertTrue(verifier.verify(key.sign(MESSAGE)));
    }
  }

  @ParameterizedTest
  @MethodSource("org.astragal.hsm.TestModule#all")
  void randomNumbersAreFresh(TestModule module) throws Exception {
    try (Token token = Token.open(module.config())) {
      byte[] one = new byte[5_000];
      byte[] two = new byte[5_000];
      token.random(one);
      token.random(two);
      assertFalse(Arrays.equals(one, two));
      assertFalse(Arrays.equals(one, 4_900, 5_000, new byte[100], 0, 100));
    }
  }

  @ParameterizedTest
  @MethodSource("org.astragal.hsm.TestModule#all")
  void tokenIsFoundByItsSerialNumberToo(TestModule module) throws Exception {
    TokenConfig config = module.config();
    TokenInfo info;
    try (Token token = Token.open(config)) {
      info = token.info();
    }
    var bySerial =
        new TokenConfig(
            config.module(),
            config.moduleArguments(),
            new TokenName(config.token().label(), Optional.of(info.serial())),
            config.pin(),
            config.callTimeout(),
            config.allowedDeviations());
    try (Token token = Token.open(bySerial)) {
      assertEquals(info, token.info());
    }
  }

  @ParameterizedTest
  @MethodSource("org.astragal.hsm.TestModule#all")
  void auditNamesWhatTheModuleDoesNotVouchFor(TestModule module) throws Exception {
    try (Token token = Token.open(module.config())) {
      KeyAudit audit = token.generateKey(TestModule.newKey()).audit();
      assertEquals(
          module == TestModule.NSS
              ? List.of(KeyDeviation.LOCAL, KeyDeviation.GENERATION_MECHANISM)
              : List.of(),
          audit.deviations());
      assertTrue(audit.trusted());
    }
  }

  @Test
  void deviationThatIsNotAllowedIsAnObjection() throws Exception {
    TokenConfig config = TestModule.NSS.config();
    String label = TestModule.newKey();
    try (Token token = Token.open(config)) {
      token.generateKey(label);
    }
    for (Set<KeyDeviation> allowed :
        List.of(Set.<KeyDeviation>of(), Set.of(KeyDeviation.GENERATION_MECHANISM))) {
      var strict =
          new TokenConfig(
              config.module(),
              config.moduleArguments(),
              config.token(),
              config.pin(),
              config.callTimeout(),
              allowed);
      try (Token token = Token.open(strict)) {
        TokenException e = assertThrows(TokenException.class, () -> token.key(label));
        assertEquals(Fault.KEY_NOT_TRUSTED, e.fault());
        assertTrue(e.getMessage().contains("was not generated on this token"), e.getMessage());
      }
    }
  }

  @Test
  void deviationIsPublishedOnlyWhereTheKeyNeedsIt() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    var lenient =
        new TokenConfig(
            config.module(),
            "",
            config.token(),
            config.pin(),
            config.callTimeout(),
            Set.of(KeyDeviation.values()));
    try (Token token = Token.open(lenient)) {
      assertEquals(List.of(), token.generateKey("good").audit().deviations());
      TestKeys.importKey(config, token, "imported");
      TokenException e = assertThrows(TokenException.class, () -> token.key("imported"));
      // What a key may do now cannot be allowed.
      assertFalse(e.getMessage().contains("was not generated"), e.getMessage());
    }
  }
}
