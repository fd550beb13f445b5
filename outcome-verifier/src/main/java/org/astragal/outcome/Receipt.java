package org.astragal.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a record stands in a log: its place, the path to the root, and the signed
 * checkpoint. Immutable. Parsing verifies nothing.
 *
 * @spec tlog-proof.html#format c2sp.org/tlog-proof, Format
 */
public final class Receipt {
  /** Longest receipt in bytes, without the {@code extra} line. */
  public static final int MAX_BYTES = 16 * 1024;

  /** Longest receipt file in bytes, with an {@code extra} line that holds a record. */
  public static final int MAX_BYTES_WITH_EXTRA = MAX_BYTES + 4 * (OutcomeRecord.MAX_BYTES / 3 + 1);

  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  private final long index;
  private final List<Hash> path;
  private final SignedNote checkpoint;
  private final byte[] extra;
  private final boolean hasExtra;

  private Receipt(
      long index, List<Hash> path, SignedNote checkpoint, boolean hasExtra, byte[] extra) {
    this.index = index;
    this.path = List.copyOf(path);
    this.checkpoint = checkpoint;
    this.hasExtra = hasExtra;
    this.extra = extra;
  }

  /**
   * {@return a receipt without {@code extra}}
   *
   * @param index the leaf's place, 0 or more
   * @param path the siblings, leaf side first, at most 63
   * @param checkpoint the signed checkpoint
   * @throws IllegalArgumentException if index or path are out of range
   */
  public static Receipt of(long index, List<Hash> path, SignedNote checkpoint) {
    if (index < 0 || path.size() > InclusionProof.MAX_PATH) {
      throw new IllegalArgumentException("index " + index + ", path of " + path.size());
    }
    return new Receipt(index, path, checkpoint, false, new byte[0]);
  }

  /**
   * {@return the receipt with the record itself in its {@code extra} line: a file that needs
   * nothing else}
   *
   * @param record the record's bytes; copied
   */
  public Receipt withExtra(byte[] record) {
    return new Receipt(index, path, checkpoint, true, record.clone());
  }

  /**
   * {@return the receipt that these bytes are}
   *
   * @param bytes at most {@link #MAX_BYTES}, or {@link #MAX_BYTES_WITH_EXTRA} with an {@code extra}
   *     line; not kept
   * @throws NoteException if they are not strictly of the form that {@link #text} writes
   */
  public static Receipt parse(byte[] bytes) throws NoteException {
    if (bytes.length > MAX_BYTES_WITH_EXTRA) {
      throw new NoteException(NoteException.Fault.TOO_LONG, "a receipt of too many bytes");
    }
    Receipt receipt = parse(SignedNote.decode(bytes), null);
    if (!receipt.hasExtra && bytes.length > MAX_BYTES) {
      throw new NoteException(NoteException.Fault.TOO_LONG, "more than " + MAX_BYTES + " bytes");
    }
    return receipt;
  }

  /**
   * Reads a receipt whose length was checked; {@code seen} is taken for its note if it is the same.
   */
  static Receipt parse(String text, @Nullable SignedNote seen) throws NoteException {
    var lines = new Lines(text);
    if (!lines.next().equals(HEADER)) {
      throw malformed("the first line is not " + HEADER);
    }
    String line = lines.next();
    boolean hasExtra = line.startsWith(EXTRA);
    byte[] extra = new byte[0];
    if (hasExtra) {
      extra =
          Texts.base64(line.substring(EXTRA.length()))
              .orElseThrow(() -> malformed("extra is not strict base64"));
      line = lines.next();
    }
    long index = line.startsWith(INDEX) ? Decimals.parse(line.substring(INDEX.length())) : -1;
    if (index < 0) {
      throw malformed("no line with the index as a decimal number without leading zeros");
    }
    List<Hash> path = path(lines);
    SignedNote checkpoint =
        seen != null && lines.restIs(seen.toString()) ? seen : SignedNote.parse(lines.rest());
    return new Receipt(index, path, checkpoint, hasExtra, extra);
  }

  private static List<Hash> path(Lines lines) throws NoteException {
    var path = new ArrayList<Hash>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      if (path.size() == InclusionProof.MAX_PATH) {
        throw new NoteException(NoteException.Fault.TOO_LONG, "a path of more than 63 hashes");
      }
      path.add(
          Hash.fromBase64(line)
              .orElseThrow(() -> malformed("a line of the path is not the base64 of 32 bytes")));
    }
    return path;
  }

  /** {@return the leaf's place, from 0} */
  public long index() {
    return index;
  }

  /** {@return the siblings, leaf side first} */
  public List<Hash> path() {
    return path;
  }

  /** {@return the signed checkpoint} */
  public SignedNote checkpoint() {
    return checkpoint;
  }

  /** {@return what the {@code extra} line holds, which nothing vouches for; the caller's array} */
  public Optional<byte[]> extra() {
    return hasExtra ? Optional.of(extra.clone()) : Optional.empty();
  }

  /** {@return the receipt as text} */
  public String text() {
    var text = new StringBuilder(1024).append(HEADER).append('\n');
    if (hasExtra) {
      text.append(EXTRA).append(Texts.base64(extra)).append('\n');
    }
    text.append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  /** {@return the receipt as text} */
  @Override
  public String toString() {
    return text();
  }

  private static NoteException malformed(String detail) {
    return new NoteException(NoteException.Fault.RECEIPT, detail);
  }

  /** Lines of a text, each of which must end with a line feed. */
  private static final class Lines {
    private final String text;
    private int at;

    Lines(String text) {
      this.text = text;
    }

    String next() throws NoteException {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        throw malformed("ends too early");
      }
      String line = text.substring(at, end);
      at = end + 1;
      return line;
    }

    String rest() {
      return text.substring(at);
    }

    boolean restIs(String wanted) {
      return text.length() - at == wanted.length() && text.startsWith(wanted, at);
    }
  }
}
