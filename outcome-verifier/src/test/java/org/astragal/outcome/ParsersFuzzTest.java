package org.astragal.outcome;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Goal: whatever bytes come, a parser gives a value that is written back the same, or its
 * documented refusal. Without JAZZER_FUZZ=1 only the inputs in the resources are run.
 */
final class ParsersFuzzTest {
  /** Any key: a log that is not trusted is refused before its signature is looked at. */
  private static final String POLICY =
      "log rng1.example.com/outcomes/2026+5e25dba4+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNoxxB5FLEGO"
          + "GiayfjaMNk061+S3NKOfEpvqR+lgI6EYCTv01CHJbWa0BX5fDAuLoNGupsKPqE+vZUtWCPk2Mas=\n"
          + "quorum none\n";

  @FuzzTest(maxDuration = "10s")
  void json(byte @NotNull [] data) {
    try {
      Json value = Json.parse(data);
      same(value, Json.parse(JcsWriter.encode(value)));
    } catch (JsonException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void record(byte @NotNull [] data) {
    try {
      OutcomeRecord record = OutcomeRecord.parse(data);
      same(record, OutcomeRecord.parse(record.encode()));
    } catch (RecordException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void checkpoint(byte @NotNull [] data) {
    try {
      String text = new String(data, StandardCharsets.UTF_8);
      same(text, Checkpoint.parse(text).text());
    } catch (NoteException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void note(byte @NotNull [] data) {
    try {
      SignedNote note = SignedNote.parse(data);
      sameBytes(data, note.bytes());
      same(note, SignedNote.of(note.text(), note.signatures()));
    } catch (NoteException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void receipt(byte @NotNull [] data) {
    try {
      sameBytes(data, Receipt.parse(data).text().getBytes(StandardCharsets.UTF_8));
    } catch (NoteException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void verifierKey(byte @NotNull [] data) {
    try {
      String text = new String(data, StandardCharsets.UTF_8);
      same(text, VerifierKey.parse(text).vkey());
    } catch (NoteException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void policy(byte @NotNull [] data) {
    try {
      Policy policy = Policy.parse(new String(data, StandardCharsets.UTF_8));
      same(policy.text(), Policy.parse(policy.text()).text());
    } catch (PolicyException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void sealedOutcome(byte @NotNull [] data) {
    try {
      SealedOutcome sealed = SealedOutcome.parse(data);
      sameBytes(data, sealed.bytes());
      sameBytes(data, SealedOutcome.of(sealed.record(), sealed.receiptText()).bytes());
    } catch (SealedOutcomeException _) {
      // the documented refusal
    }
  }

  @FuzzTest(maxDuration = "10s")
  void verdicts(byte @NotNull [] data) throws PolicyException {
    Policy policy = Policy.parse(POLICY);
    // Neither throws for any bytes, and nobody can forge the signature of a key thrown away.
    Verdict verdict = new OutcomeVerifier(policy).verify(data);
    var stream = StreamVerifier.start(policy, policy.origins().iterator().next());
    StreamResult result = stream.accept(data);
    same(
        List.of(true, true),
        List.of(verdict instanceof Verdict.Refused, !(result instanceof StreamResult.Verified)));
  }

  private static void same(Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new AssertionError("written back as " + found + ", was " + wanted);
    }
  }

  private static void sameBytes(byte[] wanted, byte[] found) {
    if (!Arrays.equals(wanted, found)) {
      throw new AssertionError("written back otherwise");
    }
  }
}
