package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Draws;

/**
 * Every way that chance can take through a round, one after the other, each with its exact weight.
 *
 * <p>The plan of the draws is not known beforehand: each visit repeats the path so far and takes
 * value 0 where the game goes on to draw; then the last draw that has a next value takes it.
 */
final class DrawTree implements Draws {
  private final List<String> purposes = new ArrayList<>();
  private final List<Long> bounds = new ArrayList<>();
  private final List<Long> values = new ArrayList<>();
  private int depth;

  /** What a round does with one path. */
  @FunctionalInterface
  interface Visit {
    /**
     * Plays one path.
     *
     * @param draws the draws of the path
     */
    void play(DrawTree draws) throws Exception;
  }

  /** Plays every path once; {@return how many there were} */
  static long walk(Visit visit) throws Exception {
    var tree = new DrawTree();
    long paths = 0;
    do {
      tree.depth = 0;
      visit.play(tree);
      if (tree.depth != tree.values.size()) {
        throw new IllegalStateException("the same path asked for fewer draws the second time");
      }
      paths++;
    } while (tree.advance());
    return paths;
  }

  @Override
  public long below(String purpose, long n) {
    if (depth == values.size()) {
      purposes.add(purpose);
      bounds.add(n);
      values.add(0L);
    } else if (bounds.get(depth) != n || !purposes.get(depth).equals(purpose)) {
      throw new IllegalStateException("the same path asked for another draw the second time");
    }
    return values.get(depth++);
  }

  /** {@return one over the likelihood of the path just played} */
  long denominator() {
    long product = 1;
    for (int i = 0; i < depth; i++) {
      product = Math.multiplyExact(product, bounds.get(i));
    }
    return product;
  }

  /** {@return how many draws the path just played made} */
  int draws() {
    return depth;
  }

  private boolean advance() {
    for (int last = values.size() - 1; last >= 0; last--) {
      if (values.get(last) + 1 < bounds.get(last)) {
        values.set(last, values.get(last) + 1);
        return true;
      }
      purposes.removeLast();
      bounds.removeLast();
      values.removeLast();
    }
    return false;
  }
}
