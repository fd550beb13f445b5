package org.astragal.outcome;

import java.util.List;

/**
 * What a log signs: its name, its size and its root.
 *
 * @param origin the log's name, a URL without its scheme: 1 to 255 characters of visible ASCII,
 *     none of them {@code +}, a quote or a backslash
 * @param size leaves in the tree, 0 or more
 * @param root the tree's root
 * @spec tlog-checkpoint.html#note-text c2sp.org/tlog-checkpoint, Note text
 */
public record Checkpoint(String origin, long size, Hash root) {
  /** Longest origin in characters. */
  public static final int MAX_ORIGIN = 255;

  /** Refuses what {@link #text} could not write. */
  public Checkpoint {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException(
          "an origin is 1 to 255 visible ASCII characters, without + \" and \\: " + origin);
    }
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
  }

  /** {@return the text that is signed: three lines, each with its line feed} */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /**
   * {@return the checkpoint that {@link #text} wrote; extension lines are refused}
   *
   * @param text three lines, each with its line feed
   * @throws NoteException if it is not exactly of this form
   */
  public static Checkpoint parse(String text) throws NoteException {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() != 4 || !lines.getLast().isEmpty()) {
      throw malformed("a checkpoint has exactly three lines");
    }
    if (!isOrigin(lines.get(0))) {
      throw malformed("the origin is not 1 to 255 visible ASCII characters, without + \" and \\");
    }
    long size = Decimals.parse(lines.get(1));
    if (size < 0) {
      throw malformed("the size is not a decimal number without leading zeros");
    }
    Hash root =
        Hash.fromBase64(lines.get(2))
            .orElseThrow(() -> malformed("the root is not the base64 of 32 bytes"));
    return new Checkpoint(lines.get(0), size, root);
  }

  static boolean isOrigin(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_ORIGIN
        && Texts.isVisibleAscii(text)
        && text.indexOf('+') < 0
        // These two would be escaped in JSON; no URL has them.
        && text.indexOf('"') < 0
        && text.indexOf('\\') < 0;
  }

  private static NoteException malformed(String detail) {
    return new NoteException(NoteException.Fault.CHECKPOINT, detail);
  }
}
