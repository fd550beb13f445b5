package org.astragal.appliance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.astragal.hsm.SigningKey;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.hsm.TokenInfo;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.VerifierKey;
import org.astragal.service.Caller;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.Person;
import org.astragal.service.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keys ceremony}: makes the first key of a log before two officers, and reports it. */
@Command(
    name = "ceremony",
    description = {
      "Makes the key that a new log begins with, in the presence of two security officers, tries",
      "it, and writes a report that both sign. The appliance puts the report's hash into the first",
      "record of the log: name the report in the configuration as log.ceremonyReport."
    })
final class CeremonyCommand implements Callable<Integer> {
  private static final int OFFICERS = 2;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration; its signingKey is the label of the key to be made.")
  private Path config = Path.of("");

  @Option(
      names = "--officer",
      required = true,
      paramLabel = "FILE",
      description = "An officer's key and certificate, PKCS#12; give two.")
  private List<Path> officers = List.of();

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "FILE",
      description = "The password of the PKCS#12 in the same place; give two.")
  private List<Path> passwordFiles = List.of();

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "Where the report is written; must not exist.")
  private Path reportFile = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, StartException {
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    if (officers.size() != OFFICERS || passwordFiles.size() != OFFICERS) {
      spec.commandLine().getErr().println("give --officer and --password-file twice each");
      return Main.USAGE;
    }
    KeyFile first = identify(officers.get(0), passwordFiles.get(0));
    KeyFile second = identify(officers.get(1), passwordFiles.get(1));
    if (!Person.of(first.certificate()).isAnotherThan(Person.of(second.certificate()))) {
      spec.commandLine().getErr().println("two officers are wanted, these are one");
      return Main.USAGE;
    }
    try (Token token = Stages.token(loaded)) {
      SigningKey key = token.generateKey(loaded.signingKey(), loaded.algorithm());
      byte[] report =
          CeremonyReport.of(report(loaded, token, key))
              .approvedBy(first.certificate(), first.key())
              .approvedBy(second.certificate(), second.key())
              .bytes();
      Files.write(reportFile, report, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      spec.commandLine().getOut().println(reportFile + " " + Hash.sha256(report));
      return Main.OK;
    } catch (TokenException e) {
      throw new StartException(StartException.Fault.TOKEN, String.valueOf(e.getMessage()), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new StartException(
          StartException.Fault.CEREMONY, "the report cannot be written: " + e, e);
    }
  }

  private static Json.Obj report(ApplianceConfig config, Token token, SigningKey key)
      throws TokenException, IOException, StartException {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var verifier = VerifierKey.of(config.origin(), key.publicKey());
    String message =
        "astragal key ceremony, " + config.origin() + ", " + verifier.kid() + ", " + at;
    byte[] signature = key.sign(message.getBytes(StandardCharsets.US_ASCII));
    TokenInfo info = token.info();
    var about = new TreeMap<String, Json>(verifier.jwk().members());
    about.put("audit", KeyAudits.json(key.audit()));
    about.put("label", new Json.Str(key.label()));
    about.put("vkey", new Json.Str(verifier.vkey()));
    return Json.Obj.of(
        Map.of(
            "at", new Json.Str(at.toString()),
            "key", Json.Obj.of(about),
            "log", new Json.Str(config.origin()),
            "module",
                new Json.Str(Hash.sha256(Files.readAllBytes(config.token().module())).toString()),
            "program", new Json.Str(ProgramFiles.read().hash().toString()),
            "test",
                Json.Obj.of(
                    Map.of(
                        "message", new Json.Str(message),
                        "signature", new Json.Str(Base64.getEncoder().encodeToString(signature)))),
            "token",
                Json.Obj.of(
                    Map.of(
                        "firmware", new Json.Str(info.firmware()),
                        "hardware", new Json.Str(info.hardware()),
                        "label", new Json.Str(info.label()),
                        "manufacturer", new Json.Str(info.manufacturer()),
                        "model", new Json.Str(info.model()),
                        "serial", new Json.Str(info.serial())))));
  }

  private static KeyFile identify(Path file, Path passwordFile)
      throws ConfigException, StartException {
    KeyFile officer = KeyFile.read(file, passwordFile);
    if (Caller.of(officer.certificate()).filter(c -> c.role() == Role.SECURITY_OFFICER).isEmpty()) {
      throw new StartException(
          StartException.Fault.CEREMONY, file + " is not the identity of a security officer");
    }
    return officer;
  }
}
