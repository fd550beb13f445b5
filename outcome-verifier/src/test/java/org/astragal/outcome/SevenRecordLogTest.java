package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what other programs accepted as a log of seven records is accepted here, bit for bit. */
final class SevenRecordLogTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 6})
  void receiptsThatOtherProgramsAcceptedAreIntact(int index) throws Exception {
    byte[] record = resource("record-" + index + ".json");
    Receipt receipt = Receipt.parse(resource("record-" + index + ".tlog-proof"));
    var verifier = new OutcomeVerifier(policy());
    var intact =
        assertInstanceOf(SealVerdict.Intact.class, verifier.verifySealOnly(record, receipt));
    assertEquals(index, intact.index());
    assertEquals(7, intact.checkpoint().size());
    assertEquals("rng1.example.com/outcomes/2026", intact.checkpoint().origin());
    assertEquals(vkey(), intact.key().vkey());
    assertArrayEquals(record, receipt.extra().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 6})
  void receiptsAreWrittenBackByteForByte(int index) throws Exception {
    byte[] file = resource("record-" + index + ".tlog-proof");
    assertArrayEquals(file, Receipt.parse(file).text().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void recordUnderTheReceiptOfAnotherIsBroken() throws Exception {
    Receipt receipt = Receipt.parse(resource("record-0.tlog-proof"));
    var verdict = new OutcomeVerifier(policy()).verifySealOnly(resource("record-1.json"), receipt);
    assertEquals(
        Reason.ROOT_MISMATCH, assertInstanceOf(SealVerdict.Broken.class, verdict).reason());
  }

  @Test
  void recordOfTheOlderFormIsRefusedAsARecord() throws Exception {
    byte[] record = resource("record-0.json");
    assertThrows(RecordException.class, () -> OutcomeRecord.parse(record));
  }

  @Test
  void checkpointIsTheNoteOfTheReceipts() throws Exception {
    SignedNote note = SignedNote.parse(resource("checkpoint"));
    assertEquals(note, Receipt.parse(resource("record-6.tlog-proof")).checkpoint());
    assertEquals(note, SignedNote.of(note.text(), note.signatures()));
    assertEquals(note.text(), Checkpoint.parse(note.text()).text());
  }

  @ParameterizedTest
  @CsvSource({
    "1, ndcPntseT6kYyunzWVz+WSiNrXHQ4PUijxCLL3sgFqk=",
    "2, jmY4Tf7ugcDhumszewJrKh2KqSKSRiDRko2jTFmJwB0=",
    "3, xVt5n0leCIvGXbuizdQRo/rGv+ss5xQGTfYp8IDHWYs=",
    "7, 20SckJJzVb0ePKIVZNI/Z4AZRcWatz07PXroThw9160=",
  })
  void rootsOfTheFirstRecordsAreThePublishedOnes(int size, String root) throws Exception {
    var range = new CompactRange();
    for (int i = 0; i < size; i++) {
      range.append(leaf(i));
    }
    assertEquals(root, range.root().base64());
  }

  /** Records 2 and 4 are not in the set; their leaves are the siblings of records 3 and 5. */
  private static Hash leaf(int index) throws Exception {
    return switch (index) {
      case 2, 4 -> {
        Receipt next = Receipt.parse(resource("record-" + (index + 1) + ".tlog-proof"));
        yield next.path().getFirst();
      }
      default -> Hash.leaf(resource("record-" + index + ".json"));
    };
  }

  @Test
  void verifierKeyIsWrittenBackAsItWas() throws Exception {
    VerifierKey key = VerifierKey.parse(vkey());
    assertEquals(vkey(), key.vkey());
    assertEquals(0x5e25dba4, key.keyId());
    assertArrayEquals(resource("pub.der"), key.publicKey().getEncoded());
    PublicKey platform = key.publicKey();
    assertEquals(key, VerifierKey.of(key.name(), assertInstanceOf(ECPublicKey.class, platform)));
  }

  @Test
  void jsonWebKeyIsTheOneOfTheKeySet() throws Exception {
    Json.Obj set = assertInstanceOf(Json.Obj.class, Json.parse(resource("jwks.json")));
    VerifierKey key = VerifierKey.parse(vkey());
    assertEquals(set.arr("keys").getFirst(), key.jwk());
    assertEquals("SZnTMNIBcAm_XmTrybGqEE962_JD5PbZL39vI8xJ7Nc", key.kid());
    assertTrue(key.jwk().find("d").isEmpty());
  }

  private static String vkey() throws IOException {
    return new String(resource("vkey"), StandardCharsets.US_ASCII).strip();
  }

  private static Policy policy() throws Exception {
    return Policy.parse("log " + vkey() + "\nquorum none\n");
  }

  static byte[] resource(String name) throws IOException {
    try (var in = SevenRecordLogTest.class.getResourceAsStream("tlog-7/" + name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return in.readAllBytes();
    }
  }
}
