package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * What the second half of bzip2 1.0 makes of a transformed block: move to front, runs of zeros as
 * numbers, and two to six Huffman codes that are fitted in four rounds to groups of 50 symbols.
 * Only the number of bits is computed. For blocks of at most 13 different characters.
 *
 * <p>Not thread-safe: keeps its arrays for the next call.
 */
final class BzipCodes {
  private static final int GROUP = 50;
  private static final int ROUNDS = 4;
  private static final int MAX_CODES = 6;

  /** Two digits of runs, the places of a move to front but the first, and the end. */
  private static final int MAX_SYMBOLS = 13;

  /** The longest code word the program makes. */
  private static final int MAX_LENGTH = 17;

  private static final int FAR = 15;

  /** A cost of a group under one code: at most 50 x 17. */
  private static final int COST_BITS = 10;

  private static final int COST_MASK = (1 << COST_BITS) - 1;

  /** Magic number, checksum, one flag, the place of the text's own rotation. */
  private static final int BLOCK_HEADER_BITS = 48 + 32 + 1 + 24;

  /** How often each symbol comes in each group. */
  private byte[] groups = new byte[0];

  private int symbols;
  private int groupCount;
  private int[] selected = new int[0];

  /**
   * {@return the bits of a block}
   *
   * @param transformed what precedes each rotation, in their order
   * @param length how much of it counts, at least 1
   */
  long bits(byte[] transformed, long length) {
    boolean[] used = new boolean[256];
    for (int i = 0; i < length; i++) {
      used[transformed[i]] = true;
    }
    int characters = moveToFront(transformed, (int) length, used);
    int alphabet = characters + 2;
    int codes =
        symbols < 200 ? 2 : symbols < 600 ? 3 : symbols < 1200 ? 4 : symbols < 2400 ? 5 : MAX_CODES;
    int[][] lengths = firstLengths(alphabet, codes);
    int[][] frequencies = new int[codes][alphabet];
    for (int round = 0; round < ROUNDS; round++) {
      select(lengths, frequencies, alphabet);
      for (int t = 0; t < codes; t++) {
        HuffmanLengths.fit(lengths[t], frequencies[t], MAX_LENGTH);
      }
    }
    long data = 0;
    for (int t = 0; t < codes; t++) {
      for (int v = 0; v < alphabet; v++) {
        data += (long) frequencies[t][v] * lengths[t][v];
      }
    }
    return BLOCK_HEADER_BITS + usedBits(used) + selectorBits(codes) + tableBits(lengths) + data;
  }

  /** Fills the groups, and returns how many characters there are. */
  private int moveToFront(byte[] transformed, int length, boolean[] used) {
    int[] index = new int[256];
    int characters = 0;
    long front = 0;
    for (int c = 0; c < used.length; c++) {
      if (used[c]) {
        front |= (long) characters << (4 * characters);
        index[c] = characters++;
      }
    }
    // At most one symbol for each character, and one for the end.
    int mostGroups = length / GROUP + 1;
    if (selected.length < mostGroups) {
      groups = new byte[mostGroups * MAX_SYMBOLS];
      selected = new int[mostGroups];
    }
    Arrays.fill(groups, 0, mostGroups * MAX_SYMBOLS, (byte) 0);
    symbols = 0;
    int zeros = 0;
    // The list stands in a long, four bits a place, the front lowest. It is searched for a place
    // that holds the wanted character by the first zero among the differences.
    for (int i = 0; i < length; i++) {
      long wanted = index[transformed[i]];
      if ((front & 0xf) == wanted) {
        zeros++;
        continue;
      }
      if (zeros > 0) {
        run(zeros);
        zeros = 0;
      }
      long different = front ^ wanted * 0x1111111111111111L;
      long hit = (different - 0x1111111111111111L) & ~different & 0x8888888888888888L;
      int shift = Long.numberOfTrailingZeros(hit) & ~3;
      long below = (1L << shift) - 1;
      front = (front & ~((below << 4) | 0xf)) | ((front & below) << 4) | wanted;
      symbol(shift / 4 + 1);
    }
    run(zeros);
    symbol(characters + 1);
    groupCount = (symbols + GROUP - 1) / GROUP;
    return characters;
  }

