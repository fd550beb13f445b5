package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: a proof holds for the beginning of one tree, and for nothing else. */
final class ConsistencyProofTest {
  private static final int MAX = 40;

  @Test
  @Tag("RFC6962-2.1.3")
  void exampleOfSevenLeavesIsTheOneOfTheText() {
    List<Hash> d = NaiveTree.leaves(7);
    Hash g = Hash.node(d.get(0), d.get(1));
    Hash h = Hash.node(d.get(2), d.get(3));
    Hash i = Hash.node(d.get(4), d.get(5));
    Hash j = d.get(6);
    Hash k = Hash.node(g, h);
    Hash l = Hash.node(i, j);
    assertEquals(List.of(d.get(2), d.get(3), g, l), prove(d, 3, 7));
    assertEquals(List.of(l), prove(d, 4, 7));
    assertEquals(List.of(i, j, k), prove(d, 6, 7));
  }

  @Test
  @Tag("exhaustive")
  void everyBeginningOfEveryTreeIsProvenAndNoOther() {
    List<Hash> leaves = NaiveTree.leaves(MAX);
    for (int n = 0; n <= MAX; n++) {
      Hash newRoot = NaiveTree.root(leaves.subList(0, n));
      for (int m = 0; m <= n; m++) {
        List<Hash> proof = prove(leaves, m, n);
        Hash oldRoot = NaiveTree.root(leaves.subList(0, m));
        assertTrue(ConsistencyProof.verify(m, oldRoot, n, newRoot, proof), m + " " + n);
        for (int other = 0; other <= n; other++) {
          if (other != m) {
            assertFalse(
                ConsistencyProof.verify(other, oldRoot, n, newRoot, proof)
                    && !(other == n && m == n),
                m + " as " + other + " of " + n);
          }
        }
        assertChangesAreSeen(m, oldRoot, n, newRoot, proof);
      }
    }
  }

  private static void assertChangesAreSeen(
      int m, Hash oldRoot, int n, Hash newRoot, List<Hash> proof) {
    Hash wrong = Hash.sha256(new byte[] {1});
    assertFalse(ConsistencyProof.verify(m, wrong, n, newRoot, proof));
    if (m > 0) {
      assertFalse(ConsistencyProof.verify(m, oldRoot, n, wrong, proof));
    }
    var longer = new ArrayList<>(proof);
    longer.add(wrong);
    assertFalse(ConsistencyProof.verify(m, oldRoot, n, newRoot, longer));
    for (int i = 0; i < proof.size(); i++) {
      var changed = new ArrayList<>(proof);
      changed.set(i, wrong);
      assertFalse(ConsistencyProof.verify(m, oldRoot, n, newRoot, changed));
      var shorter = new ArrayList<>(proof);
      shorter.remove(i);
      assertFalse(ConsistencyProof.verify(m, oldRoot, n, newRoot, shorter));
    }
  }

  @Test
  void treeThatShrinksIsNoContinuation() {
    List<Hash> leaves = NaiveTree.leaves(5);
    Hash root = NaiveTree.root(leaves);
    assertFalse(ConsistencyProof.verify(6, root, 5, root, List.of()));
    assertFalse(ConsistencyProof.verify(-1, root, 5, root, List.of()));
  }

  private static List<Hash> prove(List<Hash> leaves, int m, int n) {
    var older = new CompactRange();
    leaves.subList(0, m).forEach(older::append);
    return ConsistencyProof.prove(older, leaves.subList(m, n));
  }
}
