package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.astragal.signer.Store.Family;

/**
 * Reads the two lists of rounds that wait for their players. One is by name, with what is kept for
 * each; the other by the place of the newest record, which is the order of time: whoever has waited
 * longest stands first, so nobody needs to look at those who have not waited long.
 */
final class WaitingRounds {
  private WaitingRounds() {}

  /** {@return the list by name, each with the place of its first record} */
  static List<WaitingRound> byName(Store store) throws LogException {
    var found = new ArrayList<WaitingRound>();
    store.scan(
        Family.META,
        Keys.WAITING,
        (key, value) -> {
          Keys.waiting(key, Keys.number(value)).ifPresent(found::add);
          return Keys.isWaiting(key);
        });
    return found;
  }

  /**
   * {@return the list by time, each with the place of its newest record}
   *
   * @param from the first place that is looked at
   * @param most how many at most
   */
  static List<WaitingRound> byTime(Store store, long from, int most) throws LogException {
    var found = new ArrayList<WaitingRound>();
    store.scan(
        Family.META,
        Keys.newest(from),
        (key, value) -> {
          if (!Keys.isNewest(key) || found.size() == most) {
            return false;
          }
          String name = new String(value, StandardCharsets.UTF_8);
          int zero = name.indexOf('\0');
          // The name ends with a zero, too.
          found.add(
              new WaitingRound(
                  name.substring(0, zero),
                  name.substring(zero + 1, name.length() - 1),
                  Keys.newestSeq(key)));
          return true;
        });
    return found;
  }

  /** {@return how many there are} */
  static long count(Store store) throws LogException {
    long[] count = new long[1];
    store.scan(
        Family.META,
        Keys.newest(0),
        (key, _) -> {
          count[0] += Keys.isNewest(key) ? 1 : 0;
          return Keys.isNewest(key);
        });
    return count[0];
  }
}
