package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Goal: one key changes and nothing else does. */
final class YamlTextTest {
  private static final String YAML =
      """
      # a comment
      origin: x
      ledgers:
        - name: a
          url: b

        - name: c
      forward:
        maxLag: 5   # records
      """;

  @Test
  void aBlockIsReplacedWithAllItsLines() {
    assertEquals(
        """
        # a comment
        origin: x
        ledgers: []
        forward:
          maxLag: 5   # records
        """,
        YamlText.with(YAML, "ledgers", "ledgers: []"));
  }

  @Test
  void aMissingBlockIsAppended() {
    assertEquals(YAML + "plain:\n  port: 1\n", YamlText.with(YAML, "plain", "plain:\n  port: 1"));
  }

  @Test
  void aScalarIsReplacedAtItsDepth() {
    assertEquals(
        YAML.replace("maxLag: 5   # records", "maxLag: 9"),
        YamlText.withScalar(YAML, "maxLag", "9"));
  }

  @Test
  void aScalarThatIsMissingOrDoubledIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> YamlText.withScalar(YAML, "port", "1"));
    assertThrows(
        IllegalArgumentException.class, () -> YamlText.withScalar(YAML + YAML, "maxLag", "1"));
  }

  @Test
  void scalarIsReadWithoutItsQuotes() {
    assertEquals("/a b.so", YamlText.scalar("token:\n  module: \"/a b.so\"\n", "module"));
    assertThrows(IllegalArgumentException.class, () -> YamlText.scalar("a: 1\n", "b"));
    assertThrows(IllegalArgumentException.class, () -> YamlText.scalar("a: 1\na: 2\n", "a"));
  }
}
