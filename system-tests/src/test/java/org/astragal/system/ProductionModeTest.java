package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the launcher's own process is fit for production, and one with an agent is not started. */
final class ProductionModeTest {
  @Test
  void theLaunchersProcessStartsAndOneThatCanBeDebuggedDoesNot() throws Exception {
    var site = Sites.create("production");
    var config = site.files().applianceConfig();
    Files.writeString(
        config, Files.readString(config).replace("mode: development", "mode: production"));
    // As a site in production starts it: without the option that the other tests give.
    var under = List.of("env", "--unset=ASTRAGAL_JAVA_OPTIONS", "prlimit", "--core=0");
    try (var ledger = site.startLedger();
        var appliance = site.startApplianceUnder(under)) {
      assertTrue(ledger.isAlive() && appliance.isAlive());
    }
    var serve = site.launcher(List.of("serve", "--config=" + config));
    serve
        .environment()
        .put(
            "ASTRAGAL_JAVA_OPTIONS",
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
                + " -XX:-DisableAttachMechanism");
    serve.environment().put("JDK_JAVA_OPTIONS", "-Dnobody.sees=this");
    var refused = Sites.run(serve);
    assertEquals(2, refused.status(), refused.output());
    for (var reason : List.of("-agentlib:jdwp", "JDK_JAVA_OPTIONS is set", "tools may attach")) {
      assertTrue(refused.output().contains(reason), refused.output());
    }
  }
}
