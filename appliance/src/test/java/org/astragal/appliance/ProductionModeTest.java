package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: in production there is no way into the process, and no option that nobody thought of. */
final class ProductionModeTest {
  @Test
  void whatTheLauncherStartsIsTaken() throws Exception {
    var arguments = new ArrayList<String>();
    for (String line : Files.readAllLines(Path.of("jvm.args"))) {
      arguments.add(line.replace("\"", ""));
    }
    arguments.add("--module-path=/opt/astragal/a.jar:/opt/astragal/b.jar");
    arguments.add("-Djdk.module.main=org.astragal.appliance");
    assertTrue(arguments.contains("-XX:+DisableAttachMechanism"));
    assertDoesNotThrow(() -> with(arguments, Map.of()).require());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n",
        "-agentpath:/tmp/agent.so",
        "-javaagent:/tmp/agent.jar",
        "-Xdebug",
        "-Xrunjdwp:transport=dt_socket",
        "-XX:-DisableAttachMechanism",
        "-XX:+EnableDynamicAgentLoading",
        "-XX:+HeapDumpOnOutOfMemoryError",
        "-XX:+CreateCoredumpOnCrash",
        "-XX:StartFlightRecording=duration=1s",
        "-XX:OnOutOfMemoryError=/bin/sh",
        "-XX:Flags=/tmp/flags",
        "-Dcom.sun.management.jmxremote.port=9999",
        "-Djava.security.manager=x",
        "-Djava.security.properties=/tmp/x",
        "--patch-module=java.base=/tmp",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-exports=java.base/sun.security.provider=ALL-UNNAMED",
        "--upgrade-module-path=/tmp",
        "--limit-modules=java.base",
        "--enable-native-access=ALL-UNNAMED",
        "-Xbootclasspath/a:/tmp/x.jar",
        "-Xverify:none",
        "-Djdk.module.main=somebody.else",
        "--an-option-of-a-later-java"
      })
  void anyOtherOptionIsRefused(String option) {
    refused(with(List.of(option), Map.of()), "started with " + option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "PKCS11SPY"})
  void variablesThatReachIntoTheProcessAreRefused(String variable) {
    var refusal = refused(with(List.of(), Map.of(variable, "/usr/lib/x")), variable + " is set");
    assertFalse(refusal.contains("/usr/lib/x"));
  }

  @Test
  void attachCoreDumpsAndTheClassPathAreRefusedAllAtOnce() {
    var open = new ProductionMode(List.of(), Map.of(), false, "unlimited", false);
    refused(open, "-XX:+DisableAttachMechanism");
    refused(open, "core dumps are allowed (unlimited)");
    refused(open, "class path");
  }

  @Test
  void aProcessThatWasNotStartedForProductionIsFoundOut() {
    // These tests run from the class path, and may be debugged.
    ProductionMode here = ProductionMode.ofThisProcess();
    assertFalse(here.isModule());
    assertFalse(here.attachDisabled());
    refused(here, "class path");
  }

  private static ProductionMode with(List<String> arguments, Map<String, String> environment) {
    return new ProductionMode(arguments, environment, true, "0", true);
  }

  private static String refused(ProductionMode mode, String why) {
    var refusal = assertThrows(ConfigException.class, mode::require);
    assertEquals(ConfigException.Fault.ENVIRONMENT, refusal.fault());
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(why), message);
    return message;
  }
}
