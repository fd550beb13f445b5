package org.astragal.certification.sp80090b;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The Burrows-Wheeler transform of a ring of words that all end with a blank, and have none
 * elsewhere. No word begins another, so rotations that start at words are in the order of the
 * words' own order; a rotation that starts within a word is the rest of it before a rotation that
 * starts at a word. Sorting the words is a quarter of the work of sorting the characters.
 *
 * <p>Not thread-safe.
 */
final class TokenTransform {
  /** Index of a word that stands where the block's ends meet. */
  private static final int SEAM = 256;

  private static final int WORDS = SEAM + 1;

  private final byte[][] words;
  private final RingSort sort = new RingSort();
  private short[] ring = new short[0];
  private byte[] output = new byte[0];

  /** Creates one for these words; an index is a sample. */
  TokenTransform(byte[][] words) {
    this.words = Arrays.copyOf(words, WORDS);
  }

  /**
   * Transforms, and codes what precedes each rotation, in their order.
   *
   * @param samples indexes of words
   * @param from of the first word, after the seam
   * @param to after the last one
   * @param seam a word before them of at most eight characters, or empty
   * @param codes takes the characters
   * @return the bits of the block
   */
  long bits(byte[] samples, int from, int to, byte[] seam, BzipCodes codes)
      throws InterruptedException {
    words[SEAM] = seam;
    int[] counts = new int[WORDS];
    counts[SEAM] = seam.length == 0 ? 0 : 1;
    for (int i = from; i < to; i++) {
      counts[samples[i] & 0xff]++;
    }
    Integer[] present =
        IntStream.range(0, WORDS).filter(id -> counts[id] > 0).boxed().toArray(Integer[]::new);
    Arrays.sort(present, Comparator.comparing(id -> words[id], Arrays::compare));
    // The seam may be a word like another: then both have one rank.
    short[] rankOf = new short[WORDS];
    byte[][] ranked = new byte[present.length][];
    int[] sizes = new int[present.length];
    int ranks = 0;
    for (int id : present) {
      if (ranks == 0 || !Arrays.equals(words[id], ranked[ranks - 1])) {
        ranked[ranks++] = words[id];
      }
      rankOf[id] = (short) (ranks - 1);
      sizes[ranks - 1] += counts[id];
    }
    int at = 0;
    if (ring.length <= to - from) {
      ring = new short[to - from + 1];
    }
    if (seam.length > 0) {
      ring[at++] = rankOf[SEAM];
    }
    for (int i = from; i < to; i++) {
      ring[at++] = rankOf[samples[i] & 0xff];
    }
    var rests = new Rests(Arrays.copyOf(ranked, ranks), sizes);
    fill(rests, sort.transform(ring, at, ranks), at);
    return code(rests, codes);
  }

  // All rotations that begin with the same rest of a word are neighbours, in the order of what
  // follows it. So one pass over the sorted words, which looks at the word before each, fills them.
  private void fill(Rests rests, short[] before, int count) {
    int[] next = rests.starts();
    int room = next[next.length - 1] + Rests.UNUSED * count;
    if (output.length < room) {
      output = new byte[room];
    }
    byte[] out = output;
    int[] moves = rests.moves;
    for (int i = 0; i < count; i++) {
      int at = Rests.USUAL * before[i];
      int first = moves[at];
      int second = moves[at + 1];
      int third = moves[at + 2];
      out[next[first >> Byte.SIZE]++] = (byte) first;
      out[next[second >> Byte.SIZE]++] = (byte) second;
      out[next[third >> Byte.SIZE]++] = (byte) third;
      for (int move : rests.more[before[i]]) {
        out[next[move >> Byte.SIZE]++] = (byte) move;
      }
    }
  }

  private long code(Rests rests, BzipCodes codes) {
    codes.begin(rests.used, rests.length());
    int[] starts = rests.starts();
    for (int r = 0; r < rests.sizes.length; r++) {
      if (rests.written[r]) {
        codes.add(output, starts[r], starts[r] + rests.sizes[r]);
      } else {
        codes.add((byte) ' ', rests.sizes[r]);
      }
    }
    return codes.end();
  }

  /**
   * What words end with, in order, and where in the output the characters before each go. Before a
   * rest that is always the whole of a word stand blanks alone: they are not written.
   */
  private static final class Rests {
    /** Characters at the end of a word that are written without asking how long it is. */
    static final int USUAL = 3;

    /** How many of those a word may lack, or need not write: a word has two characters. */
    static final int UNUSED = USUAL - 1;

    private final long[] rests;

    /** How many rotations begin with each rest. */
    final int[] sizes;

    final boolean[] written;

    /** By character, whether it occurs. */
    final boolean[] used = new boolean[256];

    /**
     * By word, what to do at its last three characters: the number of a rest and, in the lowest
     * byte, the character before it. What is not written goes to a place after all others.
     */
    final int[] moves;

    /** By word, the others that are written. */
    final int[][] more;

    Rests(byte[][] words, int[] counts) {
      rests =
          Arrays.stream(words)
              .flatMapToLong(word -> IntStream.range(0, word.length).mapToLong(i -> rest(word, i)))
              .sorted()
              .distinct()
              .toArray();
      sizes = new int[rests.length];
      written = new boolean[rests.length];
      for (int w = 0; w < words.length; w++) {
        for (int i = 0; i < words[w].length; i++) {
          int r = Arrays.binarySearch(rests, rest(words[w], i));
          sizes[r] += counts[w];
          written[r] |= i > 0;
          used[words[w][i]] = true;
        }
      }
      moves = new int[USUAL * words.length];
      more = new int[words.length][];
      for (int w = 0; w < words.length; w++) {
        byte[] word = words[w];
        for (int i = 0; i < USUAL; i++) {
          moves[USUAL * w + i] = move(word, word.length - 1 - i);
        }
        more[w] =
            IntStream.range(0, word.length - USUAL)
                .map(i -> move(word, i))
                .filter(move -> move >> Byte.SIZE < rests.length)
                .toArray();
      }
    }

    private int move(byte[] word, int i) {
      int r = i < 0 ? rests.length : Arrays.binarySearch(rests, rest(word, i));
      int place = r < rests.length && written[r] ? r : rests.length;
      return place << Byte.SIZE | (i > 0 ? word[i - 1] : ' ');
    }

    /** A word from that character on as a number, in the order of the texts. */
    private static long rest(byte[] word, int from) {
      long rest = 0;
      for (int i = from; i < from + Long.BYTES; i++) {
        rest = rest << Byte.SIZE | (i < word.length ? word[i] : 0);
      }
      return rest;
    }

    /** {@return by rest, where its characters start; at the end, where the unused ones do} */
    int[] starts() {
      int[] starts = new int[rests.length + 1];
      for (int r = 0; r < rests.length; r++) {
        starts[r + 1] = starts[r] + (written[r] ? sizes[r] : 0);
      }
      return starts;
    }

    int length() {
      return Arrays.stream(sizes).sum();
    }
  }
}
