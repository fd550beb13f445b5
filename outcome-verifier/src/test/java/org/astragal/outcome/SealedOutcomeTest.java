package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.astragal.outcome.SealedOutcomeException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the envelope has one form to the last bit, and the record in it is never touched. */
final class SealedOutcomeTest {
  @Test
  void envelopeIsBuiltAsTheDocumentsSay() throws Exception {
    SealedOutcome sealed = SealedOutcome.of(utf8("{\"v\":1}"), "line\n\"\\\u2014\n");
    String wanted = "{\"outcome\":{\"v\":1},\"receipt\":\"line\\n\\\"\\\\\u2014\\n\"}";
    assertEquals(wanted, sealed.toString());
    assertEquals(utf8(wanted).length, sealed.length());
    assertEquals(sealed, SealedOutcome.parse(utf8(wanted)));
  }

  @Test
  void partsAreTheVeryBytesThatWentIn() throws Exception {
    TestLog log = TestLog.create().addRounds(3);
    SignedNote note = log.note();
    for (int i = 0; i < 3; i++) {
      SealedOutcome sealed = SealedOutcome.parse(log.sealed(i, note));
      assertArrayEquals(log.record(i), sealed.record());
      assertEquals(Hash.leaf(log.record(i)), sealed.leaf());
      assertEquals(log.receipt(i, note).text(), sealed.receiptText());
      assertEquals(i, sealed.receipt().index());
      assertArrayEquals(log.sealed(i, note), sealed.bytes());
      var out = new ByteArrayOutputStream();
      sealed.writeTo(out);
      assertArrayEquals(sealed.bytes(), out.toByteArray());
      byte[] viewed = new byte[sealed.length()];
      sealed.buffer().get(viewed);
      assertArrayEquals(sealed.bytes(), viewed);
    }
  }

  @Test
  void wholeIsItselfCanonicalJson() throws Exception {
    TestLog log = TestLog.create().addRounds(2);
    byte[] bytes = log.sealed(1, log.note());
    var whole = (Json.Obj) Json.parse(bytes);
    assertArrayEquals(bytes, JcsWriter.encode(whole));
    assertArrayEquals(log.record(1), JcsWriter.encode(whole.obj("outcome")));
    assertEquals(
        log.receipt(1, log.note()).index(), Receipt.parse(utf8(whole.string("receipt"))).index());
  }

  @Test
  void recordThatHoldsTheDividingTextIsCutAtTheLastOne() throws Exception {
    byte[] record = utf8("{\"a\":1,\"receipt\":\"x\"}");
    SealedOutcome sealed = SealedOutcome.parse(SealedOutcome.of(record, "r\n").bytes());
    assertArrayEquals(record, sealed.record());
    assertEquals("r\n", sealed.receiptText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                            | ENVELOPE",
        "{}                                            | ENVELOPE",
        "{\"outcome\":{}}                              | ENVELOPE",
        "{\"outcome\":{},\"receipt\":\"}               | ENVELOPE",
        "{\"outcome\":{},\"receipt\":\"x\"             | ENVELOPE",
        "{\"outcome\":{},\"receipt\":\"x\"}}           | ENVELOPE",
        "{\"outcome\":{},\"receipt\":\"x\" }           | ENVELOPE",
        "{\"outcome\":{},\"receipt\": \"x\"}           | ENVELOPE",
        "{\"outcome\":{}, \"receipt\":\"x\"}           | ENVELOPE",
        "{ \"outcome\":{},\"receipt\":\"x\"}           | ENVELOPE",
        "{\"receipt\":\"x\",\"outcome\":{}}            | ENVELOPE",
        "{\"outcome\":{},\"receipt\":\"x\",\"z\":1}    | ENVELOPE",
        "{\"outcome\":{},\"receipt\":\"x\",\"z\":\"y\"} | RECEIPT_ESCAPES",
        "{\"outcome\":,\"receipt\":\"x\"}              | RECORD_SIZE",
        "{\"outcome\":{},\"receipt\":\"\\u0041\"}      | RECEIPT_ESCAPES",
        "{\"outcome\":{},\"receipt\":\"\\u000a\"}      | RECEIPT_ESCAPES",
        "{\"outcome\":{},\"receipt\":\"\\/\"}          | RECEIPT_ESCAPES",
        "{\"outcome\":{},\"receipt\":\"\\t\"}          | RECEIPT_ESCAPES",
        "{\"outcome\":{},\"receipt\":\"\\\"}           | RECEIPT_ESCAPES",
        "{\"outcome\":{},\"receipt\":\"a\"b\"}         | RECEIPT_ESCAPES",
      })
  void otherEnvelopeIsRefused(String text, Fault fault) {
    var refusal = assertThrows(SealedOutcomeException.class, () -> SealedOutcome.parse(utf8(text)));
    assertEquals(fault, refusal.fault());
  }

