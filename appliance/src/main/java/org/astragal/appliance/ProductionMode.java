package org.astragal.appliance;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.astragal.service.ConfigException;

/**
 * What production mode does not put up with: a way into the process from outside, or a program that
 * is not made of the modules it was built as. Options of the Java run time are refused unless they
 * are on the list: one that nobody knew of when this was written is no exception.
 *
 * @param arguments the options that the run time was started with
 * @param environment the variables of the process
 * @param attachDisabled whether tools are kept from attaching
 * @param coreDumps what the system allows a core dump to have, in bytes; "0" for none
 * @param isModule whether this program runs as the modules it was built as
 */
record ProductionMode(
    List<String> arguments,
    Map<String, String> environment,
    boolean attachDisabled,
    String coreDumps,
    boolean isModule) {
  /** Set by users of OpenSC's spy library, which writes PINs into its log. */
  private static final String SPY = "PKCS11SPY";

  /** Variables from which the run time takes options that no command line shows. */
  private static final List<String> HIDDEN_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern CORE = Pattern.compile("Max core file size +(\\S+) +.*");

  /** Sizes and collectors, and what start scripts of this program say. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "-Xm[snx]\\d+[kKmMgG]?|-Xss\\d+[kKmMgG]?"
              + "|-XX:[+-]Use(Parallel|Serial|G1|Z|Shenandoah)GC"
              + "|-XX:[+-](UseCompactObjectHeaders|AlwaysPreTouch|UseTransparentHugePages"
              + "|UseNUMA|UseStringDeduplication)"
              + "|-XX:\\+(ExitOnOutOfMemoryError|DisableAttachMechanism)"
              + "|-XX:-(CreateCoredumpOnCrash|UsePerfData|HeapDumpOnOutOfMemoryError)"
              + "|-XX:(NewRatio|NewSize|MaxNewSize|SurvivorRatio|ParallelGCThreads|ConcGCThreads"
              + "|ActiveProcessorCount|MaxMetaspaceSize|ReservedCodeCacheSize|MaxDirectMemorySize"
              + "|MaxGCPauseMillis|SoftMaxHeapSize|MaxRAMPercentage|InitialRAMPercentage)=[\\w.]+"
              + "|--enable-native-access=org\\.astragal\\.hsm,rocksdbjni"
              + "|--module-path=.*|-Djdk\\.module\\.main=org\\.astragal\\.appliance"
              + "|-Dfile\\.encoding=UTF-8|-Djava\\.io\\.tmpdir=.*|-Djava\\.awt\\.headless=true"
              + "|-Djava\\.util\\.logging\\.SimpleFormatter\\.format=.*");

  ProductionMode {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** {@return the process as it is} */
  static ProductionMode ofThisProcess() {
    var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return new ProductionMode(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getenv(),
        Boolean.parseBoolean(options.getVMOption("DisableAttachMechanism").getValue()),
        coreLimit(),
        ProductionMode.class.getModule().isNamed());
  }

  private static String coreLimit() {
    try {
      for (String line : Files.readAllLines(LIMITS)) {
        var core = CORE.matcher(line);
        if (core.matches()) {
          return core.group(1);
        }
      }
      return "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * Refuses what production mode does not put up with.
   *
   * @throws ConfigException with everything that is wrong, in one sentence each
   */
  void require() throws ConfigException {
    var wrong = new ArrayList<String>();
    Optional.ofNullable(environment.get(SPY))
        .ifPresent(_ -> wrong.add(SPY + " is set: a spy library writes the PIN to its log"));
    for (String variable : HIDDEN_OPTIONS) {
      if (environment.containsKey(variable)) {
        wrong.add(variable + " is set: it gives the run time options that nobody sees");
      }
    }
    for (String argument : arguments) {
      if (!ALLOWED.matcher(argument).matches()) {
        wrong.add("the run time was started with " + Text.beginning(argument, 80));
      }
    }
    if (!attachDisabled) {
      wrong.add("tools may attach: start it with -XX:+DisableAttachMechanism");
    }
    if (!coreDumps.equals("0")) {
      wrong.add("core dumps are allowed (" + coreDumps + "): set the limit to 0 (ulimit -c 0)");
    }
    if (!isModule) {
      wrong.add("it runs from the class path: start it with ./astragal serve");
    }
    if (!wrong.isEmpty()) {
      throw new ConfigException(
          ConfigException.Fault.ENVIRONMENT,
          "production mode refuses to start: "
              + String.join("; ", wrong)
              + ". Or say mode: development");
    }
  }
}
