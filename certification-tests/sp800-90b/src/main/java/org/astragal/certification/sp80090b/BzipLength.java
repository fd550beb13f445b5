package org.astragal.certification.sp80090b;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How many bytes bzip2 1.0 makes, at its level 5, of samples written as decimal numbers with single
 * blanks between them. Only the length is computed, with every choice of the program repeated; that
 * text has no run of four equal characters, so the program's first stage changes nothing.
 *
 * <p>Not thread-safe: keeps its arrays for the next call.
 *
 * @spec sp800-90b.html#5.1.11 SP 800-90B, 5.1.11 Compression
 */
final class BzipLength {
  /** A block is full as soon as it has so many characters. */
  private static final int BLOCK = 5 * 100_000 - 19;

  /** Blocks up to this are transformed as plain characters. */
  private static final int TINY = 64;

  private static final int STREAM_HEADER_BITS = 4 * 8;
  private static final int STREAM_TRAILER_BITS = 10 * 8;

  private final byte[][] words;
  private final TokenTransform transform;
  private final BzipCodes codes = new BzipCodes();

  /** Creates one, for samples from 0 to 255. */
  BzipLength() {
    words = new byte[256][];
    for (int value = 0; value < words.length; value++) {
      words[value] = (value + " ").getBytes(StandardCharsets.US_ASCII);
    }
    transform = new TokenTransform(words);
  }

  /**
   * {@return the length of the compressed text in bytes}
   *
   * @param samples unsigned bytes, at least one
   */
  int of(byte[] samples) throws InterruptedException {
    long bits = STREAM_HEADER_BITS + STREAM_TRAILER_BITS;
    var from = new Place(samples);
    while (!from.atEnd()) {
      var to = from.blockEnd();
      bits += blockBits(samples, from, to);
      from = to;
    }
    return (int) ((bits + 7) / 8);
  }

  private long blockBits(byte[] samples, Place from, Place to) throws InterruptedException {
    if (to.character - from.character <= TINY) {
      byte[] rotated = rotations(from.text(to));
      boolean[] used = new boolean[256];
      for (byte character : rotated) {
        used[character] = true;
      }
      codes.begin(used, rotated.length);
      codes.add(rotated, 0, rotated.length);
      return codes.end();
    }
    // The block is sorted as a ring. Where its ends do not meet between two numbers, the start of
    // the last number and the rest of the first make one.
    byte[] seam =
        from.offset == 0 && to.offset == 0 && !to.atEnd() ? new byte[0] : seam(samples, from, to);
    int first = seam.length == 0 ? from.token : from.token + 1;
    return transform.bits(samples, first, to.token, seam, codes);
  }

  private byte[] seam(byte[] samples, Place from, Place to) {
    byte[] head =
        to.token < samples.length
            ? Arrays.copyOf(words[samples[to.token] & 0xff], to.offset)
            : new byte[0];
    byte[] tail = words[samples[from.token] & 0xff];
    byte[] seam = Arrays.copyOf(head, head.length + tail.length - from.offset);
    System.arraycopy(tail, from.offset, seam, head.length, tail.length - from.offset);
    return seam;
  }

  /** {@return what precedes each rotation of a short text, in their order} */
  private static byte[] rotations(byte[] text) {
    int n = text.length;
    var order = new Integer[n];
    Arrays.setAll(order, i -> i);
    byte[] twice = Arrays.copyOf(text, 2 * n);
    System.arraycopy(text, 0, twice, n, n);
    Arrays.sort(order, (a, b) -> Arrays.compare(twice, a, a + n, twice, b, b + n));
    byte[] before = new byte[n];
    for (int i = 0; i < n; i++) {
      before[i] = twice[order[i] + n - 1];
    }
    return before;
  }

  /** A place in the text: before the character at the offset of the token. */
  private final class Place {
    private final byte[] samples;
    private final int token;
    private final int offset;
    private final long character;

    /** The start of the text. */
    Place(byte[] samples) {
      this(samples, 0, 0, 0);
    }

    private Place(byte[] samples, int token, int offset, long character) {
      this.samples = samples;
      this.token = token;
      this.offset = offset;
      this.character = character;
    }

    /** The last number has no blank after it. */
    boolean atEnd() {
      return token == samples.length - 1 && offset == words[samples[token] & 0xff].length - 1;
    }

    Place next() {
      return offset + 1 == words[samples[token] & 0xff].length
          ? new Place(samples, token + 1, 0, character + 1)
          : new Place(samples, token, offset + 1, character + 1);
    }

    byte letter() {
      return words[samples[token] & 0xff][offset];
    }

    /**
     * {@return where the block that starts here ends: at the first end of a run of equal characters
     * after it is full. A single character that is left at the end of the text goes with it.}
     */
    Place blockEnd() {
      Place end = skip(BLOCK);
      while (!end.atEnd() && end.offset > 0 && end.letter() == before(end)) {
        end = end.next();
      }
      return end.atEnd() || !end.next().atEnd() ? end : end.next();
    }

    private byte before(Place place) {
      return words[samples[place.token] & 0xff][place.offset - 1];
    }

    /** {@return the place so many characters on, or the end} */
    private Place skip(int characters) {
      int left = characters + offset;
      int at = token;
      long passed = character - offset;
      while (at < samples.length - 1 && left >= words[samples[at] & 0xff].length) {
        left -= words[samples[at] & 0xff].length;
        passed += words[samples[at] & 0xff].length;
        at++;
      }
      int within = Math.min(left, words[samples[at] & 0xff].length - 1);
      return new Place(samples, at, within, passed + within);
    }

    byte[] text(Place end) {
      byte[] text = new byte[(int) (end.character - character)];
      Place at = this;
      for (int i = 0; i < text.length; i++) {
        text[i] = at.letter();
        at = at.next();
      }
      return text;
    }
  }
}
