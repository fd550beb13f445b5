package org.astragal.appliance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.hsm.KeyInfo;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.VerifierKey;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys}: the keys on the token, and their life in the log of a running appliance. */
@Command(
    name = "keys",
    subcommands = CeremonyCommand.class,
    description = {
      "Makes and shows the keys on the token, and leads them through their life:",
      "generated, published, active, verify-only, revoked."
    })
final class KeysCommand {
  private static final String LIST =
      "Lists each private key: label, kid, vkey, and the token's own audit of it.";
  private static final String CONFIG = "The configuration; see appliance.example.yaml.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(name = "list", description = LIST)
  int list(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config,
      @Option(names = "--json", description = "One JSON object a line.") boolean json)
      throws ConfigException, StartException {
    show(config, json);
    return Main.OK;
  }

  @Command(
      name = "audit",
      description = "Lists as list does; exit status 1 if the token does not vouch for a key.")
  int audit(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config,
      @Option(names = "--json", description = "One JSON object a line.") boolean json)
      throws ConfigException, StartException {
    return show(config, json).stream().allMatch(info -> info.audit().trusted())
        ? Main.OK
        : Main.REFUSED;
  }

  @Command(
      name = "generate",
      description =
          "Makes a key on the token that can sign and never leave it, or several; their kind is the"
              + " configuration's signingAlgorithm.")
  int generate(
      @Option(names = "--config", required = true, paramLabel = "FILE", description = CONFIG)
          Path config,
      @Option(
              names = "--label",
              required = true,
              paramLabel = "LABEL",
              description =
                  "1 to 64 letters, digits or :._-, new to the token; given again for each key.")
          List<String> labels)
      throws ConfigException, StartException {
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    try (Token token = Stages.token(loaded)) {
      for (String label : labels) {
        token.generateKey(label, loaded.algorithm());
      }
      for (KeyInfo info : token.keys()) {
        if (labels.contains(info.label())) {
          print(spec.commandLine().getOut(), describe(token, info, loaded.origin()), false);
        }
      }
      return Main.OK;
    } catch (TokenException | IllegalArgumentException e) {
      throw new StartException(StartException.Fault.TOKEN, String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      name = "publish",
      description = {
        "Puts a key of the token into the log. It signs beside the active one from then on,",
        "so that ledgers and auditors can learn it before it counts alone."
      })
  int publish(
      @Mixin OfficerClient officer,
      @Option(names = "--label", required = true, description = "The key's label on the token.")
          String label)
      throws ConfigException, StartException, InterruptedException {
    return post(officer, "/v1/admin/keys", Map.of("label", label));
  }

  @Command(
      name = "activate",
      description = "Makes a published key active. Two officers give this command.")
  int activate(
      @Mixin OfficerClient officer,
      @Parameters(paramLabel = "KID", description = "See keys list.") String kid)
      throws ConfigException, StartException, InterruptedException {
    return post(officer, OfficerClient.path(kid, "activate"), Map.of());
  }

  @Command(
      name = "retire",
      description = "Ends the signing of an active key; what it signed counts for ever.")
  int retire(
      @Mixin OfficerClient officer,
      @Parameters(paramLabel = "KID", description = "See keys list.") String kid)
      throws ConfigException, StartException, InterruptedException {
    return post(officer, OfficerClient.path(kid, "retire"), Map.of());
  }

  @Command(
      name = "revoke",
      description = {
        "Ends the trust in a key: what it signed counts up to a size of the log only.",
        "Two officers give this command."
      })
  int revoke(
      @Mixin OfficerClient officer,
      @Option(
              names = "--after-size",
              required = true,
              paramLabel = "N",
              description = "Records that the log had when the key was last known to be good.")
          long afterSize,
      @Option(names = "--reason", required = true, description = "1 to 256 characters.")
          String reason,
      @Parameters(paramLabel = "KID", description = "See keys list.") String kid)
      throws ConfigException, StartException, InterruptedException {
    return post(
        officer,
        OfficerClient.path(kid, "revoke"),
        Map.of("afterSize", Long.toString(afterSize), "reason", reason));
  }

  private int post(OfficerClient officer, String path, Map<String, String> members)
      throws ConfigException, StartException, InterruptedException {
    try {
      OfficerClient.Answer answer = officer.post(path, members);
      spec.commandLine().getOut().println(answer.body());
      return answer.status() < 300 ? Main.OK : Main.REFUSED;
    } catch (IOException e) {
      spec.commandLine().getErr().println("the appliance cannot be reached: " + e);
      return Main.UNDECIDED;
    }
  }

  private List<KeyInfo> show(Path config, boolean json) throws ConfigException, StartException {
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    PrintWriter out = spec.commandLine().getOut();
    try (Token token = Stages.token(loaded)) {
      List<KeyInfo> keys = token.keys();
      for (KeyInfo info : keys) {
        print(out, describe(token, info, loaded.origin()), json);
      }
      return keys;
    } catch (TokenException e) {
      throw new StartException(StartException.Fault.TOKEN, String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, Json> describe(Token token, KeyInfo info, String origin)
      throws TokenException {
    var members = new TreeMap<String, Json>();
    members.put("audit", KeyAudits.json(info.audit()));
    members.put("label", new Json.Str(info.label()));
    if (info.audit().trusted()) {
      var key = VerifierKey.of(origin, token.key(info.label()).publicKey());
      members.put("kid", new Json.Str(key.kid()));
      members.put("vkey", new Json.Str(key.vkey()));
    }
    return members;
  }

  private static void print(PrintWriter out, Map<String, Json> members, boolean json) {
    if (json) {
      out.println(text(Json.Obj.of(members)));
      return;
    }
    out.println(members.get("label") instanceof Json.Str(String label) ? label : "");
    members.forEach((name, value) -> {
      if (!name.equals("label")) {
        out.println("  " + name + " " + (value instanceof Json.Str(String s) ? s : text(value)));
      }
    });
  }

  private static String text(Json json) {
    return new String(new JcsWriter().value(json).toBytes(), StandardCharsets.UTF_8);
  }
}
