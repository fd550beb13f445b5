package org.astragal.appliance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.hsm.KeyAudit;
import org.astragal.hsm.KeyDeviation;
import org.astragal.hsm.PinSource;
import org.astragal.hsm.TokenConfig;
import org.astragal.hsm.TokenInfo;
import org.astragal.hsm.TokenReport;

/** The report of {@code hsm doctor} for people, with the configuration to use at its end. */
final class TokenReportText {
  private TokenReportText() {}

  static List<String> lines(TokenReport report, TokenConfig config) {
    var lines = new ArrayList<String>();
    lines.add("library     " + report.library());
    for (TokenInfo token : report.tokens()) {
      lines.add(
          "slot        %d: \"%s\", serial number %s, %s %s"
              .formatted(
                  token.slot(),
                  token.label(),
                  token.serial(),
                  token.manufacturer(),
                  token.model()));
    }
    lines.add(
        "token       \"%s\", hardware %s, firmware %s%s"
            .formatted(
                report.token().label(),
                report.token().hardware(),
                report.token().firmware(),
                pin(report.token())));
    lines.add(
        "sessions    %s, for writing %s"
            .formatted(limit(report.sessions().most()), limit(report.sessions().mostForWriting())));
    lines.add("mechanisms  " + String.join(" ", report.mechanisms()));
    for (TokenReport.Random random : report.random()) {
      lines.add(
          "random      %,d bytes/s in blocks of %d"
              .formatted(random.bytesPerSecond(), random.blockBytes()));
    }
    for (TokenReport.Signing signing : report.signing()) {
      lines.add(
          "signatures  %d thread%s: %,d/s, half in %s, 99 of 100 in %s, all in %s"
              .formatted(
                  signing.threads(),
                  signing.threads() == 1 ? "" : "s",
                  signing.perSecond(),
                  millis(signing.median()),
                  millis(signing.p99()),
                  millis(signing.longest())));
      lines.add("            " + histogram(signing));
    }
    lines.add(
        "ed25519     "
            + report.noEd25519().map(why -> "no: " + why).orElse("signatures that verify"));
    lines.add("audit       " + report.key().map(TokenReportText::audit).orElse(UNSEEN));
    lines.add(
        "recovery    "
            + millis(report.afterClosedSessions())
            + " after all sessions of this process were closed");
    lines.add("");
    lines.addAll(configuration(report, config));
    return lines;
  }

  private static final String UNSEEN =
      "a key of one session is not seen by another connection; make a key and see `keys audit`";

  private static String pin(TokenInfo token) {
    return token.pinCountLow() ? ", a wrong PIN was given since the last login" : "";
  }

  private static String limit(Optional<Long> limit) {
    return limit.map(most -> "at most " + most).orElse("no limit told");
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.3f ms", time.toNanos() / 1e6);
  }

  private static String histogram(TokenReport.Signing signing) {
    var bins = new ArrayList<String>();
    for (int i = 0; i < signing.histogram().size(); i++) {
      long count = signing.histogram().get(i);
      if (count > 0) {
        List<Long> ends = TokenReport.Signing.BINS_MICROS;
        bins.add(
            (i < ends.size() ? "to " + millis(Duration.ofNanos(1_000 * ends.get(i))) : "longer")
                + " "
                + count);
      }
    }
    return String.join(", ", bins);
  }

  private static String audit(KeyAudit audit) {
    // The key was made for the examination, in a session and without a certificate.
    List<String> objections =
        audit.objections().stream()
            .filter(
                text -> !text.equals("is not a token object") && !text.equals("has no certificate"))
            .toList();
    return objections.isEmpty()
        ? "the token vouches for all that is asked of a key"
        : "a key made on it " + String.join(", ", objections);
  }

  private static List<String> configuration(TokenReport report, TokenConfig config) {
    var lines = new ArrayList<String>();
    lines.add("token:");
    lines.add("  module: " + quoted(config.module().toString()));
    if (!config.moduleArguments().isEmpty()) {
      lines.add("  moduleArguments: " + quoted(config.moduleArguments()));
    }
    long alike =
        report.tokens().stream()
            .filter(token -> token.label().equals(report.token().label()))
            .count();
    lines.add("  label: " + quoted(report.token().label()));
    if (alike > 1) {
      lines.add("  serial: " + quoted(report.token().serial()));
    }
    lines.add(
        switch (config.pin()) {
          case PinSource.File(var file) -> "  pinFile: " + quoted(file.toAbsolutePath().toString());
          case PinSource.Credential(var name) -> "  pinCredential: " + name;
          case PinSource.Environment(var variable) -> "  pinEnvironment: " + variable;
          case PinSource.Prompt() -> "  pinPrompt: true";
        });
    lines.add("  callTimeout: " + timeout(report));
    if (!report.deviations().isEmpty()) {
      lines.add("  # The token does not vouch for these of its keys. To allow that is a decision:");
      lines.add(
          "  # allowedDeviations: "
              + report.deviations().stream()
                  .map(TokenReportText::name)
                  .collect(Collectors.joining(", ", "[", "]")));
    }
    return lines;
  }

  /** A hundred times the slowest signature seen, 1 s at least and 60 s at most. */
  private static String timeout(TokenReport report) {
    long slowest = report.signing().stream().mapToLong(s -> s.longest().toMillis()).max().orElse(0);
    return Math.clamp(slowest / 10 + 1, 1, 60) + "s";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String name(KeyDeviation deviation) {
    return deviation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
