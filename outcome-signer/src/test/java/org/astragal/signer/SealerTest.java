package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.junit.jupiter.api.Test;

/** Goal: the fast writer of sealed outcomes writes what the library of the verifier writes. */
final class SealerTest {
  @Test
  void theBytesAreThoseOfTheReceiptLibrary() throws Exception {
    var signer = new SoftwareSigner(TestLog.ORIGIN);
    var sha = new Sha();
    for (int size = 1; size <= 70; size++) {
      byte[] leaves = new byte[size * Sha.BYTES];
      List<byte[]> records = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        byte[] record = ("{\"receipt\":\"" + i + "\"}").getBytes(StandardCharsets.UTF_8);
        records.add(record);
        System.arraycopy(sha.leaf(record), 0, leaves, i * Sha.BYTES, Sha.BYTES);
      }
      var tree = new BatchTree(new Peaks(0), leaves, sha);
      SignedNote note = new Notary(TestLog.ORIGIN, signer).sign(tree);
      var sealer = new Sealer(tree, note);
      for (int i = 0; i < size; i++) {
        List<Hash> path = new ArrayList<>();
        for (int height = 0; height < tree.heights(); height++) {
          int at = tree.sibling(i, height) * Sha.BYTES;
          if (at >= 0) {
            path.add(Hash.of(Arrays.copyOfRange(tree.nodes(height), at, at + Sha.BYTES)));
          }
        }
        SealedOutcome expected = SealedOutcome.of(records.get(i), Receipt.of(i, path, note).text());
        SealedOutcome actual = sealer.seal(i, records.get(i));
        assertEquals(expected, actual);
        assertEquals(expected.receiptText(), actual.receiptText());
        assertEquals(SealedOutcome.parse(actual.bytes()), actual);
      }
    }
  }
}
