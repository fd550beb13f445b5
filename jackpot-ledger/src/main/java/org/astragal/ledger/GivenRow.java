package org.astragal.ledger;

import java.nio.ByteBuffer;

/**
 * A contribution as its row says it; see the table's columns.
 *
 * @param amounts five of each level, see {@link Row.Contribution}
 */
record GivenRow(
    int log,
    long seq,
    String bet,
    String operator,
    String round,
    String player,
    String jurisdiction,
    int terms,
    Decision decision,
    long stakeMinor,
    long dueMicro,
    long cutMicro,
    int cutBy,
    long rateE12,
    long carry,
    java.util.List<Long> amounts) {

  static GivenRow of(KeptRow row) {
    var f = row.fields();
    var amounts = new java.util.ArrayList<Long>();
    var array = ByteBuffer.wrap(f.get(18));
    if (array.getInt() == 1) {
      // Flags, type and lower bound say nothing here.
      array.getInt();
      array.getInt();
      var count = array.getInt();
      array.getInt();
      for (var i = 0; i < count; i++) {
        array.getInt();
        amounts.add(array.getLong());
      }
    }
    return new GivenRow(
        ByteBuffer.wrap(f.get(3)).getInt(),
        CopyReader.int8(f.get(4)),
        CopyReader.text(f.get(5)),
        CopyReader.text(f.get(6)),
        CopyReader.text(f.get(7)),
        CopyReader.text(f.get(8)),
        CopyReader.text(f.get(9)),
        ByteBuffer.wrap(f.get(10)).getInt(),
        Decision.of(ByteBuffer.wrap(f.get(11)).getShort()),
        CopyReader.int8(f.get(12)),
        CopyReader.int8(f.get(13)),
        CopyReader.int8(f.get(14)),
        ByteBuffer.wrap(f.get(15)).getShort(),
        CopyReader.int8(f.get(16)),
        CopyReader.int8(f.get(17)),
        amounts);
  }

  long amount(int level, int part) {
    return amounts.isEmpty() ? 0 : amounts.get(level * Row.Contribution.PARTS + part);
  }

  /** {@return all that came out of SOURCE, micro-units of the pool's currency} */
  long given() {
    var sum = 0L;
    for (var i = 0; i < amounts.size(); i++) {
      if (i % Row.Contribution.PARTS != Row.Contribution.POOL_AFTER) {
        sum = Math.addExact(sum, amounts.get(i));
      }
    }
    return sum;
  }
}
