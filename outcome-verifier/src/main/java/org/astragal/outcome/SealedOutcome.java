package org.astragal.outcome;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record with its receipt, in the one form that travels everywhere: {@code {"outcome":}, the
 * record as it stands, {@code ,"receipt":"}, the receipt escaped as RFC 8785 does, {@code "}}.
 * Immutable. Parsing checks this envelope to the last bit; it verifies nothing.
 */
public final class SealedOutcome {
  /** Longest sealed outcome in bytes; an escape makes six bytes of one. */
  public static final int MAX_BYTES = OutcomeRecord.MAX_BYTES + 6 * Receipt.MAX_BYTES + 64;

  private static final byte[] HEAD = "{\"outcome\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MIDDLE = ",\"receipt\":\"".getBytes(StandardCharsets.US_ASCII);

  /** The closing quote and brace. */
  private static final int TAIL = 2;

  private final byte[] bytes;
  private final int recordLength;

  /** Read from {@link #bytes} when it is first asked for; all threads find the same. */
  private @Nullable String receiptText;

  private SealedOutcome(byte[] bytes, int recordLength, @Nullable String receiptText) {
    this.bytes = bytes;
    this.recordLength = recordLength;
    this.receiptText = receiptText;
  }

  /**
   * {@return a record with its receipt}
   *
   * @param record the record's bytes, 1 to 65,535; copied
   * @param receiptText see {@link Receipt#text}; at most {@link Receipt#MAX_BYTES}
   * @throws IllegalArgumentException if a length is out of range or the receipt holds a control
   *     character other than line feeds
   */
  public static SealedOutcome of(byte[] record, String receiptText) {
    if (record.length == 0 || record.length > OutcomeRecord.MAX_BYTES) {
      throw new IllegalArgumentException("a record of " + record.length + " bytes");
    }
    byte[] receipt = receiptText.getBytes(StandardCharsets.UTF_8);
    if (receipt.length > Receipt.MAX_BYTES) {
      throw new IllegalArgumentException("a receipt of " + receipt.length + " bytes");
    }
    int receiptStart = HEAD.length + record.length + MIDDLE.length;
    byte[] bytes = new byte[receiptStart + receipt.length + escapes(receipt) + TAIL];
    System.arraycopy(HEAD, 0, bytes, 0, HEAD.length);
    System.arraycopy(record, 0, bytes, HEAD.length, record.length);
    System.arraycopy(MIDDLE, 0, bytes, HEAD.length + record.length, MIDDLE.length);
    int end = escape(receipt, bytes, receiptStart);
    bytes[end] = '"';
    bytes[end + 1] = '}';
    return new SealedOutcome(bytes, record.length, null);
  }

  /** Counts the characters to escape: the hot path then allocates and fills one array. */
  private static int escapes(byte[] receipt) {
    int count = 0;
    for (byte b : receipt) {
      if (b == '\n' || b == '"' || b == '\\') {
        count++;
      } else if (b >= 0 && b < 0x20) {
        throw new IllegalArgumentException("a control character in a receipt");
      }
    }
    return count;
  }

  private static int escape(byte[] receipt, byte[] out, int from) {
    int at = from;
    for (byte b : receipt) {
      if (b == '\n' || b == '"' || b == '\\') {
        out[at++] = '\\';
        out[at++] = b == '\n' ? (byte) 'n' : b;
      } else {
        out[at++] = b;
      }
    }
    return at;
  }

  /**
   * {@return the sealed outcome that a log has just put together; neither copied nor parsed}
   *
   * @param bytes the whole, without a line feed; given away: the caller keeps no reference
   * @param recordLength bytes of the record in it
   * @throws IllegalArgumentException if the parts of the envelope do not stand where they must
   */
  public static SealedOutcome assembled(byte[] bytes, int recordLength) {
    int middle = HEAD.length + recordLength;
    if (recordLength < 1
        || recordLength > OutcomeRecord.MAX_BYTES
        || !startsWith(bytes, 0, HEAD)
        || !startsWith(bytes, middle, MIDDLE)
        || bytes.length < middle + MIDDLE.length + TAIL) {
      throw new IllegalArgumentException("not the envelope of a record of " + recordLength);
    }
    return new SealedOutcome(bytes, recordLength, null);
  }

