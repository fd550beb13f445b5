package org.astragal.ledger;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The fields of an event, by name, each as the text that stands there. Immutable. */
final class Fields {
  /** Longest event in bytes. */
  static final int MAX_BYTES = 16 * 1024;

  private static final int MAX_FIELDS = 256;
  private static final int MAX_DEPTH = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Map<String, String> byName;

  private Fields(Map<String, String> byName) {
    this.byName = byName;
  }

  /** {@return the text of a field, if it is there} */
  Optional<String> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** {@return all of them, in the order in which they stand} */
  Map<String, String> all() {
    return byName;
  }

  /** Reads an event. */
  static Fields parse(Mapping.Format format, byte[] raw) throws DoubtException {
    if (raw.length == 0 || raw.length > MAX_BYTES) {
      throw new DoubtException(Doubt.MALFORMED, raw.length + " bytes");
    }
    var text = decode(raw);
    var fields = new LinkedHashMap<String, String>();
    switch (format) {
      case FORM -> form(text, fields);
      case JSON -> json(text, fields);
      case PIPE -> pipe(text, fields);
    }
    return new Fields(fields);
  }

  private static String decode(byte[] raw) throws DoubtException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw new DoubtException(Doubt.MALFORMED, "not UTF-8");
    }
  }

  private static void form(String text, Map<String, String> fields) throws DoubtException {
    for (var pair : List.of(text.split("&", -1))) {
      var equals = pair.indexOf('=');
      if (equals < 1) {
        throw new DoubtException(Doubt.MALFORMED, "not name=value&name=value");
      }
      try {
        put(
            fields,
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new DoubtException(Doubt.MALFORMED, "a percent sign that stands for nothing");
      }
    }
  }

  private static void pipe(String text, Map<String, String> fields) throws DoubtException {
    var place = 0;
    for (var word : List.of(text.split("\\|", -1))) {
      var equals = word.indexOf('=');
      if (equals > 0) {
        put(fields, word.substring(0, equals), word.substring(equals + 1));
      } else {
        put(fields, "#" + place, word);
      }
      place++;
    }
  }

  /** Members of objects in objects are joined by dots; what stands in arrays is left out. */
  private static void json(String text, Map<String, String> fields) throws DoubtException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DoubtException(Doubt.MALFORMED, "not a JSON object");
      }
      object(parser, "", fields);
      if (parser.nextToken() != null) {
        throw new DoubtException(Doubt.MALFORMED, "something stands after the JSON object");
      }
    } catch (JacksonException e) {
      var twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
      throw new DoubtException(
          twice ? Doubt.AMBIGUOUS : Doubt.MALFORMED,
          twice ? "a member stands twice" : "not strict JSON");
    }
  }

  /** Reads up to the end of the object. Its depth is bounded by the parser. */
  private static void object(JsonParser parser, String prefix, Map<String, String> fields)
      throws DoubtException {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = prefix + parser.currentName();
      switch (parser.nextToken()) {
        case START_OBJECT -> object(parser, name + ".", fields);
        case START_ARRAY -> parser.skipChildren();
        case VALUE_NULL -> {
          // As if it were not there.
        }
        // The text of the token, so that a number stays what was written.
        default -> put(fields, name, parser.getString());
      }
    }
  }

  private static void put(Map<String, String> fields, String name, String value)
      throws DoubtException {
    if (fields.size() == MAX_FIELDS) {
      throw new DoubtException(Doubt.MALFORMED, "more than " + MAX_FIELDS + " fields");
    }
    if (fields.put(name, value) != null) {
      throw new DoubtException(Doubt.AMBIGUOUS, "a field stands twice");
    }
  }
}
