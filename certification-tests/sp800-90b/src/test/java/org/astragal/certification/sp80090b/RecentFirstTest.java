package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: places are those of a list whose numbers are moved to the front. */
final class RecentFirstTest {
  @Test
  void placesAreThoseOfAList() {
    var random = new Random(7);
    List<Integer> list = new ArrayList<>(IntStream.range(0, RecentFirst.MOST).boxed().toList());
    long word = RecentFirst.START;
    for (int step = 0; step < 20_000; step++) {
      int number = Math.min(random.nextInt(RecentFirst.MOST), random.nextInt(RecentFirst.MOST));
      int place = list.indexOf(number);
      assertEquals(place, RecentFirst.place(word, number));
      word = RecentFirst.see(word, number);
      list.remove(Integer.valueOf(number));
      list.addFirst(number);
    }
  }
}
