package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;

/**
 * Writes the sealed outcomes of one batch: the only place where they are put together, for the live
 * path and for recall alike, so that recall gives the same bytes.
 *
 * <p>The base64 of a node is computed once and then copied into every receipt that needs it.
 *
 * <p>Thread safety: immutable.
 *
 * @spec tlog-proof.html#format c2sp.org/tlog-proof, Format
 */
final class Sealer {
  private static final byte[] OUTCOME = ascii("{\"outcome\":");
  private static final byte[] RECEIPT = ascii(",\"receipt\":\"c2sp.org/tlog-proof@v1\\nindex ");
  private static final byte[] LINE_END = ascii("\\n");
  private static final byte[] END = ascii("\"}");
  private static final byte[] BASE64 =
      ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

  /** 44 characters of base64 and the escaped line feed. */
  private static final int LINE = 46;

  private final BatchTree tree;
  private final byte[][] lines;
  private final byte[] checkpoint;

  /**
   * Prepares the batch.
   *
   * @param tree the batch
   * @param note its checkpoint, signed
   */
  Sealer(BatchTree tree, SignedNote note) {
    this.tree = tree;
    this.checkpoint = escape(note.bytes());
    this.lines = new byte[tree.heights()][];
    for (int height = 0; height < lines.length; height++) {
      lines[height] = base64Lines(tree.nodes(height));
    }
  }

  /** {@return the sealed outcome of one record of the batch} */
  SealedOutcome seal(long seq, byte[] record) {
    int proof = 0;
    for (int height = 0; height < lines.length; height++) {
      proof += tree.sibling(seq, height) < 0 ? 0 : LINE;
    }
    byte[] index = ascii(Long.toString(seq));
    byte[] out =
        new byte
            [OUTCOME.length
                + record.length
                + RECEIPT.length
                + index.length
                + LINE_END.length
                + proof
                + LINE_END.length
                + checkpoint.length
                + END.length];
    int at = put(OUTCOME, out, 0);
    at = put(record, out, at);
    at = put(RECEIPT, out, at);
    at = put(index, out, at);
    at = put(LINE_END, out, at);
    for (int height = 0; height < lines.length; height++) {
      int sibling = tree.sibling(seq, height);
      if (sibling >= 0) {
        System.arraycopy(lines[height], sibling * LINE, out, at, LINE);
        at += LINE;
      }
    }
    at = put(LINE_END, out, at);
    at = put(checkpoint, out, at);
    put(END, out, at);
    return SealedOutcome.assembled(out, record.length);
  }

  private static int put(byte[] part, byte[] out, int at) {
    System.arraycopy(part, 0, out, at, part.length);
    return at + part.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Escapes as RFC 8785 3.2.2.2 does; a note holds no control character but the line feed. */
  private static byte[] escape(byte[] note) {
    int escapes = 0;
    for (byte b : note) {
      escapes += b == '\n' || b == '"' || b == '\\' ? 1 : 0;
    }
    byte[] out = new byte[note.length + escapes];
    int at = 0;
    for (byte b : note) {
      if (b == '\n' || b == '"' || b == '\\') {
        out[at++] = '\\';
      }
      out[at++] = b == '\n' ? (byte) 'n' : b;
    }
    return out;
  }

  private static byte[] base64Lines(byte[] hashes) {
    int count = hashes.length / Sha.BYTES;
    byte[] out = new byte[count * LINE];
    for (int i = 0; i < count; i++) {
      base64Line(hashes, i * Sha.BYTES, out, i * LINE);
    }
    return out;
  }

  /** RFC 4648 4: ten groups of three bytes, then two bytes and one pad. */
  private static void base64Line(byte[] hashes, int from, byte[] out, int to) {
    int at = to;
    int last = from + Sha.BYTES - 2;
    for (int i = from; i < last; i += 3) {
      int group = (hashes[i] & 0xFF) << 16 | (hashes[i + 1] & 0xFF) << 8 | (hashes[i + 2] & 0xFF);
      out[at++] = BASE64[group >>> 18];
      out[at++] = BASE64[group >>> 12 & 63];
      out[at++] = BASE64[group >>> 6 & 63];
      out[at++] = BASE64[group & 63];
    }
    int group = (hashes[last] & 0xFF) << 16 | (hashes[last + 1] & 0xFF) << 8;
    out[at++] = BASE64[group >>> 18];
    out[at++] = BASE64[group >>> 12 & 63];
    out[at++] = BASE64[group >>> 6 & 63];
    out[at++] = '=';
    out[at++] = '\\';
    out[at] = 'n';
  }
}
