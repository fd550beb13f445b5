package org.astragal.outcome;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Limits that the parts of a record share; each refusal is an IllegalArgumentException. */
final class Check {
  /** Longest identifier in characters. */
  static final int MAX_ID = 256;

  /** Longest list in a record; the limit on its bytes comes first. */
  static final int MAX_ITEMS = 8192;

  private Check() {}

  static void id(String what, String text) {
    text(what, text, MAX_ID);
  }

  static void text(String what, String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      throw new IllegalArgumentException(what + " must have 1 to " + max + " characters");
    }
    if (!Texts.isPlain(text)) {
      throw new IllegalArgumentException(what + " holds a control character or lone surrogate");
    }
  }

  static void ccy(String text) {
    boolean ok = text.length() >= 3 && text.length() <= 12;
    for (int i = 0; ok && i < text.length(); i++) {
      char c = text.charAt(i);
      ok = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    if (!ok) {
      throw new IllegalArgumentException("ccy must be 3 to 12 of A-Z and 0-9: " + text);
    }
  }

  static void range(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(what + " must be " + min + " to " + max + ": " + value);
    }
  }

  static <T> List<T> list(String what, List<T> items, int min) {
    range("count of " + what, items.size(), min, MAX_ITEMS);
    return List.copyOf(items);
  }

  /** Lower case letters, digits and hyphens. */
  static void code(String what, String text) {
    id(what, text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        throw new IllegalArgumentException(what + " must be lower case letters, digits, hyphens");
      }
    }
  }

  static void base64Url(String what, String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(text)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " must be base64url without padding", e);
    }
    throw new IllegalArgumentException(what + " must be base64url without padding");
  }

  /** Distinct bets, and exactly one result for each. */
  static void settles(List<Bet> bets, List<BetResult> results) {
    Set<String> open = new HashSet<>();
    for (Bet bet : bets) {
      if (!open.add(bet.id())) {
        throw new IllegalArgumentException("two bets with the id " + bet.id());
      }
    }
    for (BetResult result : results) {
      if (!open.remove(result.bet())) {
        throw new IllegalArgumentException("no bet, or a second result, for " + result.bet());
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("no result for the bets " + open);
    }
  }

  static void triggers(List<Bet> bets, List<Draw> draws, List<Trigger> triggers) {
    Set<Trigger> seen = new HashSet<>();
    for (Trigger trigger : triggers) {
      if (bets.stream().noneMatch(bet -> bet.id().equals(trigger.bet()))) {
        throw new IllegalArgumentException("a trigger of no bet: " + trigger.bet());
      }
      if (trigger.draw() >= draws.size()) {
        throw new IllegalArgumentException("a trigger by no draw: " + trigger.draw());
      }
      if (!seen.add(trigger)) {
        throw new IllegalArgumentException("the same trigger twice, of bet " + trigger.bet());
      }
    }
  }

  /** Draws that a waiting record shows: none that is hidden, and all of one step. */
  static void open(List<Draw> draws, boolean isFirst) {
    for (Draw draw : draws) {
      if (draw.isHidden()) {
        throw new IllegalArgumentException("a draw that must be hidden: " + draw.purpose());
      }
      if ((draw.step() == 0) != isFirst || draw.step() != draws.getFirst().step()) {
        throw new IllegalArgumentException("a draw of another step: " + draw.purpose());
      }
    }
  }

  /** Draws stand in the order of their steps, and every commitment opens to what was drawn. */
  static void reveals(List<Draw> draws, int choices, List<Reveal> reveals) {
    Set<Integer> opened = new HashSet<>();
    for (Reveal reveal : reveals) {
      List<Draw> hidden =
          draws.stream().filter(d -> d.isHidden() && d.step() == reveal.step()).toList();
      if (!opened.add(reveal.step()) || hidden.isEmpty() || !reveal.opens(hidden)) {
        throw new IllegalArgumentException("step " + reveal.step() + " was committed to otherwise");
      }
    }
    int last = 0;
    for (Draw draw : draws) {
      if (draw.step() < last || draw.step() > choices) {
        throw new IllegalArgumentException("a draw out of its step: " + draw.purpose());
      }
      last = draw.step();
    }
  }

  static void contributes(List<Bet> bets, List<Contribution> contributions) {
    for (Contribution contribution : contributions) {
      boolean found = false;
      for (int i = 0; i < bets.size() && !found; i++) {
        found = bets.get(i).id().equals(contribution.bet());
      }
      if (!found) {
        throw new IllegalArgumentException("a contribution of no bet: " + contribution.bet());
      }
    }
  }

  static void eventType(String type) {
    String[] words = type.split("\\.", -1);
    if (words.length < 2 || words[0].equals("round") || type.equals(LogCreated.TYPE)) {
      throw new IllegalArgumentException("not a type of event: " + type);
    }
    for (String word : words) {
      code("each word of an event type", word);
    }
  }
}
