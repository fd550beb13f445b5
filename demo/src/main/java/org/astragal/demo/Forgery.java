package org.astragal.demo;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;

/**
 * What a thief without the HSM can make: an outcome whose record, proof and checkpoint all agree
 * with each other, sealed with a key of the thief's own.
 */
final class Forgery {
  private Forgery() {}

  /**
   * Forges the next leaf of a log.
   *
   * @param genuine a sealed outcome to copy the record from
   * @param position the forged leaf's index
   */
  static SealedOutcome next(SealedOutcome genuine, long position) throws RecordException {
    var copied = OutcomeRecord.parse(genuine.record());
    var record = new OutcomeRecord(copied.log(), position, copied.at(), copied.body()).encode();
    var peaks = new ArrayList<Hash>();
    for (var bit = 0; bit < Long.bitCount(position); bit++) {
      peaks.add(Hash.sha256(new byte[] {(byte) bit}));
    }
    var range = CompactRange.of(position, peaks);
    range.append(Hash.leaf(record));
    var checkpoint = new Checkpoint(copied.log(), position + 1, range.root());
    // The path of the last leaf is the peaks before it, nearest first.
    return SealedOutcome.of(
        record, Receipt.of(position, peaks.reversed(), sign(checkpoint)).text());
  }

  private static SignedNote sign(Checkpoint checkpoint) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      var key = VerifierKey.of(checkpoint.origin(), pair.getPublic());
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      var text = checkpoint.text();
      signature.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return SignedNote.of(
          text, List.of(new NoteSignature(key.name(), key.keyId(), signature.sign())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA over P-256", e);
    }
  }
}
