package org.astragal.ledger;

import java.time.Instant;
import org.astragal.outcome.JcsWriter;

/**
 * One committed change of one level's meter.
 *
 * @param position ledger position, from 1, without gaps
 * @param micro the new balance of POOL, micro-units
 * @param at when it was written
 */
record MeterChange(long position, String pool, String level, long micro, Instant at) {

  /** {@return the message for subscribers} */
  String json(Displays displays) {
    return json(displays, false, false);
  }

  /**
   * {@return the message for subscribers}
   *
   * @param displays other currencies to show it in
   * @param snapshot whether it is one of a snapshot: older changes were not sent
   * @param complete whether it is the last of the snapshot: from here on its position counts
   */
  String json(Displays displays, boolean snapshot, boolean complete) {
    var w = new JcsWriter().beginObject();
    w.name("at").string(Texts.time(at));
    if (complete) {
      w.name("complete").bool(true);
    }
    w.name("display").string(Texts.display(micro));
    displays.write(w, pool, micro);
    w.name("level").string(level);
    w.name("micro").string(Long.toString(micro));
    w.name("pool").string(pool);
    w.name("position").string(Long.toString(position));
    if (snapshot) {
      w.name("snapshot").bool(true);
    }
    return new String(w.endObject().toBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
