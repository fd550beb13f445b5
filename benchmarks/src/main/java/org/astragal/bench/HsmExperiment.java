package org.astragal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Signatures and random numbers of SoftHSM2 through our own bridge, beside a bare loop in C over
 * the same library and {@code openssl speed}, all in the same run.
 */
final class HsmExperiment implements Experiment {
  private static final long CKM_ECDSA = 0x1041;
  private static final long CKM_EDDSA = 0x1057;
  private static final int MANY = 4;
  private static final int BLOCK = 4_096;
  private static final Pattern RATE = Pattern.compile("rate ([0-9.E]+)");
  private static final Pattern OPENSSL_SIGN = Pattern.compile("(?m)s\\s+([0-9.]+)\\s+[0-9.]+\\s*$");

  @Override
  public String name() {
    return "hsm";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    Path directory = plan.directory().resolve(name());
    try {
      Folders.delete(directory);
      BenchToken token = token(directory);
      Commands.run(loop(plan, token, "set-up"));
      return measured(plan, token, BareLoop.compile(plan, directory, token));
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no token in " + directory, e);
    } finally {
      remove(directory);
    }
  }

  private Section measured(Plan plan, BenchToken token, BareLoop bare)
      throws LoadException, InterruptedException {
    var rounds = new LinkedHashMap<String, List<Double>>();
    long seconds = plan.round().toSeconds();
    for (int i = 1; i <= plan.rounds(); i++) {
      plan.say(name() + ": round " + i + " of " + plan.rounds());
      for (Kind kind : Kind.values()) {
        for (int callers : new int[] {1, MANY}) {
          double ours = ours(plan, token, "sign", kind.name(), Integer.toString(callers));
          double loop = bare.sign(kind.mechanism, kind.name(), seconds, callers).clock();
          add(rounds, kind.label + ", " + callers + " at a time: ours, verified", ours);
          add(rounds, kind.label + ", " + callers + " at a time: loop in C", loop);
          add(rounds, kind.label + ", " + callers + " at a time: ours to C", ours / loop);
        }
        add(
            rounds,
            kind.label + ": openssl speed " + kind.openssl,
            Commands.number(
                OPENSSL_SIGN,
                new ProcessBuilder(
                    "openssl", "speed", "-seconds", Long.toString(seconds), kind.openssl)));
      }
      double ours = ours(plan, token, "random") / 1e6;
      double loop = bare.random(BLOCK, seconds).clock() / 1e6;
      add(rounds, "random numbers: ours", ours);
      add(rounds, "random numbers: loop in C", loop);
      add(rounds, "random numbers: ours to C", ours / loop);
    }
    return section(rounds);
  }

  private enum Kind {
    ES256("ES256", CKM_ECDSA, "ecdsap256"),
    ED25519("Ed25519", CKM_EDDSA, "ed25519");

    private final String label;
    private final long mechanism;
    private final String openssl;

    Kind(String label, long mechanism, String openssl) {
      this.label = label;
      this.mechanism = mechanism;
      this.openssl = openssl;
    }
  }

  private Section section(Map<String, List<Double>> rounds) {
    var figures = new ArrayList<Figure>();
    rounds.forEach((label, values) -> {
      String unit =
          label.endsWith("to C") ? "" : label.startsWith("random numbers") ? "MB/s" : "/s";
      figures.add(new Figure("figure" + (figures.size() + 1), label, unit, values));
    });
    return new Section(
        name(),
        "SoftHSM2 through our bridge, through a loop in C, and OpenSSL alone",
        figures,
        List.of(
            "ours finds no key anew, hashes for ES256 and verifies every signature in software"
                + " before it is released; the loop in C does neither",
            "random numbers are asked for in blocks of 4,096 bytes, by one caller"));
  }

  private static void add(Map<String, List<Double>> rounds, String label, double value) {
    rounds.computeIfAbsent(label, _ -> new ArrayList<>()).add(value);
  }

  private static double ours(Plan plan, BenchToken token, String what, String... more)
      throws LoadException, InterruptedException {
    var words = new ArrayList<>(List.of(what, Long.toString(plan.round().toSeconds())));
    words.addAll(List.of(more));
    return Commands.number(RATE, loop(plan, token, words.toArray(String[]::new)));
  }

  private static ProcessBuilder loop(Plan plan, BenchToken token, String... what) {
    var words = new ArrayList<>(List.of(Baseline.java()));
    words.add("@" + plan.home().resolve(Path.of("appliance", "jvm.args")));
    words.addAll(Baseline.mainOf(HsmLoop.class));
    words.addAll(token.words());
    words.addAll(List.of(what));
    return token.in(new ProcessBuilder(words));
  }

  private static BenchToken token(Path directory) throws IOException, LoadException {
    String module = System.getenv("ASTRAGAL_PKCS11_MODULE");
    if (module == null) {
      throw new LoadException(
          LoadException.Fault.PROCESS, "start this through ./astragal bench, which finds SoftHSM2");
    }
    Path tokens = Files.createDirectories(directory.resolve("tokens"));
    Path configuration = directory.resolve("softhsm2.conf");
    Files.writeString(
        configuration,
        "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(tokens));
    Path pin =
        Files.createFile(
            directory.resolve("pin"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(pin, "bench-token\n");
    return new BenchToken(Path.of(module), "bench", pin, configuration);
  }

  private static void remove(Path directory) throws LoadException {
    try {
      Folders.delete(directory);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "cannot delete " + directory, e);
    }
  }
}
