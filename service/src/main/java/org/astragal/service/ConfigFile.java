package org.astragal.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a YAML file into configuration records, strictly: a key that is unknown, missing, empty or
 * given twice is refused with the file, its line and what is allowed there.
 */
public final class ConfigFile {
  /** Larger than any configuration. */
  private static final int MAX_BYTES = 1 << 20;

  private final Path file;
  private final byte[] content;
  private final YAMLMapper mapper;

  private ConfigFile(Path file, byte[] content) {
    this.file = file;
    this.content = content;
    this.mapper = mapper(file.toAbsolutePath().normalize().getParent());
  }

  /**
   * Reads the bytes of a file.
   *
   * @param file at most 1 MiB
   * @return its bytes; the caller owns them
   * @throws ConfigException if the file cannot be read or is larger
   */
  public static byte[] bytes(Path file) throws ConfigException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(
            ConfigException.Fault.UNREADABLE, file + " is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Fault.UNREADABLE, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file.
   *
   * @param file a YAML file; paths in it are relative to its folder
   * @param type the record to read into
   * @throws ConfigException if the file cannot be read or says something that is not allowed
   */
  public static <T> T load(Path file, Class<T> type) throws ConfigException {
    return load(file, bytes(file), type);
  }

  /**
   * Reads bytes that were read before.
   *
   * @param file where they are from; paths in them are relative to its folder
   * @param content YAML
   * @param type the record to read into
   * @throws ConfigException if they say something that is not allowed
   */
  public static <T> T load(Path file, byte[] content, Class<T> type) throws ConfigException {
    return new ConfigFile(file, content.clone()).read(type);
  }

  private <T> T read(Class<T> type) throws ConfigException {
    try {
      new Keys().check(mapper.readTree(content), type, "");
      return mapper.readValue(content, type);
    } catch (StreamReadException e) {
      throw new ConfigException(
          ConfigException.Fault.MALFORMED,
          file + ":" + e.getLocation().getLineNr() + ": not YAML: " + summary(e),
          e);
    } catch (DatabindException e) {
      throw new ConfigException(ConfigException.Fault.KEY, explain(e), e);
    }
  }

  /** Compares the keys of the file with the components of the records, section by section. */
  private final class Keys {
    void check(JsonNode node, Type type, String pointer) throws ConfigException {
      switch (type) {
        case Class<?> c when c.isRecord() -> section(node, c, pointer);
        case ParameterizedType p when p.getRawType() == List.class && node.isArray() -> {
          for (int i = 0; i < node.size(); i++) {
            check(node.get(i), p.getActualTypeArguments()[0], pointer + "/" + i);
          }
        }
        case ParameterizedType p when p.getRawType() == Optional.class ->
            check(node, p.getActualTypeArguments()[0], pointer);
        default -> {
          // A value; databind reads it.
        }
      }
    }

    private void section(JsonNode node, Class<?> type, String pointer) throws ConfigException {
      if (!node.isObject()) {
        throw refusal(pointer, dotted(pointer) + " must have the keys " + allowed(type));
      }
      Set<String> known =
          Arrays.stream(type.getRecordComponents()).map(Keys::name).collect(Collectors.toSet());
      for (String key : node.propertyNames()) {
        String at = pointer + "/" + key;
        if (!known.contains(key)) {
          throw refusal(at, "unknown key " + dotted(at) + "; allowed here: " + allowed(type));
        }
      }
      for (RecordComponent component : type.getRecordComponents()) {
        String at = pointer + "/" + name(component);
        JsonNode value = node.get(name(component));
        if (value == null) {
          if (component.getType() != Optional.class) {
            throw refusal(pointer, "missing key " + dotted(at));
          }
        } else if (value.isNull()) {
          throw refusal(at, "key " + dotted(at) + " has no value");
        } else {
          check(value, component.getGenericType(), at);
        }
      }
    }

    private ConfigException refusal(String pointer, String message) {
      return new ConfigException(ConfigException.Fault.KEY, at(pointer) + message);
    }

    /** A key that is a word of Java has another name in the record. */
    private static String name(RecordComponent component) {
      JsonProperty written = component.getAccessor().getAnnotation(JsonProperty.class);
      return written == null ? component.getName() : written.value();
    }

    private static String allowed(Class<?> type) {
      return Arrays.stream(type.getRecordComponents())
          .map(Keys::name)
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  private String explain(DatabindException e) {
    String section = pathOf(e);
    if (!(e instanceof ValueInstantiationException) || e.getCause() == null) {
      return at(section) + dotted(section) + ": " + firstLine(e.getOriginalMessage());
    }
    // A record's constructor refused; its message begins with the key.
    String message = String.valueOf(e.getCause().getMessage());
    String exact = section + "/" + message.split(" ", 2)[0];
    return at(lines().containsKey(exact) ? exact : section)
        + (section.isEmpty() ? "" : dotted(section) + ": ")
        + message;
  }

  /** {@return {@code file:line: } of the deepest known part of {@code pointer}} */
  private String at(String pointer) {
    Map<String, Integer> lines = lines();
    String known = pointer;
    while (!known.isEmpty() && !lines.containsKey(known)) {
      known = known.substring(0, known.lastIndexOf('/'));
    }
    return file + ":" + lines.getOrDefault(known, 1) + ": ";
  }

  /**
   * Where each key stands: JSON pointer to line. Read again from the text, since errors are rare.
   */
  private Map<String, Integer> lines() {
    var lines = new HashMap<String, Integer>();
    try (JsonParser parser = mapper.createParser(content)) {
      for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
      }
    } catch (JacksonException _) {
      // What was seen before the fault is enough to name a line.
    }
    return lines;
  }

  private static String pathOf(DatabindException e) {
    return e.getPath().stream()
        .map(r -> "/" + (r.getPropertyName() == null ? r.getIndex() : r.getPropertyName()))
        .collect(Collectors.joining());
  }

  private static String dotted(String pointer) {
    return pointer.isEmpty() ? "the file" : pointer.substring(1).replace('/', '.');
  }

  private static String summary(StreamReadException e) {
    return String.valueOf(e.getOriginalMessage())
        .lines()
        .filter(line -> !line.startsWith(" "))
        .collect(Collectors.joining("; "));
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "not readable" : message.lines().findFirst().orElse("not readable");
  }

  private static YAMLMapper mapper(@Nullable Path folder) {
    var values = new Constants();
    values.addDeserializer(Path.class, new Scalar<>(Path.class, text -> resolve(folder, text)));
    values.addDeserializer(Duration.class, new Scalar<>(Duration.class, Durations::parse));
    var module = new SimpleModule("configuration");
    module.setDeserializers(values);
    return YAMLMapper.builder()
        .addModule(module)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  private static Path resolve(@Nullable Path folder, String s) {
    if (s.isBlank()) {
      throw new IllegalArgumentException("a path must not be empty");
    }
    return folder == null ? Path.of(s) : folder.resolve(s).normalize();
  }

  /** Constants are written in lower case, with hyphens. */
  private static final class Constants extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> findEnumDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
      return new Scalar<>(Enum.class, text -> constant(type.getRawClass(), text));
    }

    private static Enum<?> constant(Class<?> type, String text) {
      var known = new ArrayList<String>();
      for (Object constant : type.getEnumConstants()) {
        String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (name.equals(text)) {
          return (Enum<?>) constant;
        }
        known.add(name);
      }
      throw new IllegalArgumentException(
          "'" + text + "' is not one of " + String.join(", ", known));
    }
  }

  /** Reads one value from its text. */
  private static final class Scalar<T> extends StdDeserializer<T> {
    private final Parser<T> parser;

    Scalar(Class<T> type, Parser<T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser p, DeserializationContext context) {
      if (!p.hasToken(JsonToken.VALUE_STRING)) {
        return context.reportInputMismatch(this, "must be text");
      }
      try {
        return parser.parse(p.getString());
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", String.valueOf(e.getMessage()));
      }
    }
  }

  /** Text to value. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse(String text);
  }
}
