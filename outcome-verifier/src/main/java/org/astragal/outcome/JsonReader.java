package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  private JsonReader() {}

  static Json read(byte[] utf8, int maxBytes) throws JsonException {
    if (utf8.length > maxBytes) {
      throw new JsonException(
          JsonException.Fault.TOO_LONG,
          "",
          "%d bytes, at most %d are read".formatted(utf8.length, maxBytes));
    }
    String text = decode(utf8);
    // From a String, Jackson neither guesses an encoding nor skips a byte order mark.
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException(JsonException.Fault.SYNTAX, "", "is empty");
      }
      Json value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new JsonException(JsonException.Fault.SYNTAX, "", "something follows the value");
      }
      return value;
    } catch (JacksonException e) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", message(e));
    }
  }

  private static String decode(byte[] utf8) throws JsonException {
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      // Either the text really holds U+FFFD or the decoder put it there for malformed bytes.
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      } catch (CharacterCodingException e) {
        throw new JsonException(JsonException.Fault.ENCODING, "", "is not valid UTF-8");
      }
    }
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      throw new JsonException(JsonException.Fault.ENCODING, "", "begins with a byte order mark");
    }
    return text;
  }

  private static Json value(JsonParser parser, JsonToken token) throws JsonException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Str(wellFormed(parser.getString()));
      case VALUE_NUMBER_INT -> integer(parser);
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

  private static Json.Obj object(JsonParser parser) throws JsonException {
    var members = new LinkedHashMap<String, Json>();
    while (next(parser) != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName());
      Json value;
      try {
        value = value(parser, next(parser));
      } catch (JsonException e) {
        throw e.under(name);
      }
      if (members.put(name, value) != null) {
        throw new JsonException(JsonException.Fault.DUPLICATE, name, "is there twice");
      }
    }
    return new Json.Obj(members);
  }

  private static Json.Arr array(JsonParser parser) throws JsonException {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      try {
        items.add(value(parser, token));
      } catch (JsonException e) {
        throw e.under("[" + items.size() + "]");
      }
    }
    return new Json.Arr(items);
  }

  private static JsonToken next(JsonParser parser) throws JsonException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new JsonException(JsonException.Fault.SYNTAX, "", "ends too early");
    }
    return token;
  }

  private static Json.Int integer(JsonParser parser) throws JsonException {
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

  private static String wellFormed(String text) throws JsonException {
    if (Texts.hasLoneSurrogate(text)) {
      throw new JsonException(JsonException.Fault.ENCODING, "", "holds a lone surrogate");
    }
    return text;
  }

  private static String message(JacksonException e) {
    String text = e.getOriginalMessage();
    return text == null || text.isEmpty() ? "is not JSON" : text;
  }
}
