package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
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
      throw new ConfigException(explain(file, e));
    }
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
    if (e instanceof UnrecognizedPropertyException u) {
      var known = u.getKnownPropertyIds();
      return "unknown key; allowed: "
          + (known == null
              ? "none"
              : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", ")));
    }
    if (e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
      return refused.getMessage();
    }
    return e.getOriginalMessage();
  }
}
