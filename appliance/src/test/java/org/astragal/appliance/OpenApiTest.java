package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Goal: the document and the program describe the same calls, roles and problems. */
final class OpenApiTest {
  @TempDir static Path folder;

  private final JsonNode document = new YAMLMapper().readTree(OpenApi.document());

  @Test
  void everyRouteIsInTheDocumentWithItsRolesAndTheReverse() throws Exception {
    var described = new TreeMap<String, String>();
    for (var path : document.get("paths").properties()) {
      for (var call : path.getValue().properties()) {
        var roles = new TreeSet<String>();
        call.getValue().get("x-roles").forEach(role -> roles.add(role.asString()));
        described.put(call.getKey() + " " + path.getKey(), roles.toString());
      }
    }
    var served = new TreeMap<String, String>();
    try (var appliance = TestAppliance.start(folder)) {
      for (Route route : appliance.routes()) {
        var roles = new TreeSet<String>();
        route.roles().forEach(role -> roles.add(role.toString()));
        String method = route.method().text().toLowerCase(Locale.ROOT);
        served.put(method + " " + route.path().replace("{+", "{"), roles.toString());
      }
    }
    assertEquals(String.join("\n", lines(served)), String.join("\n", lines(described)));
  }

  @Test
  void everyProblemIsInTheDocumentAndTheReverse() {
    var described = new TreeSet<String>();
    document
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(type -> described.add(type.asString()));
    var served = new TreeSet<String>();
    Arrays.stream(ProblemType.values()).map(ProblemType::uri).forEach(served::add);
    assertEquals(served, described);
  }

  @Test
  void everyReferencePointsSomewhere() {
    for (JsonNode reference : document.findValues("$ref")) {
      String pointer = reference.asString().substring(1);
      assertEquals(false, document.at(pointer).isMissingNode(), pointer);
    }
  }

  private static Iterable<String> lines(Map<String, String> calls) {
    return calls.entrySet().stream().map(c -> c.getKey() + " " + c.getValue()).toList();
  }
}
