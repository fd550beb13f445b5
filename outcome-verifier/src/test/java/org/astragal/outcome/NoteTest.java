package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.astragal.outcome.NoteException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: checkpoints, notes, receipts and keys have one spelling each; all others are refused. */
final class NoteTest {
  private static final String ROOT = Hash.EMPTY_ROOT.base64();
  private static final String TEXT = "example.com/log\n7\n" + ROOT + "\n";
  private static final NoteSignature SIGNATURE =
      new NoteSignature("example.com/log", 0xfedcba98, new byte[] {1, 2, 3});

  @Test
  void checkpointIsReadBackAsWritten() throws NoteException {
    var checkpoint = new Checkpoint("example.com/log", 7, Hash.EMPTY_ROOT);
    assertEquals(TEXT, checkpoint.text());
    assertEquals(checkpoint, Checkpoint.parse(TEXT));
    var largest = new Checkpoint("x", Long.MAX_VALUE, Hash.EMPTY_ROOT);
    assertEquals(largest, Checkpoint.parse(largest.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "log\n7\nROOT",
        "log\n7\nROOT\nextension\n",
        "log\n7\nROOT\n\n",
        "\n7\nROOT\n",
        "lo g\n7\nROOT\n",
        "lo+g\n7\nROOT\n",
        "lo\"g\n7\nROOT\n",
        "lo\\g\n7\nROOT\n",
        "l\u00f6g\n7\nROOT\n",
        "log\n07\nROOT\n",
        "log\n-7\nROOT\n",
        "log\n+7\nROOT\n",
        "log\n7 \nROOT\n",
        "log\n9223372036854775808\nROOT\n",
        "log\n7\n\n",
        "log\n7\nROOT=\n",
        "log\n7\n ROOT\n",
        "log\r\n7\r\nROOT\r\n",
      })
  void textThatIsNotACheckpointIsRefused(String text) {
    String withRoot = text.replace("ROOT", ROOT);
    var refusal = assertThrows(NoteException.class, () -> Checkpoint.parse(withRoot));
    assertEquals(Fault.CHECKPOINT, refusal.fault());
  }

  @Test
  void checkpointOfAnotherSpellingOfItsRootIsRefused() {
    // The last character before the padding carries two bits that mean nothing.
    for (String other : List.of(ROOT.replace("U=", "V="), ROOT.replace("=", ""))) {
      assertFalse(other.equals(ROOT));
      String text = "log\n7\n" + other + "\n";
      assertThrows(NoteException.class, () -> Checkpoint.parse(text));
    }
  }

  @Test
  void originsAreTakenToTheirLimitAndNoFurther() {
    new Checkpoint("x".repeat(255), 0, Hash.EMPTY_ROOT);
    assertThrows(
        IllegalArgumentException.class, () -> new Checkpoint("x".repeat(256), 0, Hash.EMPTY_ROOT));
    assertThrows(IllegalArgumentException.class, () -> new Checkpoint("x", -1, Hash.EMPTY_ROOT));
  }

  @Test
  void noteIsReadBackAsWritten() throws NoteException {
    var foreign = new NoteSignature("w\u00eftness\"1", 0, new byte[100]);
    SignedNote note = SignedNote.of(TEXT, List.of(SIGNATURE, foreign));
    assertEquals(
        TEXT + "\n\u2014 example.com/log /ty6mAECAw==\n" + "\u2014 w\u00eftness\"1 " + base64(104),
        note.toString().strip());
    SignedNote read = SignedNote.parse(note.bytes());
    assertEquals(note, read);
    assertEquals(TEXT, read.text());
    assertEquals(List.of(SIGNATURE, foreign), read.signatures());
    assertEquals(0xfedcba98, read.signatures().getFirst().keyId());
    assertArrayEquals(new byte[] {1, 2, 3}, read.signatures().getFirst().signature());
  }

  @Test
  void textMayHoldEmptyLinesAndEndsAtTheLastOne() throws NoteException {
    SignedNote note = SignedNote.of("a\n\nb\n", List.of(SIGNATURE));
    assertEquals("a\n\nb\n", SignedNote.parse(note.bytes()).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text\n",
        "text\n\n",
        "text\n\n\u2014 k AAAAAQE=",
        "text\n\n\u2014 k AAAAAQE=\n\n",
        "text\n\n\u2014 k AAAAAQ==\n",
        "text\n\n\u2014 k AAAAAQF=\n",
        "text\n\n\u2014 k AAAAAQE\n",
        "text\n\n\u2014 k  AAAAAQE=\n",
        "text\n\n\u2014  k AAAAAQE=\n",
        "text\n\n\u2014 AAAAAQE=\n",
        "text\n\n- k AAAAAQE=\n",
        "text\n\n\u2014k AAAAAQE=\n",
        "text\n\n\u2014 k+1 AAAAAQE=\n",
        "text\n\n\u2014 k 1 AAAAAQE=\n",
        "text\n\n\u2014 k\u00a01 AAAAAQE=\n",
        "text\n\n\u2014 k\u20281 AAAAAQE=\n",
        "text\n\n\u2014 k AAAAAQE= \n",
        "text\n\n\u2014 k AAAAAQE=\nmore\n",
        "text\n\n\u2014 k AAAAAQE=\n\u2014 k AAAAAQI=\n",
        "text\n\n\u2014 k AAAA\u00c1QE=\n",
      })
  void linesThatAreNotSignaturesAreRefused(String text) {
    var refusal = assertThrows(NoteException.class, () -> SignedNote.parse(utf8(text)));
    assertEquals(Fault.SIGNATURE_LINE, refusal.fault());
  }

  @ParameterizedTest
  @ValueSource(strings = {"te\rxt", "te\txt", "te\u0000xt", "te\u007fxt", "te\u0085xt"})
  void controlCharactersAreRefused(String text) {
    byte[] bytes = utf8(text + "\n\n\u2014 k AAAAAQE=\n");
    assertEquals(
        Fault.ENCODING, assertThrows(NoteException.class, () -> SignedNote.parse(bytes)).fault());
  }

  @Test
  void notesAreReadToTheirLimitsAndNoFurther() throws NoteException {
    var signatures = new ArrayList<NoteSignature>();
    for (int i = 0; i < 16; i++) {
      signatures.add(new NoteSignature("k", i, new byte[] {1}));
    }
    assertEquals(16, SignedNote.of(TEXT, signatures).signatures().size());
    signatures.add(new NoteSignature("k", 16, new byte[] {1}));
    assertThrows(IllegalArgumentException.class, () -> SignedNote.of(TEXT, signatures));
    assertThrows(IllegalArgumentException.class, () -> SignedNote.of(TEXT, List.of()));

    int around = SignedNote.of("\n", List.of(SIGNATURE)).bytes().length;
    String longest = "x".repeat(SignedNote.MAX_BYTES - around) + "\n";
    byte[] bytes = SignedNote.of(longest, List.of(SIGNATURE)).bytes();
    assertEquals(SignedNote.MAX_BYTES, bytes.length);
    assertThrows(
        IllegalArgumentException.class, () -> SignedNote.of("x" + longest, List.of(SIGNATURE)));
  }

  @Test
  void signaturesOfImpossibleNamesOrLengthsCannotBeMade() {
    for (String name : List.of("", "a b", "a+b", "a\nb", "a\u00a0b")) {
      assertThrows(
          IllegalArgumentException.class, () -> new NoteSignature(name, 1, new byte[] {1}));
    }
    assertThrows(IllegalArgumentException.class, () -> new NoteSignature("k", 1, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new NoteSignature("k", 1, new byte[8193]));
  }

  @Test
  void receiptIsReadBackAsWritten() throws NoteException {
    SignedNote note = SignedNote.of(TEXT, List.of(SIGNATURE));
    Receipt receipt = Receipt.of(3, NaiveTree.leaves(3), note);
    Receipt read = Receipt.parse(utf8(receipt.text()));
    assertEquals(receipt.text(), read.text());
    assertEquals(3, read.index());
    assertEquals(NaiveTree.leaves(3), read.path());
    assertEquals(note, read.checkpoint());
    assertTrue(read.extra().isEmpty());
    byte[] record = {0, 1, 2};
    Receipt extended = Receipt.parse(utf8(receipt.withExtra(record).text()));
    assertArrayEquals(record, extended.extra().orElseThrow());
    assertEquals(receipt.withExtra(record).text(), extended.text());
    assertEquals(
        "c2sp.org/tlog-proof@v1\nextra AAEC\nindex 3\n",
        extended
            .text()
            .substring(0, extended.text().indexOf(NaiveTree.leaves(1).getFirst().base64())));
  }

  @Test
  void receiptOfTheLongestRecordIsRead() throws NoteException {
    SignedNote note = SignedNote.of(TEXT, List.of(SIGNATURE));
    byte[] record = new byte[OutcomeRecord.MAX_BYTES];
    String text = Receipt.of(0, NaiveTree.leaves(63), note).withExtra(record).text();
    assertArrayEquals(record, Receipt.parse(utf8(text)).extra().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1 \nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 00\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex -1\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0x1\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex  1\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nIndex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\nROOT",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\nROOT \n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra AAA\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra AAB=\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\nindex 0\n\nNOTE",
      })
  void linesThatAreNotAReceiptAreRefused(String text) {
    String note = SignedNote.of(TEXT, List.of(SIGNATURE)).toString();
    byte[] bytes = utf8(text.replace("ROOT", ROOT).replace("NOTE", note));
    assertEquals(
        Fault.RECEIPT, assertThrows(NoteException.class, () -> Receipt.parse(bytes)).fault());
  }

  @Test
  void receiptWithSomethingAfterItsNoteIsRefused() {
    SignedNote note = SignedNote.of(TEXT, List.of(SIGNATURE));
    String text = Receipt.of(0, List.of(), note).text();
    for (String more : List.of("\n", "x", "x\n", "\u2014 k AAAAAQE=")) {
      assertThrows(NoteException.class, () -> Receipt.parse(utf8(text + more)));
    }
  }

  @Test
  void pathsAreReadToTheirLimitAndNoFurther() throws NoteException {
    SignedNote note = SignedNote.of(TEXT, List.of(SIGNATURE));
    String longest = Receipt.of(0, NaiveTree.leaves(63), note).text();
    assertEquals(63, Receipt.parse(utf8(longest)).path().size());
    byte[] longer = utf8(longest.replace("index 0\n", "index 0\n" + ROOT + "\n"));
    assertEquals(
        Fault.TOO_LONG, assertThrows(NoteException.class, () -> Receipt.parse(longer)).fault());
    List<Hash> path = NaiveTree.leaves(64);
    assertThrows(IllegalArgumentException.class, () -> Receipt.of(0, path, note));
    assertThrows(IllegalArgumentException.class, () -> Receipt.of(-1, List.of(), note));
  }

  private static String base64(int zeros) {
    return Base64.getEncoder().encodeToString(new byte[zeros]);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
