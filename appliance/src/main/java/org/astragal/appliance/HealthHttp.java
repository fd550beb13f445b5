package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.astragal.outcome.Json;
import org.astragal.rng.Rng;
import org.astragal.rng.RngReport;
import org.astragal.service.Role;

/** How the appliance is doing, for monitoring and laboratories. */
final class HealthHttp implements Route.Source {
  private static final Set<Role> RNG_READERS =
      EnumSet.of(Role.LAB, Role.SECURITY_OFFICER, Role.AUDITOR, Role.MONITORING);
  private static final Set<Role> MONITORS =
      EnumSet.of(Role.MONITORING, Role.SECURITY_OFFICER, Role.AUDITOR);

  private final Readiness readiness;
  private final Ledgers ledgers;
  private final Rng rng;
  private final Metrics metrics;
  private final byte[] openApi;
  private final long startedAt = System.nanoTime();

  HealthHttp(Readiness readiness, Ledgers ledgers, Rng rng, Metrics metrics) {
    this.readiness = readiness;
    this.ledgers = ledgers;
    this.rng = rng;
    this.metrics = metrics;
    this.openApi = OpenApi.document();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/rng/health", RNG_READERS, this::rng),
        Route.get("/health/live", Route.ANY, this::live),
        Route.get("/health/ready", Route.ANY, this::ready),
        Route.get("/metrics", MONITORS, this::metrics),
        Route.get("/openapi.yaml", Route.ANY, this::openApi));
  }

  private void rng(Call call) {
    RngReport report = rng.report();
    var json =
        new TreeMap<String, Json>(
            Map.of(
                "construction", new Json.Str(report.construction()),
                "instance", new Json.Str(report.instance()),
                "falseAlarms", new Json.Str(falseAlarms(report)),
                "proportionCutoff", new Json.Int(report.health().proportionCutoff()),
                "proportionWindow", new Json.Int(report.health().proportionWindow()),
                "repetitionCutoff", new Json.Int(report.health().repetitionCutoff()),
                "reseeds", new Json.Str(Long.toString(report.counts().reseeds())),
                "samplesTested", new Json.Str(Long.toString(report.samplesTested())),
                "state", new Json.Str(report.state().toString())));
    report.lastFault().ifPresent(fault -> json.put("lastFault", new Json.Str(fault)));
    call.send(Json.Obj.of(json));
  }

  /** At the rate in use since the start, so that an operator can judge an alarm. */
  private String falseAlarms(RngReport report) {
    double seconds = Math.max(1e-3, (System.nanoTime() - startedAt) * 1e-9);
    return report.health().falseAlarmsInWords(Math.max(1, report.samplesTested() / seconds));
  }

  private void live(Call call) {
    call.send(Json.Obj.of(Map.of("status", new Json.Str("UP"))));
  }

  private void ready(Call call) throws ProblemException {
    Optional<String> obstacle = readiness.obstacle();
    if (obstacle.isPresent()) {
      throw new ProblemException(
          ProblemType.NOT_READY, obstacle.get(), Map.of("ledgers", forwarding()));
    }
    call.send(Json.Obj.of(Map.of("ledgers", forwarding(), "status", new Json.Str("UP"))));
  }

  /** A ledger that gets nothing stops play only when it is too far behind, but shows before. */
  private Json forwarding() {
    return new Json.Arr(
        ledgers.forwarders().stream()
            .<Json>map(forwarder ->
                Json.Obj.of(
                    Map.of(
                        "cosigned",
                        new Json.Str(Long.toString(forwarder.cosigned())),
                        "lag",
                        new Json.Str(Long.toString(forwarder.lag())),
                        "ledger",
                        new Json.Str(forwarder.ledger()),
                        "state",
                        new Json.Str(forwarder.trouble().map(Enum::name).orElse("UP")))))
            .toList());
  }

  private void metrics(Call call) {
    call.send(Call.Media.TEXT, metrics.prometheus().getBytes(StandardCharsets.UTF_8));
  }

  private void openApi(Call call) {
    call.send(Call.Media.YAML, openApi);
  }
}