  @Test
  void rawLineFeedsAndBytesThatAreNotUtf8AreRefused() {
    byte[] whole = utf8("{\"outcome\":{},\"receipt\":\"xx\"}");
    int at = whole.length - 4;
    for (int b = 0; b < 256; b++) {
      byte[] changed = whole.clone();
      changed[at] = (byte) b;
      boolean plain = b >= 0x20 && b < 0x80 && b != '"' && b != '\\';
      if (!plain) {
        assertThrows(SealedOutcomeException.class, () -> SealedOutcome.parse(changed), "byte " + b);
      }
    }
    byte[] line = utf8("{\"outcome\":{},\"receipt\":\"x\"}\n");
    assertThrows(SealedOutcomeException.class, () -> SealedOutcome.parse(line));
  }

  @Test
  void recordsAndReceiptsAreTakenToTheirLimitsAndNoFurther() throws Exception {
    byte[] longest = new byte[OutcomeRecord.MAX_BYTES];
    String receipt = "\n".repeat(Receipt.MAX_BYTES);
    byte[] bytes = SealedOutcome.of(longest, receipt).bytes();
    assertEquals(receipt, SealedOutcome.parse(bytes).receiptText());
    assertTrue(bytes.length <= SealedOutcome.MAX_BYTES);

    byte[] longer = new byte[OutcomeRecord.MAX_BYTES + 1];
    assertThrows(IllegalArgumentException.class, () -> SealedOutcome.of(longer, "r"));
    assertThrows(IllegalArgumentException.class, () -> SealedOutcome.of(new byte[0], "r"));
    byte[] record = {'1'};
    assertThrows(IllegalArgumentException.class, () -> SealedOutcome.of(record, receipt + "x"));
    assertThrows(IllegalArgumentException.class, () -> SealedOutcome.of(record, "a\tb"));

    String tooLong = "{\"outcome\":" + "1".repeat(65_536) + ",\"receipt\":\"x\"}";
    assertFault(Fault.RECORD_SIZE, utf8(tooLong));
    String longReceipt = "{\"outcome\":1,\"receipt\":\"" + "x".repeat(16_385) + "\"}";
    assertFault(Fault.RECEIPT_SIZE, utf8(longReceipt));
    assertFault(Fault.TOO_LONG, new byte[SealedOutcome.MAX_BYTES + 1]);
  }

  @Test
  void sealedOutcomeThatALogAssembledIsTheOneThatIsParsed() throws Exception {
    SealedOutcome made = SealedOutcome.of(utf8("{\"v\":1}"), "r\n");
    SealedOutcome assembled = SealedOutcome.assembled(made.bytes(), 7);
    assertEquals(made, assembled);
    assertEquals("r\n", assembled.receiptText());
    assertArrayEquals(made.record(), assembled.record());
    assertEquals(made, SealedOutcome.parse(assembled.bytes()));
    for (int recordLength : new int[] {0, 6, 8, OutcomeRecord.MAX_BYTES + 1}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SealedOutcome.assembled(made.bytes(), recordLength));
    }
    byte[] noTail = utf8("{\"outcome\":{\"v\":1},\"receipt\":\"");
    assertThrows(IllegalArgumentException.class, () -> SealedOutcome.assembled(noTail, 7));
  }

  @Test
  void sealedOutcomeCannotBeChangedFromOutside() throws Exception {
    byte[] record = utf8("{\"v\":1}");
    SealedOutcome made = SealedOutcome.of(record, "r");
    byte[] line = made.bytes();
    SealedOutcome read = SealedOutcome.parse(line);
    record[0] = 'x';
    line[0] = 'x';
    made.bytes()[0] = 'x';
    made.record()[0] = 'x';
    assertEquals(made, read);
    assertEquals(made.hashCode(), read.hashCode());
    assertEquals("{\"outcome\":{\"v\":1},\"receipt\":\"r\"}", made.toString());
    assertTrue(made.buffer().isReadOnly());
  }

  @Test
  void recordOfAnyContentSurvives() throws Exception {
    var random = Samples.random(3);
    for (int i = 0; i < 300; i++) {
      byte[] record = Samples.random(random).encode();
      byte[] tricky =
          JcsWriter.encode(
              Json.Obj.of(Map.of("a", new Json.Str(new String(record, StandardCharsets.UTF_8)))));
      assertArrayEquals(
          tricky, SealedOutcome.parse(SealedOutcome.of(tricky, "\n\u2014\n").bytes()).record());
    }
  }

  private static void assertFault(Fault fault, byte[] line) {
    assertEquals(
        fault, assertThrows(SealedOutcomeException.class, () -> SealedOutcome.parse(line)).fault());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
