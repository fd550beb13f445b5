package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.astragal.outcome.Json;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the schema of the rules files takes what the ledger takes, and has the same keys. */
final class RulesSchemaTest {
  private static final Path SCHEMA = Path.of("rules.schema.json");
  private static final Path EXAMPLE = Path.of("rules.example.yaml");

  @TempDir private Path directory;

  @Test
  void theExampleIsTakenByBoth() throws Exception {
    var text = Files.readString(EXAMPLE);
    assertEquals(Set.of(), Set.copyOf(schema().validate(text, InputFormat.YAML)));
    assertEquals(4, RulesFile.load(EXAMPLE).rules().levels().size());
    assertEquals(Set.of(), Set.copyOf(schema().validate(Site.RULES, InputFormat.YAML)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pool: global.2026 | pool: a b",
        "exp: 2 | exp: 5",
        "elsewhere: deny |  ",
        "decision: deny | decision: maybe",
        "id: MT | name: MT",
        "kind: win-withhold | kind: wealth",
        "rateE12: 610000000000 | rateE12: 0",
        "simultaneous: equal-split | simultaneous: all",
        "ratePpm: 30000 | ratePpm: 1000001",
        "unreasonableMicro: 90000000 | unreasonableMicro: 0",
        "hiddenPpm: 143 | steps: [{ppm: 1}]",
        "ceilingMinor: 50000000 | ceilingMinor: -1",
        "effective: at-reset | effective: tomorrow",
        "oneInMinor: 200000000 | upToMinor: 200000000",
        "kind: must-hit | kind: mystery",
        "kind: game | kind: lottery",
        "trigger: {kind: game} | trigger: {kind: game, oneInMinor: 5}",
        "toMinor: 1000, | toMinor: 0,",
        "sources: [signed] | sources: [dubious]",
      })
  void whatHasNotTheFormIsRefusedByBoth(String from, String to) throws Exception {
    var text = Files.readString(EXAMPLE);
    assertTrue(text.contains(from), from);
    var bad = text.replaceFirst(java.util.regex.Pattern.quote(from), to == null ? "" : to);
    assertFalse(schema().validate(bad, InputFormat.YAML).isEmpty(), bad);
    var file = Files.writeString(directory.resolve("bad.yaml"), bad);
    assertThrows(ConfigException.class, () -> RulesFile.load(file));
  }

  @Test
  void everyKeyOfTheLedgerIsInTheSchemaAndNoOther() throws Exception {
    var root = (Json.Obj) Json.parse(Files.readAllBytes(SCHEMA));
    compare(PoolRules.class, root, root);
  }

  private static void compare(Class<?> type, Json.Obj schema, Json.Obj root) throws Exception {
    var keys =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    var properties = schema.obj("properties");
    assertEquals(keys, new TreeSet<>(properties.members().keySet()), type.getSimpleName());
    var required =
        schema.optionalArr("required").stream()
            .flatMap(java.util.List::stream)
            .map(name -> ((Json.Str) name).value())
            .collect(Collectors.toCollection(TreeSet::new));
    for (var component : type.getRecordComponents()) {
      assertEquals(
          component.getType() != Optional.class,
          required.contains(component.getName()),
          type.getSimpleName() + "." + component.getName());
      var inner = recordOf(component.getGenericType());
      if (inner.isPresent()) {
        compare(inner.get(), resolve(properties.obj(component.getName()), root), root);
      }
    }
  }

  /** The record that a component holds, however deep in lists. */
  private static Optional<Class<?>> recordOf(Type type) {
    return switch (type) {
      case Class<?> c when c.isRecord() -> Optional.of(c);
      case ParameterizedType p -> recordOf(p.getActualTypeArguments()[0]);
      default -> Optional.empty();
    };
  }

  private static Json.Obj resolve(Json.Obj schema, Json.Obj root) throws Exception {
    if (schema.members().containsKey("$ref")) {
      var name = schema.string("$ref").substring("#/$defs/".length());
      return resolve(root.obj("$defs").obj(name), root);
    }
    return schema.members().containsKey("items") ? resolve(schema.obj("items"), root) : schema;
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
  }
}
