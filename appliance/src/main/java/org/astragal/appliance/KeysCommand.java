package org.astragal.appliance;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keys}: the keys on the token. */
@Command(name = "keys", description = "Shows the keys on the token.")
final class KeysCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      description = "Lists each private key: label, kid, vkey, and the token's own audit of it.")
  int list(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "The configuration; see appliance.example.yaml.")
          Path config,
      @Option(names = "--json", description = "One JSON object a line.") boolean json)
      throws ConfigException, StartException {
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    PrintWriter out = spec.commandLine().getOut();
    try (Token token = Stages.token(loaded)) {
      for (KeyInfo info : token.keys()) {
        print(out, describe(token, info, loaded.origin()), json);
      }
    } catch (TokenException e) {
      throw new StartException(StartException.Fault.TOKEN, String.valueOf(e.getMessage()), e);
    }
    return Main.OK;
  }

  private static Map<String, Json> describe(Token token, KeyInfo info, String origin)
      throws TokenException {
    var members = new TreeMap<String, Json>();
    members.put("audit", KeyAudits.json(info.audit()));
    members.put("label", new Json.Str(info.label()));
    if (info.audit().trusted()) {
      var key = VerifierKey.ecdsaP256(origin, token.key(info.label()).publicKey());
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
