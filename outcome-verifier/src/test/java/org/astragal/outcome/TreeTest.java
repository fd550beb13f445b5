package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: the tree is the one of RFC 9162, and a proof holds for one place of one tree only. */
final class TreeTest {
  private static final int MAX = 64;

  @Test
  void emptyTreeHasTheHashOfNothing() {
    String sha256OfNothing =
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertEquals(sha256OfNothing, new CompactRange().root().toString());
    assertEquals(Hash.parse(sha256OfNothing), Hash.EMPTY_ROOT);
  }

  @Test
  @Tag("RFC9162-2.1.1")
  void compactRangeHasTheRootOfTheDefinitionAtEverySize() {
    List<Hash> leaves = NaiveTree.leaves(300);
    var range = new CompactRange();
    for (int n = 0; n <= 300; n++) {
      assertEquals(NaiveTree.root(leaves.subList(0, n)), range.root(), "size " + n);
      assertEquals(n, range.size());
      if (n < 300) {
        range.append(leaves.get(n));
      }
    }
  }

  @Test
  void compactRangeGoesOnFromItsPeaks() {
    List<Hash> leaves = NaiveTree.leaves(300);
    for (int n = 0; n < 300; n += 7) {
      var first = new CompactRange();
      leaves.subList(0, n).forEach(first::append);
      var second = CompactRange.of(first.size(), first.peaks());
      var third = first.copy();
      leaves.subList(n, 300).forEach(second::append);
      leaves.subList(n, 300).forEach(third::append);
      assertEquals(NaiveTree.root(leaves), second.root());
      assertEquals(NaiveTree.root(leaves), third.root());
      assertEquals(NaiveTree.root(leaves.subList(0, n)), first.root());
    }
  }

  @Test
  void peaksThatDoNotFitTheSizeAreRefused() {
    List<Hash> two = NaiveTree.leaves(2);
    assertThrows(IllegalArgumentException.class, () -> CompactRange.of(4, two));
    assertThrows(IllegalArgumentException.class, () -> CompactRange.of(7, two));
    assertThrows(IllegalArgumentException.class, () -> CompactRange.of(-1, two));
    assertEquals(two, CompactRange.of(6, two).peaks());
  }

  @Test
  void fullTreeTakesNoMoreLeaves() {
    var full = CompactRange.of(Long.MAX_VALUE, Collections.nCopies(63, Hash.EMPTY_ROOT));
    assertThrows(IllegalStateException.class, () -> full.append(Hash.EMPTY_ROOT));
  }

  @Test
  @Tag("RFC9162-2.1.3.2")
  void everyPathOfEveryTreeLeadsToItsRoot() {
    for (int n = 1; n <= MAX; n++) {
      List<Hash> leaves = NaiveTree.leaves(n);
      Hash root = NaiveTree.root(leaves);
      for (int i = 0; i < n; i++) {
        List<Hash> path = NaiveTree.path(i, leaves);
        assertTrue(InclusionProof.verify(leaves.get(i), i, n, path, root), i + " of " + n);
        assertEquals(path.size(), InclusionProof.pathLength(i, n));
      }
    }
  }

  @Test
  @Tag("RFC9162-2.1.3.2")
  void pathHoldsAtNoOtherIndexAndForNoOtherLeaf() {
    for (int n = 1; n <= MAX; n++) {
      List<Hash> leaves = NaiveTree.leaves(n);
      Hash root = NaiveTree.root(leaves);
      for (int i = 0; i < n; i++) {
        List<Hash> path = NaiveTree.path(i, leaves);
        for (int other = -1; other <= n; other++) {
          if (other != i) {
            assertFalse(InclusionProof.verify(leaves.get(i), other, n, path, root));
            Hash leaf = other >= 0 && other < n ? leaves.get(other) : Hash.EMPTY_ROOT;
            assertFalse(InclusionProof.verify(leaf, i, n, path, root));
          }
        }
      }
    }
  }

