package org.astragal.certification.sp80090b;

/**
 * What the second half of bzip2 1.0 makes of a transformed block: move to front, runs of zeros as
 * numbers, and two to six Huffman codes that are fitted in four rounds to groups of 50 symbols.
 * Only the number of bits is computed. For blocks of at most 11 different characters.
 *
 * <p>A block is given by {@link #begin}, then its characters in order, then {@link #end}. Not
 * thread-safe: keeps its arrays for the next block.
 */
final class BzipCodes {
  private static final int GROUP = 50;
  private static final int ROUNDS = 4;
  private static final int MAX_CODES = 6;

  /** The longest code word the program makes. */
  private static final int MAX_LENGTH = 17;

  private static final int FAR = 15;

  /** A cost of a group under one code: at most 50 x 17. */
  private static final int COST_BITS = 10;

  private static final int COST_MASK = (1 << COST_BITS) - 1;

  /** Room for the number of a code below its cost. */
  private static final int CODE_BITS = 3;

  /** Magic number, checksum, one flag, the place of the text's own rotation. */
  private static final int BLOCK_HEADER_BITS = 48 + 32 + 1 + 24;

  /** How many codes there are, and how many choices between them. */
  private static final int SELECTOR_HEADER_BITS = 3 + 15;

  /** Runs below this have at most three digits. */
  private static final int SHORT_RUN = 15;

  /** Symbols of a short run and what ends it. */
  private static final int MOST_AT_ONCE = 4;

  /** By place, what counts it; zero counts nothing. */
  private static final long[] PLACE = new long[RecentFirst.MOST + 1];

  /** By length of a short run, what counts its digits, and how many there are. */
  private static final long[] RUN_DIGITS = new long[SHORT_RUN];

  private static final int[] RUN_LENGTH = new int[SHORT_RUN];

  static {
    for (int place = 1; place < PLACE.length; place++) {
      PLACE[place] = GroupCounts.of(place);
    }
    for (int length = 1; length < SHORT_RUN; length++) {
      for (int left = length; left > 0; left = (left - 1) >> 1) {
        RUN_DIGITS[length] += digit(left);
        RUN_LENGTH[length]++;
      }
    }
  }

  private final byte[] numbers = new byte[256];
  private boolean[] used = new boolean[0];
  private int characters;
  private GroupCounts groups = new GroupCounts(0);
  private byte[] selected = new byte[0];

  /** What was seen when, how many groups are full, and what the next one has so far. */
  private long recent;

  private int zeros;
  private int full;
  private int room;
  private long places;
  private long digits;

  /**
   * Starts a block.
   *
   * @param occurring by character, whether it occurs; not copied
   * @param length how many characters will come, at least 1
   */
  void begin(boolean[] occurring, int length) {
    used = occurring;
    characters = 0;
    for (int c = 0; c < used.length; c++) {
      if (used[c]) {
        numbers[c] = (byte) characters++;
      }
    }
    // At most one symbol for each character, and one for the end.
    int mostGroups = length / GROUP + 1;
    if (selected.length < mostGroups) {
      groups = new GroupCounts(mostGroups);
      selected = new byte[mostGroups];
    }
    recent = RecentFirst.START;
    zeros = 0;
    full = 0;
    startGroup();
  }

  // Whether a character repeats cannot be foreseen, and a wrong guess costs a processor more than
  // all of this. So a place of zero goes the same way: what it would count is masked out.
  /** Takes the characters of a part of an array. */
  void add(byte[] text, int from, int to) {
    long word = recent;
    long counts = places;
    long runs = digits;
    int left = room;
    int still = zeros;
    for (int i = from; i < to; i++) {
      int number = numbers[text[i]];
      int place = RecentFirst.place(word, number);
      word = RecentFirst.see(word, number);
      if (still < SHORT_RUN && left > MOST_AT_ONCE) {
        int moved = -place >> (Integer.SIZE - 1);
        counts += PLACE[place];
        runs += RUN_DIGITS[still] & moved;
        left -= (RUN_LENGTH[still] + 1) & moved;
        still = (still + 1) & ~moved;
        continue;
      }
      places = counts;
      digits = runs;
      room = left;
      zeros = still;
      addOne(place);
      counts = places;
      runs = digits;
      left = room;
      still = zeros;
    }
    recent = word;
    places = counts;
    digits = runs;
    room = left;
    zeros = still;
  }

  private void addOne(int place) {
    if (place == 0) {
      zeros++;
      return;
    }
    run(zeros);
    zeros = 0;
    places += PLACE[place];
    count();
  }

  /** Takes one character several times. */
  void add(byte character, int times) {
    if (times > 0) {
      add(new byte[] {character}, 0, 1);
      zeros += times - 1;
    }
  }

  /** {@return the bits of the block} */
  long end() {
    run(zeros);
    // The end is a place that no character has.
    places += PLACE[characters];
    count();
    int symbols = full * GROUP + GROUP - room;
    if (room < GROUP) {
      closeGroup();
    }
    int alphabet = characters + GroupCounts.DIGITS;
    int codes =
        symbols < 200 ? 2 : symbols < 600 ? 3 : symbols < 1200 ? 4 : symbols < 2400 ? 5 : MAX_CODES;
    int[][] lengths = firstLengths(alphabet, codes, symbols);
    int[][] frequencies = new int[codes][alphabet];
    for (int round = 0; round < ROUNDS; round++) {
      select(lengths, alphabet);
      groups.sum(full, selected, frequencies);
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
    return BLOCK_HEADER_BITS + usedBits(used) + selectorBits() + tableBits(lengths) + data;
  }

  /** A run of zeros is written in base two with the digits one and two, the lowest first. */
  private void run(int length) {
    for (int left = length; left > 0; left = (left - 1) >> 1) {
      digits += digit(left);
      count();
    }
  }

  private static long digit(int left) {
    return (left & 1) == 1 ? GroupCounts.ONE : GroupCounts.TWO;
  }

  private void count() {
    if (--room == 0) {
      closeGroup();
    }
  }

  private void closeGroup() {
    groups.set(full++, places, digits);
    startGroup();
  }

  private void startGroup() {
    places = 0;
    digits = 0;
    room = GROUP;
  }

  /** The first codes each favour a range of symbols of about the same share. */
  private int[][] firstLengths(int alphabet, int codes, int symbols) {
    int[] frequency = new int[alphabet];
    groups.sum(full, new byte[full], new int[][] {frequency});
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

  /** Gives each group the code that is cheapest for it, of equals the first. */
  private void select(int[][] lengths, int alphabet) {
    // All costs of a group at once: ten bits for each code.
    long[] costs = new long[GroupCounts.SYMBOLS];
    for (int t = 0; t < lengths.length; t++) {
      for (int v = 0; v < alphabet; v++) {
        costs[v] |= (long) lengths[t][v] << (t * COST_BITS);
      }
    }
    for (int g = 0; g < full; g++) {
      long all = groups.weigh(g, costs);
      int best = Integer.MAX_VALUE;
      for (int t = 0; t < lengths.length; t++) {
        int cost = (int) (all >>> (t * COST_BITS)) & COST_MASK;
        best = Math.min(best, (cost << CODE_BITS) | t);
      }
      selected[g] = (byte) (best & ((1 << CODE_BITS) - 1));
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
  private long selectorBits() {
    long bits = SELECTOR_HEADER_BITS;
    long word = RecentFirst.START;
    for (int g = 0; g < full; g++) {
      bits += RecentFirst.place(word, selected[g]) + 1;
      word = RecentFirst.see(word, selected[g]);
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
