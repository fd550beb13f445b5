package org.astragal.certification.sp80090b;

import java.nio.charset.StandardCharsets;
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
  /** Rank of a word that stands where the block's ends meet. */
  private static final int SEAM = 256;

  private static final int WORDS = SEAM + 1;

  private final byte[][] words;
  private final RingSort sort = new RingSort();
  private int[] ranks = new int[0];
  private int[] ids = new int[0];
  private byte[] output = new byte[0];
  private int outputLength;

  /** Creates one for these words; an index is a sample. */
  TokenTransform(byte[][] words) {
    this.words = Arrays.copyOf(words, WORDS);
  }

  /**
   * Transforms.
   *
   * @param samples indexes of words
   * @param from of the first word, after the seam
   * @param to after the last one
   * @param seam a word before them, or empty
   */
  void apply(byte[] samples, int from, int to, byte[] seam) throws InterruptedException {
    int at = seam.length == 0 ? 0 : 1;
    int count = to - from + at;
    if (ids.length < count) {
      ids = new int[count];
      ranks = new int[count];
    }
    words[SEAM] = seam;
    if (at == 1) {
      ids[0] = SEAM;
    }
    int[] counts = new int[WORDS];
    for (int i = 0; i < at; i++) {
      counts[SEAM]++;
    }
    for (int i = from; i < to; i++) {
      int id = samples[i] & 0xff;
      counts[id]++;
      ids[at++] = id;
    }
    Integer[] present =
        IntStream.range(0, WORDS).filter(id -> counts[id] > 0).boxed().toArray(Integer[]::new);
    Arrays.sort(present, Comparator.comparing(id -> words[id], Arrays::compare));
    int different = rank(present, count);
    int[] order = sort.order(ranks, count, different);
    emit(present, counts, order, count);
  }

  /** {@return what precedes each rotation, in their order; valid up to the length} */
  byte[] output() {
    return output;
  }

  int outputLength() {
    return outputLength;
  }

  /** Ranks the words of the ring; the seam may be a word like another. Returns how many ranks. */
  private int rank(Integer[] present, int count) {
    int[] rankOf = new int[WORDS];
    int rank = 0;
    for (int i = 1; i < present.length; i++) {
      if (!Arrays.equals(words[present[i]], words[present[i - 1]])) {
        rank++;
      }
      rankOf[present[i]] = rank;
    }
    for (int i = 0; i < count; i++) {
      ranks[i] = rankOf[ids[i]];
    }
    return rank + 1;
  }

  // All rotations that begin with the same rest of a word are neighbours, in the order of what
  // follows it. So one pass over the sorted words, which looks at the word before each, fills them.
  private void emit(Integer[] present, int[] counts, int[] order, int count) {
    String[] rests =
        Arrays.stream(present)
            .flatMap(id -> IntStream.range(0, words[id].length).mapToObj(i -> rest(id, i)))
            .distinct()
            .sorted()
            .toArray(String[]::new);
    int[] next = new int[rests.length + 1];
    int[][] places = new int[WORDS][];
    for (int id : present) {
      places[id] = new int[words[id].length];
      for (int i = 0; i < words[id].length; i++) {
        places[id][i] = Arrays.binarySearch(rests, rest(id, i));
        next[places[id][i] + 1] += counts[id];
      }
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    outputLength = next[rests.length];
    if (output.length < outputLength) {
      output = new byte[outputLength];
    }
    byte[] out = output;
    for (int i = 0; i < count; i++) {
      int id = ids[order[i] == 0 ? count - 1 : order[i] - 1];
      int[] at = places[id];
      byte[] word = words[id];
      out[next[at[0]]++] = ' ';
      for (int j = 1; j < at.length; j++) {
        out[next[at[j]]++] = word[j - 1];
      }
    }
  }

  private String rest(int id, int from) {
    byte[] word = words[id];
    return new String(word, from, word.length - from, StandardCharsets.US_ASCII);
  }
}
