package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;

/** Goal: a token is found by its label, makes keys that never leave it, signs and gives noise. */
final class TokenTest {
  private static final byte[] MESSAGE = "a checkpoint".getBytes(StandardCharsets.UTF_8);

  @Test
  void tokenIsFoundByItsLabelWhateverSlotItIsIn() throws Exception {
    SoftHsm.newToken();
    TokenConfig config = SoftHsm.newToken();
    SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      assertEquals(SoftHsm.label(config), token.info().label());
      assertFalse(token.info().serial().isBlank());
    }
  }

  @Test
  void unknownLabelIsRefusedAndTheMessageNamesTheLabelsSeen() throws Exception {
    TokenConfig other = SoftHsm.newToken();
    TokenException e = refusal(Fault.TOKEN_NOT_FOUND, SoftHsm.config("nobody", "1234"));
    assertTrue(e.getMessage().contains("nobody"), e.getMessage());
    assertTrue(e.getMessage().contains(SoftHsm.label(other)), e.getMessage());
  }

  @Test
  void missingModuleIsRefused() throws Exception {
    var config =
        new TokenConfig(
            Path.of("/nowhere/libno.so"), "x", SoftHsm.pinFile("1234"), SoftHsm.TIMEOUT);
    TokenException e = refusal(Fault.MODULE_MISSING, config);
    assertTrue(e.getMessage().contains("softhsm2"), e.getMessage());
  }

  @Test
  void fileThatIsNoLibraryIsRefused() throws Exception {
    Path text = SoftHsm.pinFile("not a library");
    refusal(Fault.MODULE_MISSING, new TokenConfig(text, "x", text, SoftHsm.TIMEOUT));
  }

  @Test
  void generatedKeySignsAndPlainJcaVerifies() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      SigningKey key = token.generateKey("astragal:outcomes:test:2026-1");
      byte[] signature = key.sign(MESSAGE);
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key.publicKey());
      verifier.update(MESSAGE);
      assertTrue(verifier.verify(signature));
      assertEquals(0x30, signature[0]); // DER
    }
  }

  @Test
  void generatedKeyIsFoundAgainByAnotherTokenObject() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    byte[] publicKey;
    try (Token token = Token.open(config)) {
      publicKey = token.generateKey("k").publicKey().getEncoded();
    }
    try (Token token = Token.open(config)) {
      assertArrayEquals(publicKey, token.key("k").publicKey().getEncoded());
    }
  }

  @Test
  void keyMadeElsewhereMeanwhileIsFoundWithoutReopening() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token appliance = Token.open(config);
        Token officer = Token.open(config)) {
      SigningKey old = appliance.generateKey("k-1");
      officer.generateKey("k-2");
      appliance.key("k-2").sign(MESSAGE);
      old.sign(MESSAGE);
    }
  }

  @Test
  void auditOfAGeneratedKeySaysAllThatIsAskedFor() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k");
      String sha = KeyInventory.sha256(key.publicKey().getEncoded());
      assertEquals(
          new KeyAudit(
              "k",
              "01" + sha.substring(0, 30),
              "EC",
              "P-256",
              true,
              true,
              true,
              true,
              false,
              true,
              true,
              "CKM_EC_KEY_PAIR_GEN",
              true,
              false,
              false,
              false,
              false,
              sha,
              List.of()),
          key.audit());
      assertEquals(List.of(), key.audit().objections());
      assertEquals(List.of(new KeyInfo("k", key.audit().id(), key.audit())), token.keys());
      assertArrayEquals(
          HexFormat.of().parseHex(key.audit().id()), KeyInventory.idOf(key.publicKey()));
    }
  }

  @Test
  void twoKeysOfDifferentLabelsSignEachWithItsOwn() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey one = token.generateKey("k-1");
      SigningKey two = token.generateKey("k-2");
      assertNotEquals(one.publicKey(), two.publicKey());
      one.sign(MESSAGE); // verified before it is released
      two.sign(MESSAGE);
      assertEquals(2, token.keys().size());
    }
  }

  @Test
  void labelInUseIsNotGivenASecondTime() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      byte[] first = token.generateKey("k").publicKey().getEncoded();
      TokenException e = assertThrows(TokenException.class, () -> token.generateKey("k"));
      assertEquals(Fault.ALREADY_EXISTS, e.fault());
      assertArrayEquals(first, token.key("k").publicKey().getEncoded());
    }
  }

  @Test
  void unknownKeyIsNotFound() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      TokenException e = assertThrows(TokenException.class, () -> token.key("nobody"));
      assertEquals(Fault.KEY_NOT_FOUND, e.fault());
    }
  }

  @Test
  void randomFillsTheWholeArrayAcrossBlocks() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      byte[] out = new byte[2 * Link.BLOCK_BYTES + 33];
      token.random(out);
      // A run of 16 zeros in 8 kB of noise has a chance of about 2^-115.
      for (int at = 0; at + 16 <= out.length; at++) {
        assertFalse(Arrays.equals(out, at, at + 16, new byte[16], 0, 16), "zeros at " + at);
      }
      byte[] again = new byte[out.length];
      token.random(again);
      assertFalse(Arrays.equals(out, again));
      token.random(new byte[0]);
    }
  }

  @Test
  void closedTokenRefusesEverything() throws Exception {
    Token token = Token.open(SoftHsm.newToken());
    SigningKey key = token.generateKey("k");
    token.close();
    token.close();
    assertThrows(IllegalStateException.class, () -> key.sign(MESSAGE));
    assertThrows(IllegalStateException.class, () -> token.random(new byte[8]));
  }

  private static TokenException refusal(Fault fault, TokenConfig config) {
    TokenException e = assertThrows(TokenException.class, () -> Token.open(config).close());
    assertEquals(fault, e.fault(), e.getMessage());
    return e;
  }
}
