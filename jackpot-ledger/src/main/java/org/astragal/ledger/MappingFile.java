package org.astragal.ledger;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.Secrets;

/** A mapping file as loaded, proved by its own golden examples. Immutable. */
final class MappingFile {
  private static final Instant EXAMPLE_TIME = Instant.parse("2026-06-08T12:00:00.000Z");

  private final Mapping mapping;
  private final Translator translator;
  private final byte[] content;
  private final Hash hash;

  private MappingFile(Mapping mapping, Translator translator, byte[] content) {
    this.mapping = mapping;
    this.translator = translator;
    this.content = content;
    this.hash = Hash.sha256(content);
  }

  Mapping mapping() {
    return mapping;
  }

  Translator translator() {
    return translator;
  }

  /** {@return SHA-256 of the file's bytes} */
  Hash hash() {
    return hash;
  }

  /** {@return a copy of the file's bytes} */
  byte[] content() {
    return content.clone();
  }

  /**
   * Reads one file.
   *
   * @throws ConfigException if it is no mapping, or one of its examples does not come out
   */
  static MappingFile load(Path file) throws ConfigException {
    return load(file, ConfigFile.bytes(file));
  }

  /** Reads bytes that were read before. */
  static MappingFile load(Path file, byte[] content) throws ConfigException {
    var mapping = ConfigFile.load(file, content, Mapping.class);
    var translator = new Translator(mapping, secrets(mapping));
    for (var i = 0; i < mapping.examples().size(); i++) {
      var failure = prove(translator, mapping.examples().get(i));
      if (!failure.isEmpty()) {
        throw new ConfigException(
            ConfigException.Fault.KEY, file + ": examples[" + i + "]: " + failure);
      }
    }
    return new MappingFile(mapping, translator, content.clone());
  }

  private static Map<Path, SecretKeySpec> secrets(Mapping mapping) throws ConfigException {
    var v = mapping.values();
    var files =
        Stream.concat(
                mapping.integrity().flatMap(Mapping.Integrity::secretFile).stream(),
                Stream.of(v.event(), v.round(), v.player(), v.session())
                    .flatMap(value -> value.secretFile().stream()))
            .distinct()
            .toList();
    var secrets = new HashMap<Path, SecretKeySpec>();
    for (var file : files) {
      var text = Secrets.read(file);
      var bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
      var key = new byte[bytes.remaining()];
      bytes.get(key);
      secrets.put(file, new SecretKeySpec(key, "HmacSHA256"));
      Arrays.fill(key, (byte) 0);
      bytes.clear();
      bytes.put(new byte[bytes.capacity()]);
      Arrays.fill(text, '\0');
    }
    return secrets;
  }

  /** {@return what is wrong with an example, nothing if it comes out} */
  private static String prove(Translator translator, Mapping.Example example) {
    var before = example.before().orElse(Map.of());
    Translator.Meters meters =
        (machine, meter) ->
            before.containsKey(meter)
                ? OptionalLong.of(Long.parseLong(Objects.requireNonNull(before.get(meter))))
                : OptionalLong.empty();
    try {
      var fields = translator.parse(example.event().getBytes(StandardCharsets.UTF_8));
      var values = translator.translate(fields, EXAMPLE_TIME, meters, false).values();
      if (example.doubt().isPresent()) {
        return "is not in doubt, but gives " + values;
      }
      return values.equals(example.gives().orElse(Map.of())) ? "" : "gives " + values;
    } catch (DoubtException e) {
      return example.doubt().filter(d -> d == e.doubt()).isPresent()
          ? ""
          : "is in doubt: " + e.doubt().code() + ", " + e.getMessage();
    } catch (NumberFormatException e) {
      return "before: not a reading of a meter";
    }
  }
}
