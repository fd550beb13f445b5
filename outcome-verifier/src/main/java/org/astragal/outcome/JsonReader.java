package org.astragal.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Jackson's tokens, with everything refused that two readers might understand differently. */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Json.MAX_DEPTH).build())
          .build();

  private final JsonParser parser;
  private final boolean escapes;

  private JsonReader(JsonParser parser, boolean escapes) {
    this.parser = parser;
    this.escapes = escapes;
  }

  static Json read(byte[] utf8, int maxBytes) throws JsonException {
    if (utf8.length > maxBytes) {
      throw new JsonException(
          JsonException.Fault.TOO_LONG,
          "",
          "%d bytes, at most %d are read".formatted(utf8.length, maxBytes));
    }
    Json plain = PlainJson.read(utf8);
    if (plain != null) {
      return plain;
    }
    return strictly(utf8);
  }

  /** Reads what may be of any form. */
  static Json strictly(byte[] utf8) throws JsonException {
    boolean escapes = checkEncoding(utf8);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      return new JsonReader(parser, escapes).whole();
    } catch (JacksonException e) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", message(e));
    }
  }

  /**
   * Jackson skips a byte order mark, guesses UTF-16 and UTF-32 from zero bytes, and does not check
   * UTF-8 fully; after this it has nothing to skip, guess or overlook.
   *
   * @return whether there are escapes, the only way to write a lone surrogate
   */
  private static boolean checkEncoding(byte[] utf8) throws JsonException {
    String text =
        Texts.utf8(utf8, 0, utf8.length)
            .orElseThrow(
                () -> new JsonException(JsonException.Fault.ENCODING, "", "is not valid UTF-8"));
    if (text.startsWith("\uFEFF")) {
      throw new JsonException(JsonException.Fault.ENCODING, "", "begins with a byte order mark");
    }
    if (text.indexOf('\0') >= 0) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", "holds a zero byte");
    }
    return text.indexOf('\\') >= 0;
  }

  private Json whole() throws JsonException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", "is empty");
    }
    Json value = value(first);
    if (parser.nextToken() != null) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", "something follows the value");
    }
    return value;
  }

  private Json value(JsonToken token) throws JsonException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Str(wellFormed(parser.getString()));
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT ->
          throw new JsonException(
              JsonException.Fault.NUMBER, "", "numbers have no fraction or exponent here");
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.Null.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonException(JsonException.Fault.SYNTAX, "", "no value where one must be");
    };
  }

  private Json.Obj object() throws JsonException {
    var builder = new Members.Builder();
    while (next() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName());
      Json value;
      try {
        value = value(next());
      } catch (JsonException e) {
        throw e.under(name);
      }
      builder.add(name, value);
    }
    Members members = builder.sorted();
    Optional<String> repeated = members.repeated();
    if (repeated.isPresent()) {
      throw new JsonException(JsonException.Fault.DUPLICATE, repeated.get(), "is there twice");
    }
    return new Json.Obj(members);
  }

  private Json.Arr array() throws JsonException {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      try {
        items.add(value(token));
      } catch (JsonException e) {
        throw e.under("[" + items.size() + "]");
      }
    }
    return new Json.Arr(items);
  }

  private JsonToken next() throws JsonException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", "ends too early");
    }
    return token;
  }

  private Json.Int integer() throws JsonException {
    String digits = parser.getString();
    // 16 digits and a sign hold every allowed value, so parseLong cannot overflow.
    if (digits.length() > 17) {
      throw new JsonException(JsonException.Fault.NUMBER, "", "integer beyond 2^53 - 1");
    }
    long value = Long.parseLong(digits);
    if (value > Json.MAX_INTEGER || value < -Json.MAX_INTEGER) {
      throw new JsonException(JsonException.Fault.NUMBER, "", "integer beyond 2^53 - 1");
    }
    if (value == 0 && digits.charAt(0) == '-') {
      throw new JsonException(JsonException.Fault.NUMBER, "", "negative zero");
    }
    return new Json.Int(value);
  }

  private String wellFormed(String text) throws JsonException {
    if (escapes && Texts.hasLoneSurrogate(text)) {
      throw new JsonException(JsonException.Fault.ENCODING, "", "holds a lone surrogate");
    }
    return text;
  }

  private static String message(JacksonException e) {
    String text = e.getOriginalMessage();
    return text == null || text.isEmpty() ? "is not JSON" : text;
  }
}
