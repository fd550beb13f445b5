package org.astragal.certification.sp80090b;

/**
 * Lengths of Huffman code words as bzip2 1.0 chooses among equals: by a heap in which, of equal
 * weights, the shallower tree is lighter.
 */
final class HuffmanLengths {
  private static final int DEPTH_BITS = 8;
  private static final int DEPTH_MASK = (1 << DEPTH_BITS) - 1;

  private final int[] heap;
  private final int[] weights;
  private int size;

  private HuffmanLengths(int leaves) {
    heap = new int[leaves + 1];
    weights = new int[2 * leaves];
  }

  /**
   * Sets the lengths.
   *
   * @param lengths by symbol, to be set
   * @param frequencies by symbol; none counts as one
   * @param longest no length may be more: the frequencies are evened out until none is
   */
  static void fit(int[] lengths, int[] frequencies, int longest) {
    int n = frequencies.length;
    var tree = new HuffmanLengths(n);
    for (int i = 0; i < n; i++) {
      tree.weights[i + 1] = Math.max(1, frequencies[i]) << DEPTH_BITS;
    }
    while (tree.build(lengths) > longest) {
      for (int i = 1; i <= n; i++) {
        tree.weights[i] = (1 + (tree.weights[i] >> DEPTH_BITS) / 2) << DEPTH_BITS;
      }
    }
  }

  /**
   * Sets the lengths and returns the greatest. Nodes are numbered from 1; 0 is lighter than all.
   */
  private int build(int[] lengths) {
    int n = lengths.length;
    int[] parents = new int[2 * n];
    size = 0;
    for (int i = 1; i <= n; i++) {
      add(i);
    }
    int nodes = n;
    while (size > 1) {
      int a = takeLightest();
      int b = takeLightest();
      nodes++;
      parents[a] = nodes;
      parents[b] = nodes;
      weights[nodes] = join(weights[a], weights[b]);
      add(nodes);
    }
    int greatest = 0;
    for (int i = 1; i <= n; i++) {
      int length = 0;
      for (int node = parents[i]; node != 0; node = parents[node]) {
        length++;
      }
      lengths[i - 1] = length;
      greatest = Math.max(greatest, length);
    }
    return greatest;
  }

  private static int join(int a, int b) {
    int weight = (a & ~DEPTH_MASK) + (b & ~DEPTH_MASK);
    return weight | (1 + Math.max(a & DEPTH_MASK, b & DEPTH_MASK));
  }

  private void add(int node) {
    int at = ++size;
    while (at > 1 && weights[node] < weights[heap[at >> 1]]) {
      heap[at] = heap[at >> 1];
      at >>= 1;
    }
    heap[at] = node;
  }

  private int takeLightest() {
    int lightest = heap[1];
    int node = heap[size--];
    int at = 1;
    while (2 * at <= size) {
      int child = 2 * at;
      if (child < size && weights[heap[child + 1]] < weights[heap[child]]) {
        child++;
      }
      if (weights[node] < weights[heap[child]]) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = node;
    return lightest;
  }
}
