package org.astragal.certification;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** As much of JSON Schema as our own schema uses; an unknown word in it is an error. */
final class Schema {
  private final JsonNode root;
  private final List<String> faults = new ArrayList<>();

  private Schema(JsonNode root) {
    this.root = root;
  }

  /** {@return the schema of reports} */
  static JsonNode ours() throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream("report.schema.json")) {
      return Json.MAPPER.readTree(in);
    }
  }

  /** {@return what is wrong with a document, a line each} */
  static List<String> check(JsonNode schema, JsonNode document) {
    var checker = new Schema(schema);
    checker.check(schema, document, "");
    return checker.faults;
  }

  private void check(JsonNode schema, JsonNode node, String at) {
    for (var word : schema.properties()) {
      JsonNode value = word.getValue();
      boolean holds =
          switch (word.getKey()) {
            case "$schema", "$id", "$defs", "title", "description" -> true;
            case "$ref" -> {
              check(root.at(value.asString().substring(1)), node, at);
              yield true;
            }
            case "const" -> value.equals(node);
            case "enum" -> contains(value, node);
            case "type" -> isOfType(value, node);
            case "required" -> hasAll(value, node);
            case "properties" -> members(value, node, at);
            case "additionalProperties" -> others(schema, value, node, at);
            case "items" -> {
              for (int i = 0; node.isArray() && i < node.size(); i++) {
                check(value, node.get(i), at + "/" + i);
              }
              yield true;
            }
            case "minItems" -> !node.isArray() || node.size() >= value.asInt();
            case "maxItems" -> !node.isArray() || node.size() <= value.asInt();
            case "minimum" -> !node.isNumber() || node.asDouble() >= value.asDouble();
            case "maximum" -> !node.isNumber() || node.asDouble() <= value.asDouble();
            case "pattern" ->
                !node.isString()
                    || Pattern.compile(value.asString()).matcher(node.asString()).find();
            case "anyOf" -> any(value, node);
            default -> throw new IllegalStateException("unknown word " + word.getKey());
          };
      if (!holds) {
        faults.add(at + ": " + word.getKey() + " " + value + ", is " + node);
      }
    }
  }

  private static boolean contains(JsonNode values, JsonNode node) {
    for (JsonNode value : values) {
      if (value.equals(node)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfType(JsonNode types, JsonNode node) {
    if (types.isArray()) {
      for (JsonNode type : types) {
        if (isOfType(type, node)) {
          return true;
        }
      }
      return false;
    }
    return switch (types.asString()) {
      case "object" -> node.isObject();
      case "array" -> node.isArray();
      case "string" -> node.isString();
      case "integer" -> node.isIntegralNumber();
      case "number" -> node.isNumber();
      case "boolean" -> node.isBoolean();
      case "null" -> node.isNull();
      default -> throw new IllegalStateException("unknown type " + types);
    };
  }

  private static boolean hasAll(JsonNode names, JsonNode node) {
    for (JsonNode name : names) {
      if (!node.has(name.asString())) {
        return false;
      }
    }
    return true;
  }

  private boolean members(JsonNode properties, JsonNode node, String at) {
    for (var property : properties.properties()) {
      if (node.has(property.getKey())) {
        check(property.getValue(), node.get(property.getKey()), at + "/" + property.getKey());
      }
    }
    return true;
  }

  private boolean others(JsonNode schema, JsonNode rule, JsonNode node, String at) {
    for (var member : node.properties()) {
      if (!schema.path("properties").has(member.getKey())) {
        if (rule.isBoolean() && !rule.asBoolean()) {
          faults.add(at + ": unknown member " + member.getKey());
        } else if (rule.isObject()) {
          check(rule, member.getValue(), at + "/" + member.getKey());
        }
      }
    }
    return true;
  }

  private boolean any(JsonNode schemas, JsonNode node) {
    for (JsonNode schema : schemas) {
      var alone = new Schema(root);
      alone.check(schema, node, "");
      if (alone.faults.isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
