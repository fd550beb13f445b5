package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.InclusionProof;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignedNote;

/**
 * The last link of a {@link Trace}: the leaf of the record that a posting was made from, its path
 * in the appliance's tree, and the checkpoint that the HSM signed over it. The books hold no
 * records, but every leaf. Used by one thread.
 */
final class TraceSeal {
  private final long from;
  private final Map<Long, Hash> peaks = new HashMap<>();
  private final List<Hash> leaves;

  /**
   * The tree that a step ended with.
   *
   * @param from its size before the step
   * @param peaks compact range at that size
   * @param leaves of the step
   */
  private TraceSeal(long from, List<Hash> peaks, List<Hash> leaves) {
    this.from = from;
    this.leaves = leaves;
    var at = 0L;
    for (var peak : peaks) {
      this.peaks.put(at, peak);
      at += Long.highestOneBit(from - at);
    }
  }

  /**
   * {@return the link; empty if the books do not reach back so far}
   *
   * @param step what the posting's entry applied
   * @param seq of the record, one of the step's
   */
  static Optional<Json.Obj> of(Connection c, Input.Delivered step, long seq) throws SQLException {
    var note = bytes(c, "select note from checkpoint where log = ? and size = ?", step, step.to());
    var peaks =
        step.from() == 0
            ? Optional.of(new byte[0])
            : bytes(
                c, "select peaks from checkpoint where log = ? and size = ?", step, step.from());
    var leaves =
        bytes(c, "select hashes from leaves where log = ? and first = ?", step, step.from());
    if (note.isEmpty() || peaks.isEmpty() || leaves.isEmpty()) {
      return Optional.empty();
    }
    var hashes = Leaves.unpack(leaves.get());
    if (hashes.size() != step.to() - step.from()) {
      return Optional.empty();
    }
    var tree = new TraceSeal(step.from(), Leaves.unpack(peaks.get()), hashes);
    var path = new ArrayList<Json>();
    tree.path(seq, 0, step.to(), path);
    var members = new TreeMap<String, Json>();
    members.put("checkpoint", text(new String(note.get(), StandardCharsets.UTF_8)));
    members.put("leaf", text(tree.root(seq, seq + 1).base64()));
    members.put("log", text(step.log()));
    members.put("path", new Json.Arr(path));
    members.put("seq", text(Long.toString(seq)));
    members.put("size", text(Long.toString(step.to())));
    return Optional.of(Json.Obj.of(members));
  }

  /**
   * Verifies the link. {@return what was verified, in words for people}
   *
   * @param step what the posting's entry applied
   * @param seq of the record
   */
  static String check(Json.Obj seal, Policy policy, Input.Delivered step, long seq)
      throws JsonException, NoteException, TraceCheck.RefutedException {
    var note = SignedNote.parse(seal.string("checkpoint").getBytes(StandardCharsets.UTF_8));
    var signer = new OutcomeVerifier(policy).signer(note);
    var checkpoint = Checkpoint.parse(note.text());
    if (signer.isEmpty()
        || !checkpoint.origin().equals(step.log())
        || checkpoint.size() != step.to()
        || !checkpoint.root().equals(step.root())) {
      throw new TraceCheck.RefutedException(
          "no key of the policy has signed the tree of %s at %d".formatted(step.log(), step.to()));
    }
    if (!InclusionProof.verify(
        leaf(seal), seq, checkpoint.size(), TraceCheck.hashes(seal, "path"), checkpoint.root())) {
      throw new TraceCheck.RefutedException("the leaf is not in the tree of " + step.log());
    }
    return "record %d is in the tree of %s at %d, which key %s has signed"
        .formatted(seq, step.log(), step.to(), signer.get().vkey());
  }

  /** {@return the leaf that the link binds to the checkpoint} */
  static Hash leaf(Json.Obj seal) throws JsonException {
    return Hash.fromBase64(seal.string("leaf"))
        .orElseThrow(() -> new IllegalArgumentException("leaf must hold a hash"));
  }

  private static Json.Str text(String text) {
    return new Json.Str(text);
  }

  private static Optional<byte[]> bytes(
      Connection c, String select, Input.Delivered step, long place) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(select)) {
      s.setInt(1, step.number());
      s.setLong(2, place);
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(r.getBytes(1)) : Optional.empty();
      }
    }
  }

  /** RFC 6962 2.1.1: siblings of {@code seq} in the tree of [first, end), leaf side first. */
  private void path(long seq, long first, long end, List<Json> path) {
    if (end - first == 1) {
      return;
    }
    var middle = first + Long.highestOneBit(end - first - 1);
    if (seq < middle) {
      path(seq, first, middle, path);
      path.add(text(root(middle, end).base64()));
    } else {
      path(seq, middle, end, path);
      path.add(text(root(first, middle).base64()));
    }
  }

  /**
   * What lies wholly before the step and beside something of it is a peak of the tree before it.
   */
  private Hash root(long first, long end) {
    if (end <= from) {
      return Optional.ofNullable(peaks.get(first)).orElseThrow();
    }
    if (end - first == 1) {
      return leaves.get(Math.toIntExact(first - from));
    }
    var middle = first + Long.highestOneBit(end - first - 1);
    return Hash.node(root(first, middle), root(middle, end));
  }
}
