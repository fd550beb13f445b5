package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException.Fault;
import org.astragal.service.ConfigFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the doctor tells what a token can do, and each trouble by its own words and status. */
final class HsmCommandTest {
  @TempDir private Path folder = Path.of("");
  private String module = "";
  private Path pin = Path.of("");

  /** What a command printed and returned. */
  private record Run(int status, String out) {}

  @BeforeEach
  void find() throws Exception {
    Path file = folder.resolve("appliance.yaml");
    Files.writeString(file, TestSite.get().yaml(folder.resolve("log")));
    var section = ConfigFile.load(file, ApplianceConfig.class).token();
    module = section.module().toString();
    pin = section.pinFile().orElseThrow();
  }

  @Test
  void goodTokenIsReportedWithAConfigurationThatWorks() throws Exception {
    Run run = doctor("--module", module, "--label", TestSite.LABEL, "--pin-file", pin.toString());
    assertEquals(0, run.status, run.out);
    for (String word :
        List.of(
            "library     SoftHSM",
            "CKM_EC_KEY_PAIR_GEN",
            "random      ",
            "1 thread: ",
            "8 threads: ",
            "vouches for all",
            "recovery    ")) {
      assertTrue(run.out.contains(word), word + " in " + run.out);
    }
    String yaml = TestSite.get().yaml(folder.resolve("log"));
    String token = run.out.substring(run.out.indexOf("token:\n"));
    Path config = folder.resolve("made.yaml");
    Files.writeString(config, yaml.replaceFirst("(?m)^token:.*$", "") + "\n" + token);
    assertEquals(0, doctor("--config", config.toString()).status);
  }

  @Test
  void missingModuleHasItsOwnStatus() {
    Run run = doctor("--module", "/nowhere/libno.so", "--label", "x", "--pin-file", pin.toString());
    assertEquals(HsmCommand.MODULE, run.status);
    assertTrue(run.out.contains("MODULE_MISSING"), run.out);
  }

  @Test
  void wrongLabelHasItsOwnStatusAndTheLabelsSeenAreNamed() {
    Run run = doctor("--module", module, "--label", "nobody", "--pin-file", pin.toString());
    assertEquals(HsmCommand.TOKEN, run.status);
    assertTrue(run.out.contains("nobody") && run.out.contains(TestSite.LABEL), run.out);
  }

  @Test
  void pinFileThatOthersCanReadHasItsOwnStatus() throws Exception {
    Path open = Files.writeString(folder.resolve("pin"), "1234");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Run run = doctor("--module", module, "--label", wrongPinToken(), "--pin-file", open.toString());
    assertEquals(HsmCommand.PIN_SOURCE, run.status, run.out);
  }

  @Test
  void wrongPinHasItsOwnStatusAndIsNotShown() throws Exception {
    Path wrong = Files.writeString(folder.resolve("pin"), "Wrong-Pin-4711");
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
    Run run =
        doctor("--module", module, "--label", wrongPinToken(), "--pin-file", wrong.toString());
    assertEquals(HsmCommand.PIN, run.status, run.out);
    assertFalse(run.out.contains("4711"));
  }

  @Test
  void lockedPinHasItsOwnStatus() throws Exception {
    Path file = Files.writeString(folder.resolve("pin"), "Right-Pin-4711");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var token = new FaultyToken(folder);
    String label = wrongPinToken();
    token.script("C_Login 0xa4 0 1000 0 before\n");
    Run run = doctor("--module", token.module(), "--label", label, "--pin-file", file.toString());
    assertEquals(HsmCommand.LOCKED, run.status, run.out);
    assertTrue(run.out.contains("PIN_LOCKED"), run.out);
    assertFalse(run.out.contains("4711"));
  }

  @Test
  void wrongUsageIsRefused() {
    assertEquals(Main.USAGE, doctor().status);
    assertEquals(Main.USAGE, doctor("--module", module, "--pin-file", pin.toString()).status);
    assertEquals(Main.USAGE, doctor("--module", "rel.so", "--label", "x").status);
    assertEquals(Main.USAGE, doctor("--module", module, "--label", "x", "--seconds", "0").status);
  }

  @Test
  void eachTroubleThatIsAskedForHasAStatusOfItsOwn() {
    var statuses = new HashSet<Integer>();
    for (Fault fault :
        List.of(
            Fault.MODULE_MISSING,
            Fault.TOKEN_NOT_FOUND,
            Fault.PIN_INCORRECT,
            Fault.PIN_LOCKED,
            Fault.MECHANISM_MISSING,
            Fault.PIN_UNAVAILABLE,
            Fault.DEVICE_ERROR)) {
      assertTrue(statuses.add(HsmCommand.status(fault)), fault.toString());
    }
    assertTrue(
        Arrays.stream(Fault.values())
            .mapToInt(HsmCommand::status)
            .allMatch(status -> status >= 10 && status <= 19));
  }

  /** A token that nobody in this process is logged in to. */
  private String wrongPinToken() throws Exception {
    String label = "doctor-" + folder.getFileName().toString().hashCode();
    Token.initialise(Path.of(module), label, "so-pin".toCharArray(), "right-pin".toCharArray());
    return label;
  }

  private static Run doctor(String... arguments) {
    var out = new StringWriter();
    String[] all = new String[arguments.length + 2];
    all[0] = "hsm";
    all[1] = "doctor";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    int status;
    try (var writer = new PrintWriter(out)) {
      status = Main.run(writer, all);
    }
    return new Run(status, out.toString());
  }
}