  /**
   * {@return the sealed outcome that these bytes are}
   *
   * @param line the bytes, without a line feed; copied
   * @throws SealedOutcomeException if another spelling of the envelope would give the same parts
   */
  public static SealedOutcome parse(byte[] line) throws SealedOutcomeException {
    if (line.length > MAX_BYTES) {
      throw refused(SealedOutcomeException.Fault.TOO_LONG, line.length + " bytes");
    }
    int middle = lastMiddle(line);
    if (!startsWith(line, 0, HEAD) || middle < HEAD.length) {
      throw refused(
          SealedOutcomeException.Fault.ENVELOPE,
          "must begin with {\"outcome\": and hold ,\"receipt\":\"");
    }
    int end = line.length - TAIL;
    int receiptStart = middle + MIDDLE.length;
    if (end < receiptStart || line[end] != '"' || line[end + 1] != '}') {
      throw refused(SealedOutcomeException.Fault.ENVELOPE, "must end with \"}");
    }
    int recordLength = middle - HEAD.length;
    if (recordLength == 0 || recordLength > OutcomeRecord.MAX_BYTES) {
      throw refused(
          SealedOutcomeException.Fault.RECORD_SIZE, "a record of " + recordLength + " bytes");
    }
    String receiptText = unescape(line, receiptStart, end);
    return new SealedOutcome(line.clone(), recordLength, receiptText);
  }

  /** {@return the whole, without a line feed; the caller's own array} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return a read-only view of the whole, without a copy} */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** {@return the count of {@link #bytes}} */
  public int length() {
    return bytes.length;
  }

  /**
   * Writes the whole, without a line feed.
   *
   * @param out where to
   * @throws IOException if the stream refuses
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /** {@return the record's bytes; the caller's own array} */
  public byte[] record() {
    return Arrays.copyOfRange(bytes, HEAD.length, HEAD.length + recordLength);
  }

  /** {@return the record's leaf hash} */
  public Hash leaf() {
    return Hash.leaf(bytes, HEAD.length, recordLength);
  }

  /** {@return the receipt as text, without escapes} */
  public String receiptText() {
    String known = receiptText;
    if (known == null) {
      try {
        known = unescape(bytes, HEAD.length + recordLength + MIDDLE.length, bytes.length - TAIL);
      } catch (SealedOutcomeException e) {
        throw new IllegalStateException("the log put it together wrongly", e);
      }
      receiptText = known;
    }
    return known;
  }

  /**
   * {@return the receipt, not yet verified}
   *
   * @throws NoteException if the text is not one
   */
  public Receipt receipt() throws NoteException {
    return receipt(null);
  }

  /** The receipt; {@code seen} is taken for its note if it is the same, which saves reading it. */
  Receipt receipt(@Nullable SignedNote seen) throws NoteException {
    String text = receiptText();
    SignedNote.refuseControls(text);
    return Receipt.parse(text, seen);
  }

  /** Two are equal when their bytes are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SealedOutcome that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@return the whole as text} */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The last one: a receipt holds no unescaped quote, a record may hold this very text. */
  private static int lastMiddle(byte[] line) {
    for (int at = line.length - MIDDLE.length; at >= 0; at--) {
      if (line[at] == ',' && startsWith(line, at, MIDDLE)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] line, int at, byte[] what) {
    return at + what.length <= line.length
        && Arrays.equals(line, at, at + what.length, what, 0, what.length);
  }

  private static String unescape(byte[] line, int from, int to) throws SealedOutcomeException {
    byte[] text = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte b = line[i];
      if (b == '\\') {
        i++;
        b = i < to ? escaped(line[i]) : 0;
      } else if (b == '"' || (b >= 0 && b < 0x20)) {
        b = 0;
      }
      if (b == 0) {
        throw refused(
            SealedOutcomeException.Fault.RECEIPT_ESCAPES, "a character not escaped as agreed");
      }
      text[length++] = b;
    }
    if (length > Receipt.MAX_BYTES) {
      throw refused(SealedOutcomeException.Fault.RECEIPT_SIZE, "a receipt of more than 16 KiB");
    }
    return Texts.utf8(text, 0, length)
        .orElseThrow(() -> refused(SealedOutcomeException.Fault.RECEIPT_ESCAPES, "not UTF-8"));
  }

  /** RFC 8785 3.2.2.2: of the characters with escapes, a receipt may hold only these three. */
  private static byte escaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case '"' -> '"';
      case '\\' -> '\\';
      default -> 0;
    };
  }

  private static SealedOutcomeException refused(SealedOutcomeException.Fault fault, String detail) {
    return new SealedOutcomeException(fault, detail);
  }
}
