package org.astragal.outcome;

import java.util.Base64;
import java.util.List;

/** Limits that the parts of a record share; each refusal is an IllegalArgumentException. */
final class Check {
  /** Longest identifier in characters. */
  static final int MAX_ID = 256;

  /** Longest list in a record. */
  static final int MAX_ITEMS = 4096;

  private Check() {}

  static void id(String what, String text) {
    text(what, text, MAX_ID);
  }

  static void text(String what, String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      throw new IllegalArgumentException(what + " must have 1 to " + max + " characters");
    }
    if (Texts.hasLoneSurrogate(text)) {
      throw new IllegalArgumentException(what + " holds a lone surrogate");
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

  static void eventType(String type) {
    String[] words = type.split("\\.", -1);
    boolean known = words.length > 1 && Event.FAMILIES.contains(words[0]);
    if (!known || type.equals(LogCreated.TYPE)) {
      throw new IllegalArgumentException("not a type of event: " + type);
    }
    for (String word : words) {
      code("each word of an event type", word);
    }
  }
}
