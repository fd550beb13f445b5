package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * The suffixes of a text by their first symbols, as many as fit in a word, sorted a part at a time.
 * A quarter of the time and the memory of a suffix array, as long as no two suffixes agree in all
 * of a word.
 *
 * <p>The last suffixes are shorter than a word. Their words end with zeros; they come before all
 * that begin with them, as they must.
 */
final class SuffixWords {
  private static final int WORD_BITS = 63;

  /** Bits that choose a bucket, at most; fewer for a short text, which fills few buckets. */
  private static final int MAX_BUCKET_BITS = 16;

  /** So many suffixes are expected in a bucket, as a power of two. */
  private static final int IN_BUCKET_BITS = 6;

  /** Bits that choose a part of a bucket. */
  private static final int PART_BITS = 8;

  /** Suffixes that are sorted at a time, unless one bucket has more. */
  private static final int AT_A_TIME = 1 << 21;

  /** Parts of up to this size are sorted by insertion. */
  private static final int SMALL = 24;

  private final byte[] text;
  private final int symbolBits;
  private final int perWord;
  private final int[] parts = new int[1 << PART_BITS];
  private long[] spread = new long[0];
  private long[] words = new long[0];

  /** The words of the last suffixes, sorted, with their lengths; and which comes next. */
  private final long[] lastWords;

  private final int[] lastLengths;
  private int nextLast;

  /** The suffix that came before. */
  private long before;

  private int lengthBefore = -1;

  /**
   * Creates one.
   *
   * @param text symbols from 0, unsigned
   */
  SuffixWords(byte[] text) {
    this.text = text;
    int greatest = 1;
    for (byte symbol : text) {
      greatest = Math.max(greatest, symbol & 0xff);
    }
    symbolBits = Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
    perWord = WORD_BITS / symbolBits;
    int last = Math.min(text.length, perWord - 1);
    var lengths = new Integer[last];
    Arrays.setAll(lengths, i -> i + 1);
    Arrays.sort(lengths, (a, b) -> Long.compare(wordOfLast(a), wordOfLast(b)));
    lastLengths = Arrays.stream(lengths).mapToInt(Integer::intValue).toArray();
    lastWords = Arrays.stream(lastLengths).mapToLong(this::wordOfLast).toArray();
  }

  private long wordOfLast(int length) {
    long word = 0;
    for (int i = text.length - length; i < text.length; i++) {
      word = (word << symbolBits) | (text[i] & 0xff);
    }
    return word << (symbolBits * (perWord - length));
  }

  /**
   * Goes through the sorted suffixes.
   *
   * @param counter takes how many symbols each shares with the one before; it is not to be used
   *     afterwards if this returns false
   * @return whether that told all of them apart
   */
  boolean compareNeighbours(RepeatedTuples.Counter counter) throws InterruptedException {
    // A word has at least 56 bits.
    int textBits = Integer.SIZE - Integer.numberOfLeadingZeros(text.length);
    int bucketBits = Math.clamp(textBits - IN_BUCKET_BITS, 1, MAX_BUCKET_BITS);
    int shift = symbolBits * perWord - bucketBits;
    int[] ends = bucketSizes(new int[1 << bucketBits], shift);
    int from = 0;
    while (from < ends.length) {
      int to = from + 1;
      int size = ends[from];
      while (to < ends.length && size + ends[to] <= AT_A_TIME) {
        size += ends[to];
        to++;
      }
      collect(ends, from, to, size, shift);
      int start = 0;
      for (int bucket = from; bucket < to; bucket++) {
        if (!sortBucket(start, ends[bucket], shift, counter)) {
          return false;
        }
        start = ends[bucket];
      }
      from = to;
    }
    return takeLast(Long.MAX_VALUE, counter);
  }

  private long wordBeforeFirst() {
    long word = 0;
    for (int i = 0; i < perWord - 1; i++) {
      word = (word << symbolBits) | (text[i] & 0xff);
    }
    return word;
  }

  private int[] bucketSizes(int[] sizes, int shift) {
    if (text.length < perWord) {
      return sizes;
    }
    long mask = (1L << (symbolBits * perWord)) - 1;
    long word = wordBeforeFirst();
    for (int i = perWord - 1; i < text.length; i++) {
      word = ((word << symbolBits) | (text[i] & 0xff)) & mask;
      sizes[(int) (word >>> shift)]++;
    }
    return sizes;
  }

  /** Writes the words of some buckets side by side; afterwards their sizes are where they end. */
  private void collect(int[] sizes, int from, int to, int size, int shift)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (spread.length < size) {
      spread = new long[size];
      words = new long[size];
    }
    int start = 0;
    for (int bucket = from; bucket < to; bucket++) {
      int count = sizes[bucket];
      sizes[bucket] = start;
      start += count;
    }
    if (size == 0) {
      return;
    }
    long mask = (1L << (symbolBits * perWord)) - 1;
    long word = wordBeforeFirst();
    for (int i = perWord - 1; i < text.length; i++) {
      word = ((word << symbolBits) | (text[i] & 0xff)) & mask;
      int bucket = (int) (word >>> shift);
      if (bucket >= from && bucket < to) {
        spread[sizes[bucket]++] = word;
      }
    }
  }

  private boolean sortBucket(int from, int to, int shift, RepeatedTuples.Counter counter) {
    if (from == to) {
      return true;
    }
    int partShift = shift - PART_BITS;
    int mask = parts.length - 1;
    Arrays.fill(parts, 0);
    for (int i = from; i < to; i++) {
      parts[(int) (spread[i] >>> partShift) & mask]++;
    }
    int start = from;
    int greatest = 0;
    for (int part = 0; part < parts.length; part++) {
      int size = parts[part];
      greatest = Math.max(greatest, size);
      parts[part] = start;
      start += size;
    }
    for (int i = from; i < to; i++) {
      words[parts[(int) (spread[i] >>> partShift) & mask]++] = spread[i];
    }
    if (greatest > SMALL) {
      Arrays.sort(words, from, to);
    } else {
      insertionSort(from, to);
    }
    for (int i = from; i < to; i++) {
      long word = words[i];
      if (nextLast < lastWords.length && lastWords[nextLast] <= word && !takeLast(word, counter)) {
        return false;
      }
      if (!take(word, perWord, counter)) {
        return false;
      }
    }
    return true;
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long word = words[i];
      int at = i;
      while (at > from && words[at - 1] > word) {
        words[at] = words[at - 1];
        at--;
      }
      words[at] = word;
    }
  }

  /** Takes the short suffixes up to that word. */
  private boolean takeLast(long upTo, RepeatedTuples.Counter counter) {
    while (nextLast < lastWords.length && lastWords[nextLast] <= upTo) {
      if (!take(lastWords[nextLast], lastLengths[nextLast], counter)) {
        return false;
      }
      nextLast++;
    }
    return true;
  }

  private boolean take(long word, int length, RepeatedTuples.Counter counter) {
    if (lengthBefore >= 0) {
      if (word == before && Math.min(length, lengthBefore) == perWord) {
        return false;
      }
      int unused = Long.SIZE - symbolBits * perWord;
      int same = (Long.numberOfLeadingZeros(word ^ before) - unused) / symbolBits;
      counter.next(Math.min(same, Math.min(length, lengthBefore)));
    }
    before = word;
    lengthBefore = length;
    return true;
  }
}
