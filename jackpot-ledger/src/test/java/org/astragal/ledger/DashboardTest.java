package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.metrics.api.Metrics;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Goal: the Grafana dashboard names no metric that the ledger does not have. */
final class DashboardTest {
  private static final Path DASHBOARD = Path.of("../docs/operations/grafana-ledger.json");
  private static final Pattern NAME = Pattern.compile("\\bledger_[a-z0-9_]+");

  @TempDir private Path directory;

  @Test
  void everyMetricOfTheDashboardIsInTheLedgersOutput() throws Exception {
    var log = new TestLog("test.example/outcomes/dashboard");
    try (var ledger = InProcess.open(directory, log)) {
      // What shows up with its first event only.
      var metrics = new LedgerMetrics(Metrics.globalRegistry());
      metrics.refused("test");
      metrics.alarm("test");
      metrics.partition(log.origin(), () -> 0, () -> 0);
      ledger.push(List.of(log.create()));
      ledger.push(log.seal(List.of(Round.of("r", 100).body())));
      var shown = new HashSet<String>();
      var output = Site.get(HttpClient.newHttpClient(), ledger.openUrl() + "/metrics").body();
      for (var line : output.lines().toList()) {
        if (!line.startsWith("#")) {
          shown.add(line.split("[{ ]", 2)[0]);
        }
      }
      var named = new TreeSet<String>();
      var dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
      for (var panel : dashboard.path("panels")) {
        for (var target : panel.path("targets")) {
          var found = NAME.matcher(target.path("expr").asString());
          while (found.find()) {
            named.add(found.group());
          }
        }
      }
      assertTrue(named.size() >= 12, named::toString);
      assertTrue(shown.containsAll(named), () -> named + " of " + shown);
    }
  }
}
