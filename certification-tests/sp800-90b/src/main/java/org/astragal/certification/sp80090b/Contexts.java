package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * What followed each context of one length: a dictionary from the last symbols to the counts of the
 * next one, which knows the most frequent of them.
 */
final class Contexts {
  private static final int NONE = -1;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final byte[] s;
  private final int length;

  /** Contexts by hash: the node, or none. At most half full. */
  private int[] slots = filled(FIRST_CAPACITY);

  private int nodes;
  private int[] hashes = new int[FIRST_CAPACITY / 2];

  /** Where the node's context ended when it was first seen. */
  private int[] ends = new int[FIRST_CAPACITY / 2];

  private int[] bestCounts = new int[FIRST_CAPACITY / 2];
  private byte[] bestSymbols = new byte[FIRST_CAPACITY / 2];

  /** Pairs of node and symbol by hash. At most half full. */
  private int[] pairs = filled(FIRST_CAPACITY);

  private int[] pairCounts = new int[FIRST_CAPACITY];
  private int pairsUsed;

  /**
   * Creates one.
   *
   * @param s the symbols
   * @param length of a context, from 1
   */
  Contexts(byte[] s, int length) {
    this.s = s;
    this.length = length;
  }

  /**
   * Lengthens a context backwards.
   *
   * @param hash of the shorter one, 0 for none
   * @param symbol the one before it
   * @return the hash of the longer one
   */
  static int lengthen(int hash, byte symbol) {
    return (hash + (symbol & 0xff) + 1) * 0x9E3779B1;
  }

  /** {@return the node of the context that ends before that index, or -1} */
  int find(int end, int hash) {
    return slots[slot(end, hash)];
  }

  /** {@return the node of that context, made if there is none} */
  int findOrAdd(int end, int hash) {
    int slot = slot(end, hash);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    if (nodes == hashes.length) {
      grow();
      slot = slot(end, hash);
    }
    slots[slot] = nodes;
    hashes[nodes] = hash;
    ends[nodes] = end;
    return nodes++;
  }

  /** {@return the symbol that came most often after this context; of equals the greatest} */
  int bestSymbol(int node) {
    return bestSymbols[node] & 0xff;
  }

  int bestCount(int node) {
    return bestCounts[node];
  }

  /**
   * Counts a symbol after a context.
   *
   * @param mayAdd whether it is counted if it never came after this context
   * @return whether it was counted for the first time
   */
  boolean count(int node, byte symbol, boolean mayAdd) {
    int key = (node << Byte.SIZE) | (symbol & 0xff);
    int slot = pairSlot(key);
    boolean added = pairs[slot] == NONE;
    if (added) {
      if (!mayAdd) {
        return false;
      }
      if (2 * (pairsUsed + 1) > pairs.length) {
        growPairs();
        slot = pairSlot(key);
      }
      pairs[slot] = key;
      pairsUsed++;
    }
    int count = ++pairCounts[slot];
    int best = bestCounts[node];
    if (count > best || (count == best && (symbol & 0xff) > bestSymbol(node))) {
      bestCounts[node] = count;
      bestSymbols[node] = symbol;
    }
    return added;
  }

  /** {@return the slot that holds this context or is free for it} */
  private int slot(int end, int hash) {
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    while (slots[slot] != NONE && !holds(slots[slot], end, hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean holds(int node, int end, int hash) {
    return hashes[node] == hash
        && Arrays.equals(s, ends[node] - length, ends[node], s, end - length, end);
  }

  private int pairSlot(int key) {
    int mask = pairs.length - 1;
    int slot = spread(key * 0x85EBCA6B) & mask;
    while (pairs[slot] != NONE && pairs[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, 2 * nodes);
    ends = Arrays.copyOf(ends, 2 * nodes);
    bestCounts = Arrays.copyOf(bestCounts, 2 * nodes);
    bestSymbols = Arrays.copyOf(bestSymbols, 2 * nodes);
    slots = filled(2 * slots.length);
    int mask = slots.length - 1;
    for (int node = 0; node < nodes; node++) {
      int slot = spread(hashes[node]) & mask;
      while (slots[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = node;
    }
  }

  private void growPairs() {
    int[] oldPairs = pairs;
    int[] oldCounts = pairCounts;
    pairs = filled(2 * oldPairs.length);
    pairCounts = new int[pairs.length];
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldPairs[i] != NONE) {
        int slot = pairSlot(oldPairs[i]);
        pairs[slot] = oldPairs[i];
        pairCounts[slot] = oldCounts[i];
      }
    }
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 15);
  }

  private static int[] filled(int capacity) {
    int[] empty = new int[capacity];
    Arrays.fill(empty, NONE);
    return empty;
  }
}