  @Test
  void pathHoldsForNoOtherSizeThatNeedsAnotherLength() {
    for (int n = 1; n <= MAX; n++) {
      List<Hash> leaves = NaiveTree.leaves(n);
      Hash root = NaiveTree.root(leaves);
      for (int i = 0; i < n; i++) {
        List<Hash> path = NaiveTree.path(i, leaves);
        for (int size = 0; size <= 2 * MAX; size++) {
          boolean inTree = i < size;
          if (!inTree || InclusionProof.pathLength(i, size) != path.size()) {
            assertFalse(InclusionProof.verify(leaves.get(i), i, size, path, root));
          }
        }
      }
    }
  }

  @Test
  void everyChangeOfAPathIsRefused() {
    List<Hash> leaves = NaiveTree.leaves(53);
    Hash root = NaiveTree.root(leaves);
    for (int i = 0; i < 53; i++) {
      List<Hash> path = NaiveTree.path(i, leaves);
      for (int at = 0; at <= path.size(); at++) {
        var longer = new ArrayList<>(path);
        longer.add(at, Hash.EMPTY_ROOT);
        assertFalse(InclusionProof.verify(leaves.get(i), i, 53, longer, root));
        if (at < path.size()) {
          var shorter = new ArrayList<>(path);
          shorter.remove(at);
          assertFalse(InclusionProof.verify(leaves.get(i), i, 53, shorter, root));
          var changed = new ArrayList<>(path);
          changed.set(at, Hash.EMPTY_ROOT);
          assertFalse(InclusionProof.verify(leaves.get(i), i, 53, changed, root));
        }
      }
    }
  }

  @Test
  void pathLengthOfTheLargestTreeStaysWithinTheLimit() {
    long size = Long.MAX_VALUE;
    assertEquals(InclusionProof.MAX_PATH, InclusionProof.pathLength(0, size));
    assertTrue(InclusionProof.pathLength(size - 1, size) <= InclusionProof.MAX_PATH);
    assertThrows(IllegalArgumentException.class, () -> InclusionProof.pathLength(size, size));
    assertThrows(IllegalArgumentException.class, () -> InclusionProof.pathLength(-1, size));
  }

  @Test
  void leafAndNodeOfTheSameBytesDiffer() {
    byte[] both = new byte[64];
    Hash half = Hash.of(new byte[32]);
    assertNotEquals(Hash.leaf(both), Hash.node(half, half));
    assertNotEquals(Hash.sha256(both), Hash.leaf(both));
  }

  @Test
  void hashIsReadBackAsWritten() {
    Hash hash = Hash.sha256(new byte[] {7});
    assertEquals(hash, Hash.parse(hash.toString()));
    assertEquals(hash, Hash.of(hash.bytes()));
    assertEquals(hash.hashCode(), Hash.of(hash.bytes()).hashCode());
    assertThrows(IllegalArgumentException.class, () -> Hash.of(new byte[31]));
    String upper = "sha256:" + hash.toString().substring(7).toUpperCase(java.util.Locale.ROOT);
    assertThrows(IllegalArgumentException.class, () -> Hash.parse(upper));
    assertThrows(IllegalArgumentException.class, () -> Hash.parse(hash + "0"));
    assertThrows(IllegalArgumentException.class, () -> Hash.parse(hash.toString().substring(7)));
  }

  @Test
  void base64OfAHashHasOneSpellingOnly() {
    var random = Samples.random(4648);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      String text = Base64.getEncoder().encodeToString(bytes);
      assertEquals(Hash.of(bytes), Hash.fromBase64(text).orElseThrow());
      assertEquals(text, Hash.of(bytes).base64());
      int at = random.nextInt(44);
      for (char c = 0; c < 300; c++) {
        String other = text.substring(0, at) + c + text.substring(at + 1);
        Optional<Hash> read = Hash.fromBase64(other);
        assertTrue(read.isEmpty() || read.get().base64().equals(other), other);
      }
      assertTrue(Hash.fromBase64(text.substring(1)).isEmpty());
      assertTrue(Hash.fromBase64(text + "=").isEmpty());
    }
    assertTrue(Hash.fromBase64("").isEmpty());
  }

  @Test
  void hashCannotBeChangedThroughItsBytes() {
    byte[] bytes = new byte[32];
    Hash hash = Hash.of(bytes);
    bytes[0] = 1;
    hash.bytes()[1] = 1;
    assertEquals(Hash.of(new byte[32]), hash);
  }
}
