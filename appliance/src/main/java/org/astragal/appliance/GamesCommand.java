package org.astragal.appliance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.BetFigures;
import org.astragal.packs.Approval;
import org.astragal.packs.PackException;
import org.astragal.packs.PackMaker;
import org.astragal.packs.PackManifest;
import org.astragal.packs.PackTrust;
import org.astragal.packs.PackVerifier;
import org.astragal.packs.VerifiedPack;
import org.astragal.service.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code games}: game packs, from the jar of a build to a running appliance. */
@Command(
    name = "games",
    description = {
      "Makes, verifies, installs and retires game packs. A build leaves a jar; a laboratory",
      "approves its logic; whoever publishes it signs the pack; two officers install it."
    })
final class GamesCommand {
  private static final String IDENTITY = "Key and certificate for signing code, PKCS#12.";
  private static final String PASSWORD = "Its password, in a file of mode 0600.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "approve",
      description = {
        "Writes the approval of a laboratory for the logic of a jar and the returns it states.",
        "Runs the classes of the jar to ask for them."
      })
  int approve(
      @Parameters(paramLabel = "JAR", description = "The jar that the build left.") Path jar,
      @Option(names = "--identity", required = true, paramLabel = "FILE", description = IDENTITY)
          Path identity,
      @Option(
              names = "--password-file",
              required = true,
              paramLabel = "FILE",
              description = PASSWORD)
          Path passwordFile,
      @Option(names = "--to", required = true, paramLabel = "FILE", description = "The approval.")
          Path to)
      throws ConfigException {
    KeyFile laboratory = KeyFile.read(identity, passwordFile);
    return refusing(() -> {
      PackManifest manifest = PackMaker.of(Files.readAllBytes(jar)).manifest();
      Approval approval =
          Approval.of(manifest, Clock.systemUTC().instant(), laboratory.key(), laboratory.chain());
      write(to, approval.bytes());
      print(manifest);
      return Main.OK;
    });
  }

  @Command(
      name = "pack",
      description = {
        "Makes a pack of a jar and the approval for it, and signs every entry.",
        "Runs the classes of the jar to ask them for their games."
      })
  int pack(
      @Parameters(paramLabel = "JAR", description = "The jar that the build left.") Path jar,
      @Option(
              names = "--approval",
              required = true,
              paramLabel = "FILE",
              description = "What games approve has written.")
          Path approval,
      @Option(names = "--identity", required = true, paramLabel = "FILE", description = IDENTITY)
          Path identity,
      @Option(
              names = "--password-file",
              required = true,
              paramLabel = "FILE",
              description = PASSWORD)
          Path passwordFile,
      @Option(names = "--to", required = true, paramLabel = "FILE", description = "The pack.")
          Path to)
      throws ConfigException {
    KeyFile signer = KeyFile.read(identity, passwordFile);
    return refusing(() -> {
      PackMaker maker = PackMaker.of(Files.readAllBytes(jar));
      write(
          to,
          maker.sign(Approval.parse(Files.readAllBytes(approval)), signer.key(), signer.chain()));
      print(maker.manifest());
      return Main.OK;
    });
  }

  @Command(
      name = "verify",
      description = {
        "Verifies a pack as the appliance does, without running any of it, and prints what it is.",
        "Exit status 1 with the reason if it is refused."
      })
  int verify(
      @Parameters(paramLabel = "PACK", description = "The pack.") Path pack,
      @Option(
              names = "--signers",
              required = true,
              paramLabel = "FILE",
              description = "PEM with those who may sign packs.")
          Path signers,
      @Option(
              names = "--laboratories",
              required = true,
              paramLabel = "FILE",
              description = "PEM with those who may approve packs.")
          Path laboratories) {
    return refusing(() -> {
      var verifier = new PackVerifier(PackTrust.load(signers, laboratories), Clock.systemUTC());
      VerifiedPack verified = verifier.verify(Files.readAllBytes(pack));
      PrintWriter out = spec.commandLine().getOut();
      out.println("file " + verified.file());
      out.println("signer " + verified.signer());
      out.println(
          "approved by " + verified.approval().laboratory() + " at " + verified.approval().at());
      print(verified.manifest());
      return Main.OK;
    });
  }

  @Command(name = "list", description = "Lists the packs of a running appliance.")
  int list(@Mixin OfficerClient officer)
      throws ConfigException, StartException, InterruptedException {
    return told(() -> officer.get("/v1/packs"));
  }

  @Command(
      name = "install",
      description = {
        "Installs a pack in a running appliance, which goes on meanwhile. Two officers give this",
        "command; versions run side by side, and the newest is played by those who ask for none."
      })
  int install(
      @Mixin OfficerClient officer,
      @Parameters(paramLabel = "PACK", description = "The pack.") Path pack)
      throws ConfigException, StartException, InterruptedException {
    return told(() -> officer.post("/v1/admin/packs", Files.readAllBytes(pack)));
  }

  @Command(
      name = "retire",
      description = {
        "Ends new rounds of the games of a logic. Rounds that were begun go on, and everything",
        "can be replayed. Two officers give this command."
      })
  int retire(
      @Mixin OfficerClient officer,
      @Parameters(paramLabel = "LOGIC", description = "The logic hash; see games list.")
          String logic,
      @Option(names = "--game", paramLabel = "ID", description = "One game of it, not all.")
          @Nullable String game,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason)
      throws ConfigException, StartException, InterruptedException {
    var members = new TreeMap<String, String>();
    members.put("reason", reason);
    if (game != null) {
      members.put("game", game);
    }
    String path = "/v1/admin/packs/" + URLEncoder.encode(logic, StandardCharsets.UTF_8) + "/retire";
    return told(() -> officer.post(path, members));
  }

  @Command(
      name = "resume",
      description = {
        "Lets a game take rounds again that was stopped because of its return. Two officers give",
        "this command."
      })
  int resume(
      @Mixin OfficerClient officer,
      @Parameters(paramLabel = "LOGIC", description = "The logic hash; see games list.")
          String logic,
      @Option(names = "--game", required = true, paramLabel = "ID", description = "The game.")
          String game,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason)
      throws ConfigException, StartException, InterruptedException {
    String path = "/v1/admin/packs/" + URLEncoder.encode(logic, StandardCharsets.UTF_8) + "/resume";
    return told(() -> officer.post(path, Map.of("game", game, "reason", reason)));
  }

  private void print(PackManifest manifest) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("module " + manifest.module());
    out.println("logic " + manifest.logic());
    out.println("interface " + manifest.api());
    for (PackManifest.Title game : manifest.games()) {
      out.println("game " + game.id() + " " + game.version());
      for (PackManifest.Figures figures : game.figures()) {
        String terms = figures.terms().isEmpty() ? "" : " on the terms " + figures.terms();
        for (BetFigures bet : figures.bets()) {
          out.println("  " + bet.bet() + " returns " + bet.returned() + terms);
        }
      }
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Work on files that a pack's rules may refuse. */
  @FunctionalInterface
  private interface Work {
    int run() throws PackException, IOException;
  }

  private int refusing(Work work) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return work.run();
    } catch (PackException e) {
      err.println("refused: " + e.fault().code() + ": " + e.getMessage());
      return Main.REFUSED;
    } catch (IOException e) {
      err.println("a file cannot be used: " + e);
      return Main.UNDECIDED;
    }
  }

  /** One call to the appliance. */
  @FunctionalInterface
  private interface Asking {
    OfficerClient.Answer ask() throws ConfigException, IOException, InterruptedException;
  }

  private int told(Asking asking) throws ConfigException, StartException, InterruptedException {
    try {
      OfficerClient.Answer answer = asking.ask();
      spec.commandLine().getOut().println(answer.body());
      return answer.status() < 300 ? Main.OK : Main.REFUSED;
    } catch (IOException e) {
      spec.commandLine().getErr().println("the appliance cannot be reached: " + e);
      return Main.UNDECIDED;
    }
  }
}
