package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a log begins with a key that two officers saw made, and its first record says so. */
final class CeremonyTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir Path folder;

  private final StringWriter printed = new StringWriter();
  private Path config = Path.of("");
  private Path report = Path.of("");
  private String yaml = "";

  @BeforeEach
  void prepare() throws Exception {
    report = folder.resolve("report.json");
    String label = "astragal:outcomes:test:ceremony-" + NUMBER.incrementAndGet();
    yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace(TestSite.KEY, label)
            .replace("create: true }", "create: true, ceremonyReport: " + report + " }");
    config = folder.resolve("ceremony.yaml");
    Files.writeString(config, yaml);
    officer("one", "CN=officer-1,OU=security-officer,O=site");
    officer("two", "CN=officer-2,OU=security-officer,O=site");
    TestPki.writeSecret(folder.resolve("password"), TestPki.PASSWORD);
  }

  private void officer(String file, String subject) throws Exception {
    TestPki.write(TestSite.get().pki.issue(subject), folder.resolve(file + ".p12"));
  }

  private int ceremony(String first, String second) {
    return Main.run(
        new PrintWriter(printed, true),
        "keys",
        "ceremony",
        "--config=" + config,
        "--report=" + report,
        "--officer=" + folder.resolve(first + ".p12"),
        "--password-file=" + folder.resolve("password"),
        "--officer=" + folder.resolve(second + ".p12"),
        "--password-file=" + folder.resolve("password"));
  }

  @Test
  void theFirstRecordHoldsTheHashOfTheReport() throws Exception {
    assertEquals(0, ceremony("one", "two"), printed.toString());
    Hash hash = Hash.sha256(Files.readAllBytes(report));
    assertTrue(printed.toString().contains(hash.toString()), printed.toString());
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      byte[] first = appliance.get("auditor", "/v1/outcomes/0").body();
      var created = (LogCreated) OutcomeRecord.parse(SealedOutcome.parse(first).record()).body();
      assertEquals(hash, created.ceremony().orElseThrow());
      Json.Obj told = ((Json.Obj) Json.parse(Files.readAllBytes(report))).obj("report");
      assertEquals(created.keys().getFirst(), told.obj("key").string("vkey"));
      assertEquals(true, told.obj("key").obj("audit").get("trusted").equals(new Json.Bool(true)));
      assertTrue(told.obj("token").string("firmware").matches("\\d+\\.\\d+"));
      assertEquals(
          List.of(
              "O=site,OU=security-officer,CN=officer-1", "O=site,OU=security-officer,CN=officer-2"),
          approvers(appliance, hash));
    }
    // Once the log exists the report is not asked for any more.
    Files.delete(report);
    TestAppliance.start(folder, yaml, true).close();
  }

  /** {@return whose approval stands in the log, in the event of this report} */
  private static List<String> approvers(TestAppliance appliance, Hash report) throws Exception {
    for (int seq = 1; seq < 10; seq++) {
      byte[] record =
          SealedOutcome.parse(appliance.get("auditor", "/v1/outcomes/" + seq).body()).record();
      if (OutcomeRecord.parse(record).body() instanceof Event event
          && event.type().equals("access.ceremony")) {
        assertEquals(report.toString(), event.event().string("report"));
        var names = new ArrayList<String>();
        for (Json approval : event.event().arr("approvals")) {
          names.add(((Json.Obj) approval).string("officer"));
        }
        return names;
      }
    }
    throw new AssertionError("the log does not tell of the ceremony");
  }

  @Test
  void oneOfficerIsNotTwo() throws Exception {
    assertEquals(2, ceremony("one", "one"));
    officer("twin", "CN=officer-1,OU=security-officer,O=site");
    assertEquals(2, ceremony("one", "twin"));
    officer("lab", "CN=officer-2,OU=lab,O=site");
    assertEquals(1, ceremony("one", "lab"));
    assertTrue(Files.notExists(report));
  }

  @Test
  void aReportThatWasChangedOrIsOfOthersIsRefused() throws Exception {
    assertEquals(0, ceremony("one", "two"), printed.toString());
    String genuine = Files.readString(report);
    refused(genuine.replace("\"serial\":\"", "\"serial\":\"0"), "not over this report");
    refused(genuine + "\n", "canonical");
    refused(genuine.substring(0, genuine.length() - 1) + ",\"signer\":\"x\"}", "canonical");
    int signed = genuine.indexOf("\"signature\"", genuine.indexOf("\"test\""));
    refused(
        genuine.substring(0, signed) + genuine.substring(signed).replaceFirst("[A-Z]", "-"),
        "not over this report");
    refused("[]", "not a JSON object");
    refused("{}", "not a report");
    int second = genuine.indexOf("},{\"certificate\"");
    refused(
        genuine.substring(0, second) + genuine.substring(genuine.indexOf("}]", second)), "1 of");
    var strangers = new TestPki("strangers");
    TestPki.write(
        strangers.issue("CN=officer-3,OU=security-officer,O=site"), folder.resolve("three.p12"));
    Files.delete(report);
    yaml = yaml.replace("ceremony-", "ceremony-other-");
    Files.writeString(config, yaml);
    assertEquals(0, ceremony("one", "three"), printed.toString());
    refused(Files.readString(report), "no certificate of this site");
    refused(genuine, "another key");
    assertTrue(Files.notExists(folder.resolve("log").resolve("store")));
  }

  @Test
  void anOfficerWhoseTimeIsOverIsNone() throws Exception {
    Instant past = Instant.now().minusSeconds(60);
    TestPki.write(
        TestSite.get().pki.issue("CN=officer-2,OU=security-officer,O=site", past),
        folder.resolve("two.p12"));
    assertEquals(0, ceremony("one", "two"), printed.toString());
    refused(Files.readString(report), "CN=officer-2");
    refused(Files.readString(report), "is not valid now");
  }

  private void refused(String content, String why) throws Exception {
    Files.write(report, content.getBytes(StandardCharsets.UTF_8));
    var e =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, yaml, true).close());
    assertEquals(StartException.Fault.CEREMONY, e.fault());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }
}
