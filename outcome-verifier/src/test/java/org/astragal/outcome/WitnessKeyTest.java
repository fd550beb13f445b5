package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a cosignature is the one of C2SP, to the bit. The known answer is the checkpoint that
 * c2sp.org/tlog-cosignature shows, cosigned with the key of RFC 8032, 7.1 test 1 by the Python
 * package cryptography 48.0.0.
 */
final class WitnessKeyTest {
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String VKEY =
      "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
  private static final Instant AT = Instant.ofEpochSecond(1_679_315_147L);
  private static final String TEXT =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  private static final String LINE =
      "— witness.example.com/w1"
          + " fm9KqgAAAABkGFDL+TPmh4BYuAjsYRoqMJCWb/gWJaeRF/kmm5tlCr9sJ57DLErur7K0yDXc2ArN+TIuotuB/HbuL3AJsp3bv/aNCQ==\n";

  @Test
  @Tag("TLOG-COSIGNATURE")
  void knownAnswerIsVerifiedAndMadeAgain() throws Exception {
    WitnessKey key = WitnessKey.parse(VKEY);
    assertEquals(VKEY, key.vkey());
    assertEquals(Optional.of(AT), key.cosignedAt(note(TEXT, LINE)));
    assertEquals(LINE, key.line(AT, sign(WitnessKey.message(TEXT, AT))).line());
  }

  @Test
  void everyChangedBitOfTheSignatureIsSeen() throws Exception {
    WitnessKey key = WitnessKey.parse(VKEY);
    byte[] timed = note(TEXT, LINE).signatures().getFirst().signature();
    for (int bit = 0; bit < timed.length * 8; bit++) {
      byte[] changed = timed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      var line = new NoteSignature(key.name(), 0x7e6f4aaa, changed);
      assertEquals(
          Optional.empty(), key.cosignedAt(SignedNote.of(TEXT, List.of(line))), "bit " + bit);
    }
  }

  @Test
  void anotherTextOrAnotherWitnessIsNotCosigned() throws Exception {
    WitnessKey key = WitnessKey.parse(VKEY);
    assertEquals(Optional.empty(), key.cosignedAt(note(TEXT.replace("163", "164"), LINE)));
    WitnessKey other = WitnessKey.parse(vkeyAs("witness.example.com/w2"));
    assertNotEquals(key, other);
    assertEquals(Optional.empty(), other.cosignedAt(note(TEXT, LINE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "witness.example.com/w1",
        "witness.example.com/w1+7e6f4aab+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        "witness.example.com/w2+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        "witness.example.com/w1+7e6f4aaa+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv",
        "witness example+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
      })
  void whatIsNotAWitnessKeyIsRefused(String vkey) {
    var refusal = assertThrows(NoteException.class, () -> WitnessKey.parse(vkey));
    assertEquals(NoteException.Fault.VERIFIER_KEY, refusal.fault());
  }

  @Test
  void keyOfALogIsNoWitnessKey() throws Exception {
    String vkey = TestLog.Signer.create("example.com/log").key().vkey();
    assertThrows(NoteException.class, () -> WitnessKey.parse(vkey));
  }

  private static String vkeyAs(String name) throws Exception {
    var publicKey =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new java.security.spec.X509EncodedKeySpec(
                    HexFormat.of()
                        .parseHex(
                            "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a"
                                + "0ee172f3daa62325af021a68f707511a")));
    return WitnessKey.of(name, publicKey).vkey();
  }

  private static SignedNote note(String text, String lines) throws NoteException {
    return SignedNote.parse((text + "\n" + lines).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sign(byte[] message) throws GeneralSecurityException {
    var key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(
                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, HexFormat.of().parseHex(SEED)));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }
}
