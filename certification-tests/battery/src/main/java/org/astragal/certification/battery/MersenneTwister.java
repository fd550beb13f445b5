package org.astragal.certification.battery;

/**
 * MT19937 as Matsumoto and Nishimura published it, with the seeding by one word of 2002, which
 * other libraries here do not offer.
 */
final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int MIDDLE = 397;

  private final int[] state = new int[WORDS];
  private int at = WORDS;

  private MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < WORDS; i++) {
      state[i] = 1_812_433_253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  static void fill(byte[] into, int seed) {
    var twister = new MersenneTwister(seed);
    int word = 0;
    for (int i = 0; i < into.length; i++) {
      word = (i & 3) == 0 ? twister.next() : word;
      into[i] = (byte) (word >>> (24 - 8 * (i & 3)));
    }
  }

  private int next() {
    if (at == WORDS) {
      twist();
      at = 0;
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  private void twist() {
    for (int i = 0; i < WORDS; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
      state[i] = state[(i + MIDDLE) % WORDS] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
  }
}
