package org.astragal.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Strict YAML into records: unknown, missing, doubled and null keys are refused. Thread-safe. */
final class Yaml {
  /** Largest file read, bytes: a configuration is some kilobytes. */
  static final int MAX_BYTES = 1 << 20;

  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Yaml() {}

  /** Reads the bytes of a file of at most {@link #MAX_BYTES}. */
  static byte[] bytes(Path file) throws ConfigException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(file + ": larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** Binds {@code content}, read from {@code file}, to a record whose constructor validates. */
  static <T> T bind(Path file, byte[] content, Class<T> type) throws ConfigException {
    try {
      var value = MAPPER.readValue(content, type);
      if (value == null) {
        throw new ConfigException(file + ": is empty");
      }
      return value;
    } catch (JacksonException e) {
      // A misspelt key is both unknown and missing; said to be unknown it is found sooner.
      var unknown = unknownKey(content, type);
      throw new ConfigException(unknown.isPresent() ? file + unknown.get() : explain(file, e));
    }
  }

  private static Optional<String> unknownKey(byte[] content, Class<?> type) {
    try {
      return unknownKey(MAPPER.readTree(content), type, "")
          .map(found -> ":" + line(content, found.getKey()) + ": " + found.getValue());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** {@return the first key that the record {@code type} does not have, and what to say of it} */
  private static Optional<Map.Entry<String, String>> unknownKey(
      JsonNode node, Type type, String path) {
    if (type instanceof ParameterizedType generic) {
      var inner = generic.getActualTypeArguments()[0];
      var i = 0;
      for (var element : node.isArray() ? node.values() : List.of(node)) {
        var found = unknownKey(element, inner, node.isArray() ? path + "[" + i++ + "]." : path);
        if (found.isPresent()) {
          return found;
        }
      }
    } else if (type instanceof Class<?> record && record.isRecord() && node.isObject()) {
      var types = new TreeMap<String, Type>();
      for (var c : record.getRecordComponents()) {
        types.put(name(c), c.getGenericType());
      }
      for (var member : node.properties()) {
        var found =
            types.containsKey(member.getKey())
                ? unknownKey(
                    member.getValue(),
                    types.getOrDefault(member.getKey(), Object.class),
                    path + member.getKey() + ".")
                : Optional.of(
                    Map.entry(
                        member.getKey(),
                        path
                            + member.getKey()
                            + ": unknown key; allowed: "
                            + String.join(", ", types.keySet())));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static String name(RecordComponent component) {
    var annotated = component.getAccessor().getAnnotation(JsonProperty.class);
    return annotated == null || annotated.value().isEmpty()
        ? component.getName()
        : annotated.value();
  }

  private static long line(byte[] content, String key) {
    var text = new String(content, StandardCharsets.UTF_8);
    var at = Pattern.compile("(?m)(^|[\\s{,])" + Pattern.quote(key) + "\\s*:").matcher(text);
    return at.find() ? 1 + text.substring(0, at.end()).chars().filter(c -> c == '\n').count() : 1;
  }

  private static String explain(Path file, JacksonException e) {
    var at = e.getLocation();
    var line = at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr();
    var key = e instanceof DatabindException d ? keyOf(d) : "";
    return file + line + ": " + (key.isEmpty() ? "" : key + ": ") + reason(e);
  }

  private static String keyOf(DatabindException e) {
    return e.getPath().stream()
        .map(r -> r.getPropertyName() == null ? "[" + r.getIndex() + "]" : r.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static String reason(JacksonException e) {
    if (e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
      return refused.getMessage();
    }
    return e.getOriginalMessage();
  }
}
