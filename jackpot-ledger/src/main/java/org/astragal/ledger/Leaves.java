package org.astragal.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Hash;

/** The leaves of consecutive records, as the books keep them. Immutable. */
final class Leaves {
  private final long first;
  private final byte[] packed;

  /**
   * Leaves of a row of the books.
   *
   * @param first seq of the first one
   * @param packed 32 bytes each; given away
   */
  Leaves(long first, byte[] packed) {
    this.first = first;
    this.packed = packed;
  }

  /** {@return the leaf of a record, if it is one of these} */
  Optional<Hash> of(long seq) {
    if (seq < first || seq - first >= packed.length / Hash.BYTES) {
      return Optional.empty();
    }
    var at = Math.toIntExact(seq - first) * Hash.BYTES;
    return Optional.of(Hash.of(Arrays.copyOfRange(packed, at, at + Hash.BYTES)));
  }

  /** {@return the hashes that {@link #pack} made one array of} */
  static List<Hash> unpack(byte[] packed) {
    var hashes = new ArrayList<Hash>();
    for (var i = 0; i < packed.length; i += Hash.BYTES) {
      hashes.add(Hash.of(Arrays.copyOfRange(packed, i, i + Hash.BYTES)));
    }
    return hashes;
  }

  /** {@return these hashes one after the other, 32 bytes each} */
  static byte[] pack(List<Hash> hashes) {
    var packed = new byte[hashes.size() * Hash.BYTES];
    var at = 0;
    for (var hash : hashes) {
      System.arraycopy(hash.bytes(), 0, packed, at, Hash.BYTES);
      at += Hash.BYTES;
    }
    return packed;
  }
}
