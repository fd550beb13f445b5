package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The four predictors of section 6.3 written down as the steps stand there, with maps and strings:
 * slow, and independent of the code under test.
 */
final class ModelPredictors {
  private ModelPredictors() {}

  /** Correct predictions and the longest run of them. */
  record Score(long correct, long longestRun) {}

  /** Step 3 of 6.3.7 to 6.3.9: subpredictors, of which the best so far predicts. */
  private static final class Ensemble {
    private final long[] scores;
    private int winner;
    private long correct;
    private long run;
    private long longest;

    Ensemble(int size) {
      scores = new long[size];
    }

    /** A prediction of -1 is none. */
    void step(int[] predictions, int symbol) {
      boolean right = predictions[winner] == symbol;
      correct += right ? 1 : 0;
      // A subpredictor that says nothing neither ends nor prolongs a run of MultiMMC; the others
      // always say something once they may win.
      if (predictions[winner] >= 0) {
        run = right ? run + 1 : 0;
      }
      longest = Math.max(longest, run);
      for (int j = 0; j < predictions.length; j++) {
        if (predictions[j] == symbol) {
          scores[j]++;
          if (scores[j] >= scores[winner]) {
            winner = j;
          }
        }
      }
    }

    Score score() {
      return new Score(correct, longest);
    }
  }

  static Score multiMcw(byte[] s) {
    int[] widths = {63, 255, 1023, 4095};
    var ensemble = new Ensemble(4);
    for (int i = 63; i < s.length; i++) {
      int[] predictions = new int[4];
      for (int j = 0; j < 4; j++) {
        predictions[j] = i >= widths[j] ? frequent(s, i - widths[j], i) : -1;
      }
      ensemble.step(predictions, s[i] & 0xff);
    }
    return ensemble.score();
  }

  private static int frequent(byte[] s, int from, int to) {
    int[] counts = new int[256];
    int most = 0;
    for (int i = from; i < to; i++) {
      most = Math.max(most, ++counts[s[i] & 0xff]);
    }
    for (int i = to - 1; ; i--) {
      if (counts[s[i] & 0xff] == most) {
        return s[i] & 0xff;
      }
    }
  }

  static Score lag(byte[] s) {
    var ensemble = new Ensemble(128);
    for (int i = 1; i < s.length; i++) {
      int[] predictions = new int[128];
      for (int d = 1; d <= 128; d++) {
        predictions[d - 1] = i >= d ? s[i - d] & 0xff : -1;
      }
      ensemble.step(predictions, s[i] & 0xff);
    }
    return ensemble.score();
  }

  static Score multiMmc(byte[] s) {
    List<Map<String, TreeMap<Integer, Integer>>> models = new ArrayList<>();
    int[] entries = new int[16];
    for (int d = 0; d < 16; d++) {
      models.add(new HashMap<>());
    }
    var ensemble = new Ensemble(16);
    for (int i = 2; i < s.length; i++) {
      // 4a: count the symbol before this one after its contexts.
      for (int d = 1; d <= 16 && d < i; d++) {
        var context =
            models.get(d - 1).computeIfAbsent(text(s, i - 1 - d, i - 1), _ -> new TreeMap<>());
        int y = s[i - 1] & 0xff;
        if (context.containsKey(y)) {
          context.merge(y, 1, Integer::sum);
        } else if (entries[d - 1] < 100_000) {
          context.put(y, 1);
          entries[d - 1]++;
        }
      }
      // 4b: predict; a context that was not seen says nothing, and neither do longer ones.
      int[] predictions = new int[16];
      Arrays.fill(predictions, -1);
      for (int d = 1; d <= 16 && d < i; d++) {
        var context = models.get(d - 1).get(text(s, i - d, i));
        if (context == null || context.isEmpty()) {
          break;
        }
        predictions[d - 1] = best(context);
      }
      ensemble.step(predictions, s[i] & 0xff);
    }
    return ensemble.score();
  }

  static Score lz78y(byte[] s) {
    Map<String, TreeMap<Integer, Integer>> dictionary = new HashMap<>();
    long correct = 0;
    long run = 0;
    long longest = 0;
    for (int i = 17; i < s.length; i++) {
      for (int j = 16; j >= 1; j--) {
        String x = text(s, i - 1 - j, i - 1);
        if (!dictionary.containsKey(x) && dictionary.size() < 65_536) {
          dictionary.put(x, new TreeMap<>());
        }
        if (dictionary.containsKey(x)) {
          dictionary.get(x).merge(s[i - 1] & 0xff, 1, Integer::sum);
        }
      }
      int most = 0;
      int prediction = -1;
      for (int j = 16; j >= 1; j--) {
        var after = dictionary.get(text(s, i - j, i));
        if (after != null && after.get(best(after)) > most) {
          most = after.get(best(after));
          prediction = best(after);
        }
      }
      boolean right = prediction == (s[i] & 0xff);
      correct += right ? 1 : 0;
      run = right ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return new Score(correct, longest);
  }

  /** The symbol of the highest count, of equals the greatest. */
  private static int best(SortedMap<Integer, Integer> counts) {
    int best = -1;
    int most = 0;
    for (var entry : counts.entrySet()) {
      if (entry.getValue() >= most) {
        most = entry.getValue();
        best = entry.getKey();
      }
    }
    return best;
  }

  private static String text(byte[] s, int from, int to) {
    return new String(s, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