  /** A run of zeros is written in base two with the digits one and two, the lowest first. */
  private void run(int zeros) {
    for (int left = zeros; left > 0; left = (left - 1) >> 1) {
      symbol((left & 1) ^ 1);
    }
  }

  private void symbol(int v) {
    groups[symbols++ / GROUP * MAX_SYMBOLS + v]++;
  }

  /** The first codes each favour a range of symbols of about the same share. */
  private int[][] firstLengths(int alphabet, int codes) {
    int[] frequency = new int[alphabet];
    for (int g = 0; g < groupCount; g++) {
      for (int v = 0; v < alphabet; v++) {
        frequency[v] += groups[g * MAX_SYMBOLS + v];
      }
    }
    int[][] lengths = new int[codes][alphabet];
    int left = symbols;
    int from = 0;
    for (int part = codes; part > 0; part--) {
      int wanted = left / part;
      int to = from - 1;
      int got = 0;
      while (got < wanted && to < alphabet - 1) {
        to++;
        got += frequency[to];
      }
      if (to > from && part != codes && part != 1 && (codes - part) % 2 == 1) {
        got -= frequency[to];
        to--;
      }
      for (int v = 0; v < alphabet; v++) {
        lengths[part - 1][v] = v >= from && v <= to ? 0 : FAR;
      }
      from = to + 1;
      left -= got;
    }
    return lengths;
  }

  /** Gives each group the code that is cheapest for it, and counts the symbols of each code. */
  private void select(int[][] lengths, int[][] frequencies, int alphabet) {
    // All costs of a group at once: ten bits for each code.
    long[] costs = new long[alphabet];
    for (int t = 0; t < lengths.length; t++) {
      for (int v = 0; v < alphabet; v++) {
        costs[v] |= (long) lengths[t][v] << (t * COST_BITS);
      }
      Arrays.fill(frequencies[t], 0);
    }
    for (int g = 0; g < groupCount; g++) {
      int at = g * MAX_SYMBOLS;
      long all = 0;
      for (int v = 0; v < alphabet; v++) {
        all += groups[at + v] * costs[v];
      }
      int best = 0;
      long least = Long.MAX_VALUE;
      for (int t = 0; t < lengths.length; t++) {
        long cost = (all >>> (t * COST_BITS)) & COST_MASK;
        if (cost < least) {
          least = cost;
          best = t;
        }
      }
      selected[g] = best;
      int[] frequency = frequencies[best];
      for (int v = 0; v < alphabet; v++) {
        frequency[v] += groups[at + v];
      }
    }
  }

  /** Which characters are used: one bit for each sixteen, and sixteen where one of them is. */
  private static int usedBits(boolean[] used) {
    int bits = 16;
    for (int i = 0; i < used.length; i += 16) {
      boolean any = false;
      for (int j = i; j < i + 16; j++) {
        any |= used[j];
      }
      bits += any ? 16 : 0;
    }
    return bits;
  }

  /** The choices, moved to front and written in unary. */
  private long selectorBits(int codes) {
    long bits = 3 + 15;
    int[] front = new int[codes];
    Arrays.setAll(front, t -> t);
    for (int g = 0; g < groupCount; g++) {
      int wanted = selected[g];
      int place = 0;
      int moved = front[0];
      while (moved != wanted) {
        place++;
        int next = front[place];
        front[place] = moved;
        moved = next;
      }
      front[0] = wanted;
      bits += place + 1;
    }
    return bits;
  }

  /** The lengths of the code words, as differences. */
  private static long tableBits(int[][] lengths) {
    long bits = 0;
    for (int[] code : lengths) {
      bits += 5;
      int current = code[0];
      for (int length : code) {
        bits += 2L * Math.abs(length - current) + 1;
        current = length;
      }
    }
    return bits;
  }
}
