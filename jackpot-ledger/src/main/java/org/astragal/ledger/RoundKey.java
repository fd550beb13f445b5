package org.astragal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.astragal.outcome.Hash;

/**
 * The first 128 bits of SHA-256 over (operator, round, step): small, of fixed size, and the same
 * whichever appliance settled the round.
 */
record RoundKey(long high, long low) {
  static final int BYTES = 16;

  static RoundKey of(String operator, String round, long step) {
    var who = operator.getBytes(StandardCharsets.UTF_8);
    var what = round.getBytes(StandardCharsets.UTF_8);
    // Lengths first, so that no two triples give the same bytes.
    var text = ByteBuffer.allocate(16 + who.length + what.length);
    text.putInt(who.length).put(who).putInt(what.length).put(what).putLong(step);
    var digest = ByteBuffer.wrap(Hash.sha256(text.array()).bytes());
    return new RoundKey(digest.getLong(), digest.getLong());
  }

  static RoundKey of(byte[] bytes) {
    var both = ByteBuffer.wrap(bytes);
    return new RoundKey(both.getLong(), both.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }
}
