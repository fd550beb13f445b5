package org.astragal.appliance;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs the appliance until it is asked to stop. */
@Command(
    name = "serve",
    description =
        "Serves until SIGTERM. Prints one line READY {json} on standard output when it does.")
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration; see appliance.example.yaml.")
  private Path config = Path.of("");

  @Option(
      names = "--accept-unwitnessed",
      description = "Start although no ledger vouches for the log; this is sealed.")
  private boolean acceptUnwitnessed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, StartException, InterruptedException {
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    if (loaded.mode() == ApplianceConfig.Mode.PRODUCTION) {
      ProductionMode.ofThisProcess().require();
    }
    PrintWriter out = spec.commandLine().getOut();
    StopSignal.install();
    var status = new AtomicInteger(Main.OK);
    Appliance.run(
        loaded,
        config,
        acceptUnwitnessed,
        () -> StopSignal.stop(Main.REFUSED),
        Timetable.of(Clock.systemUTC()),
        running -> {
          out.println("READY " + json(loaded, running));
          out.flush();
          status.set(StopSignal.await());
        });
    return status.get();
  }

  private static String json(ApplianceConfig config, Appliance.Running running) {
    var members = new TreeMap<String, Json>();
    members.put("origin", new Json.Str(config.origin()));
    members.put("pid", new Json.Int(ProcessHandle.current().pid()));
    members.put("port", new Json.Int(running.port()));
    members.put("url", new Json.Str("https://" + config.listen().host() + ":" + running.port()));
    running
        .plainPort()
        .ifPresent(port -> {
          members.put("plainPort", new Json.Int(port));
          members.put("plainUrl", new Json.Str("http://127.0.0.1:" + port));
        });
    return new String(
        new JcsWriter().value(Json.Obj.of(members)).toBytes(), StandardCharsets.UTF_8);
  }
}
