package org.astragal.ledger;

/** Very many rounds, in 32 to 64 bytes each. Used by one thread. */
final class RoundSet {
  private static final int FIRST_SLOTS = 1 << 16;

  /** Two words for each slot; a slot of two zeros is free, since no round has that hash. */
  private long[] slots = new long[2 * FIRST_SLOTS];

  private int size;

  /** Adds a round. {@return whether it was not there before} */
  boolean add(RoundKey key) {
    if (4L * size >= slots.length) {
      grow();
    }
    var at = find(slots, key.high(), key.low());
    if (slots[at] != 0 || slots[at + 1] != 0) {
      return false;
    }
    slots[at] = key.high();
    slots[at + 1] = key.low();
    size++;
    return true;
  }

  boolean contains(RoundKey key) {
    var at = find(slots, key.high(), key.low());
    return slots[at] != 0 || slots[at + 1] != 0;
  }

  int size() {
    return size;
  }

  /** {@return the slot of a round, or the free one where it belongs} */
  private static int find(long[] in, long high, long low) {
    var mask = in.length / 2 - 1;
    // The key is a hash already.
    var slot = (int) low & mask;
    while (true) {
      var at = 2 * slot;
      if ((in[at] == high && in[at + 1] == low) || (in[at] == 0 && in[at + 1] == 0)) {
        return at;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void grow() {
    var larger = new long[Math.multiplyExact(slots.length, 2)];
    for (var at = 0; at < slots.length; at += 2) {
      if (slots[at] != 0 || slots[at + 1] != 0) {
        var to = find(larger, slots[at], slots[at + 1]);
        larger[to] = slots[at];
        larger[to + 1] = slots[at + 1];
      }
    }
    slots = larger;
  }
}
