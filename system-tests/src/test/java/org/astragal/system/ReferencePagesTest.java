package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Goal: the pages that list configuration keys, problem types, reasons for a refusal and start-up
 * faults list every one, and none that is not there.
 */
final class ReferencePagesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|.*$");
  private static final Pattern KEY = Pattern.compile("^( *)((?:- )?)([a-zA-Z]+):(?: +(.*))?$");
  private static final Pattern FLOW_KEY = Pattern.compile("[{,] *([a-zA-Z]+):");

  @Test
  void everyKeyOfTheApplianceIsExplained() throws IOException {
    assertSameKeys("## The appliance", "## The ledger", "appliance/appliance.example.yaml");
  }

  @Test
  void everyKeyOfTheLedgerIsExplained() throws IOException {
    assertSameKeys("## The ledger", "## The rules of a pool", "jackpot-ledger/ledger.example.yaml");
  }

  @Test
  void everyKeyOfTheRulesIsExplained() throws IOException {
    assertSameKeys("## The rules of a pool", "\n\n\n", "jackpot-ledger/rules.example.yaml");
  }

  @Test
  void everyProblemTypeIsExplainedWithItsStatus() throws IOException {
    var source = Checkout.read("appliance/src/main/java/org/astragal/appliance/ProblemType.java");
    var inCode = new TreeSet<String>();
    Pattern.compile("(?m)^  ([A-Z_]+)\\((\\d{3}), ")
        .matcher(source)
        .results()
        .forEach(type ->
            inCode.add(
                type.group(1).toLowerCase(Locale.ROOT).replace('_', '-') + " " + type.group(2)));
    var onPage = new TreeSet<String>();
    var page = Checkout.read("docs/operations/problems.md");
    Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\|")
        .matcher(Checkout.between(page, "# Problem types", "## The ledger"))
        .results()
        .forEach(row -> onPage.add(row.group(1) + " " + row.group(2)));
    assertFalse(inCode.isEmpty());
    assertEquals(inCode, onPage);
  }

  @Test
  void everyReasonOfTheLedgerIsExplained() throws IOException {
    var source = Checkout.read("jackpot-ledger/src/main/java/org/astragal/ledger/Refusal.java");
    var inCode = Checkout.all(Pattern.compile("(?m)^  [A-Z_]+\\(\"([a-z-]+)\"\\)"), source);
    var page = Checkout.read("docs/operations/problems.md") + "\n\n\n";
    var onPage =
        Checkout.all(
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\|"),
            Checkout.between(page, "| Reason of the ledger's own |", "\n\n"));
    assertFalse(inCode.isEmpty());
    assertEquals(inCode, onPage);
  }

  @Test
  void everyRangeOfTheApplianceIsTheOneThatIsChecked() throws IOException {
    var source =
        Checkout.read("appliance/src/main/java/org/astragal/appliance/ApplianceConfig.java");
    var page =
        Checkout.between(
            Checkout.read("docs/operations/configuration.md"), "## The appliance", "## The ledger");
    var checks =
        Pattern.compile("\"(\\w+) must be (\\d+ to \\d+)\"").matcher(source).results().toList();
    assertFalse(checks.isEmpty());
    for (var check : checks) {
      assertTrue(
          Pattern.compile(
                  "(?m)^\\| `(\\w+\\.)*" + check.group(1) + "` \\| " + check.group(2) + "\\b")
              .matcher(page)
              .find(),
          check.group());
    }
  }

  @Test
  void everyReasonForARefusalIsExplained() throws IOException {
    var source = Checkout.read("outcome-verifier/src/main/java/org/astragal/outcome/Reason.java");
    var inCode = Checkout.all(Pattern.compile("(?m)^  [A-Z_]+\\(\\s*\"([a-z-]+)\""), source);
    var page = Checkout.read("docs/verification.md");
    var onPage = Checkout.all(Pattern.compile("(?m)^\\| `([a-z-]+)` \\|"), page);
    assertFalse(inCode.isEmpty());
    assertEquals(inCode, onPage);
  }

  @Test
  void everyCallOfTheApplianceIsListed() throws IOException {
    var code = new StringBuilder();
    for (var source : Checkout.sources()) {
      if (Checkout.name(source).startsWith("appliance/")) {
        code.append(Files.readString(source));
      }
    }
    var inCode = new TreeSet<String>();
    Pattern.compile("Route\\.(get|post)\\(\\s*\"([^\"]+)\"")
        .matcher(code)
        .results()
        .forEach(
            route -> inCode.add(route.group(1).toUpperCase(Locale.ROOT) + " " + route.group(2)));
    var section =
        Checkout.between(
            Checkout.read("docs/operations/calls.md"), "## The appliance", "## The ledger");
    var onPage = Checkout.all(Pattern.compile("(?m)^\\| `([A-Z]+ [^`]+)` \\|"), section);
    assertFalse(inCode.isEmpty());
    assertEquals(inCode, onPage);
  }

  @Test
  void everyMetricIsExplained() throws IOException {
    var inCode =
        Checkout.all(
            Pattern.compile("\"(astragal[._][a-z._]+)\""),
            Checkout.read("appliance/src/main/java/org/astragal/appliance/Metrics.java"));
    inCode.addAll(
        Checkout.all(
            Pattern.compile("\"(ledger_[a-z_]+)\""),
            Checkout.read("jackpot-ledger/src/main/java/org/astragal/ledger/LedgerMetrics.java")));
    var names = new TreeSet<String>();
    inCode.forEach(name -> names.add(name.replace('.', '_')));
    var page = Checkout.read("docs/operations/metrics.md");
    assertEquals(names, Checkout.all(Pattern.compile("(?m)^\\| `([a-z_]+)` \\|"), page));
  }

  @Test
  void everyMetricOfADashboardIsExplained() throws IOException {
    var page = Checkout.read("docs/operations/metrics.md");
    var explained = Checkout.all(Pattern.compile("(?m)^\\| `([a-z_]+)` \\|"), page);
    for (var dashboard : Set.of("grafana-appliance.json", "grafana-ledger.json")) {
      var named =
          Checkout.all(
              Pattern.compile("\\b((?:astragal|ledger)_[a-z_]+)"),
              Checkout.read("docs/operations/" + dashboard));
      assertTrue(named.size() >= 12, dashboard);
      for (var name : named) {
        var plain = name.replaceFirst("(_total|_seconds(_bucket|_count|_sum|_max)?)$", "");
        assertTrue(explained.contains(plain), dashboard + " " + name);
      }
    }
  }

  @Test
  void everyFaultNamedInTheStartUpTableExists() throws IOException {
    var table =
        Checkout.between(
            Checkout.read("docs/operations/README.md"), "## When a start is refused", "\n## ");
    var code = new StringBuilder();
    for (var source : Checkout.sources()) {
      if (source.toString().endsWith("Exception.java")) {
        code.append(Files.readString(source));
      }
    }
    var faults = Checkout.all(Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|"), table);
    assertFalse(faults.isEmpty());
    for (var fault : faults) {
      assertTrue(
          Pattern.compile("(?m)^    " + fault + "[,;(]?\\s*$|^    " + fault + "\\(")
              .matcher(code)
              .find(),
          fault);
    }
  }

  private static void assertSameKeys(String from, String to, String example) throws IOException {
    var page = Checkout.read("docs/operations/configuration.md") + "\n\n\n";
    var yaml = Checkout.read(example);
    var explained = new TreeSet<String>();
    var optional = new TreeSet<String>();
    var section = "";
    var rows = ROW.matcher(Checkout.between(page, from, to));
    while (rows.find()) {
      var parent = rows.group(1).substring(0, Math.max(0, rows.group(1).lastIndexOf('.')));
      // "optional section" holds for all keys of it, and of what is in it.
      if (rows.group().contains("*optional section")) {
        section = parent;
      }
      boolean within =
          !section.isEmpty() && (parent.equals(section) || parent.startsWith(section + "."));
      if (rows.group().contains("*optional") || within) {
        optional.add(rows.group(1));
      } else {
        explained.add(rows.group(1));
      }
    }
    assertEquals(keysOf(yaml, optional), explained);
    for (var key : optional) {
      assertTrue(yaml.contains(key.substring(key.lastIndexOf('.') + 1) + ":"), key);
    }
  }

  /** {@return the paths of all keys that have a value, but for those that are optional} */
  private static Set<String> keysOf(String yaml, Set<String> optional) {
    var keys = new TreeSet<String>();
    var path = new ArrayDeque<String>();
    var indents = new ArrayDeque<Integer>();
    for (var line : yaml.lines().toList()) {
      var content = line.replaceFirst("(^|\\s)#.*", "").stripTrailing();
      var flow = content.strip().startsWith("- {");
      var key = KEY.matcher(content);
      if (key.find()) {
        var indent = key.group(1).length() + key.group(2).length();
        while (!indents.isEmpty() && indents.peekLast() >= indent) {
          indents.removeLast();
          path.removeLast();
        }
        path.addLast(key.group(3));
        indents.addLast(indent);
        if (key.group(4) != null) {
          keys.add(String.join(".", path));
        }
      } else if (flow) {
        for (var name : Checkout.all(FLOW_KEY, content)) {
          keys.add(String.join(".", path) + "." + name);
        }
      }
    }
    keys.removeAll(optional);
    return keys;
  }
}
