package org.astragal.appliance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.hsm.TokenListener;
import org.astragal.outcome.Hash;
import org.astragal.outcome.VerifierKey;
import org.astragal.rng.Buffers;
import org.astragal.rng.HealthClaim;
import org.astragal.rng.Rng;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.rng.RngHost;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.LogConfig;
import org.astragal.signer.LogException;
import org.astragal.signer.StoredLog;

/** Turns sections of the configuration into the stages they describe. */
final class Stages {
  private Stages() {}

  /**
   * Reads the program's own modules, which must be those that the configuration names, if it does.
   */
  static ProgramFiles program(ApplianceConfig config) throws StartException {
    ProgramFiles program = ProgramFiles.read();
    String hash = program.hash().toString();
    if (config.integrity().program().filter(wanted -> !wanted.equals(hash)).isPresent()) {
      throw new StartException(
          StartException.Fault.PROGRAM,
          "the program has the hash "
              + hash
              + ", integrity.program says "
              + config.integrity().program().get()
              + ": install that program, or have this one approved");
    }
    return program;
  }

  static Token token(ApplianceConfig config) throws TokenException {
    return token(config, new TokenWatch());
  }

  static Token token(ApplianceConfig config, TokenListener listener) throws TokenException {
    return Token.open(config.token().toConfig(), listener);
  }

  static Rng rng(ApplianceConfig config, Token token, Identity identity, RngHost host)
      throws StartException {
    try {
      return Rng.start(
          new TokenNoise(token), rngConfig(config, config.origin() + " " + identity.boot()), host);
    } catch (RngException e) {
      throw noDraws(e);
    }
  }

  /** Samples for laboratories: another instance on the same token, whose alarms are its own. */
  static SamplesHttp samples(ApplianceConfig config, Token token, Identity identity)
      throws StartException {
    String personalization = config.origin() + " samples " + identity.boot();
    return new SamplesHttp(
        new TokenNoise(token), labConfig(config, personalization), new RngWatch());
  }

  static RngConfig rngConfig(ApplianceConfig config, String personalization) {
    ApplianceConfig.RngSection section = config.rng();
    var claim =
        new HealthClaim(
            Double.parseDouble(section.minEntropyPerSample()), section.alphaExponent(), true);
    RngConfig usual = RngConfig.forBytes(personalization);
    return new RngConfig(
        claim,
        section.construction().orElse(usual.construction()),
        section.mechanism().orElse(usual.mechanism()),
        usual.reseeding(),
        usual.buffers(),
        section.entropyCertificate(),
        section.alarmEndsByItself().orElse(usual.returnsByItself()),
        personalization);
  }

  /** As for play, but without a prefetch: an instance for samples reads as it goes. */
  static RngConfig labConfig(ApplianceConfig config, String personalization) {
    RngConfig play = rngConfig(config, personalization);
    Buffers usual = play.buffers();
    return new RngConfig(
        play.health(),
        play.construction(),
        play.mechanism(),
        play.reseeding(),
        new Buffers(usual.blockBytes(), 0, usual.patience(), usual.retry(), Duration.ZERO),
        play.certificate(),
        play.returnsByItself(),
        personalization);
  }

  static StartException noDraws(RngException e) {
    return new StartException(
        StartException.Fault.RNG,
        "the random number generator does not start, so nothing is played: " + e.getMessage(),
        e);
  }

  /** A pool that names a game nobody ever had would never be contributed to. */
  static void requireKnown(List<ApplianceConfig.Pool> pools, PackHistory packs)
      throws ConfigException {
    for (ApplianceConfig.Pool pool : pools) {
      for (String game : pool.games()) {
        if (!packs.knows(game)) {
          throw new ConfigException(
              ConfigException.Fault.KEY,
              "pools: "
                  + pool.pool()
                  + " names the game "
                  + game
                  + ", which was never installed; installed: "
                  + packs.all().stream()
                      .flatMap(pack -> pack.games().keySet().stream())
                      .distinct()
                      .sorted()
                      .collect(Collectors.joining(", ")));
        }
      }
    }
  }

  /**
   * A log that is open.
   *
   * @param stored the log
   * @param ceremony the report behind its first record, if the log is new and there is one
   */
  record Opened(StoredLog stored, Optional<CeremonyReport> ceremony) {}

  /** Opens the log; makes a new one only where there is none and the configuration says so. */
  static Opened log(ApplianceConfig config, TokenKeys keys, TlsMaterial tls)
      throws LogException, StartException, ConfigException, TokenException {
    try {
      return new Opened(
          StoredLog.open(log(config, false, Optional.empty()), keys), Optional.empty());
    } catch (LogException e) {
      if (e.fault() == LogException.Fault.NOT_CREATED && config.log().create()) {
        VerifierKey first = keys.first(config.algorithm());
        Optional<CeremonyReport> ceremony = ceremony(config, tls);
        Optional<Hash> hash =
            ceremony.isPresent() ? Optional.of(ceremony.get().about(first)) : Optional.empty();
        return new Opened(StoredLog.open(log(config, true, hash), keys), ceremony);
      }
      throw e;
    }
  }

  private static Optional<CeremonyReport> ceremony(ApplianceConfig config, TlsMaterial tls)
      throws StartException, ConfigException {
    Optional<Path> report = config.log().ceremonyReport();
    return report.isEmpty()
        ? Optional.empty()
        : Optional.of(CeremonyReport.read(ConfigFile.bytes(report.get()), tls.authorities()));
  }

  private static LogConfig log(ApplianceConfig config, boolean create, Optional<Hash> ceremony) {
    ApplianceConfig.LogSection section = config.log();
    LogConfig usual = LogConfig.of(config.origin(), section.directory(), create);
    return new LogConfig(
        usual.origin(),
        usual.directory(),
        usual.create(),
        section.maxPending(),
        section.minimumFreeBytes(),
        usual.cacheBytes(),
        usual.closeLimit(),
        usual.nativeLibrary(),
        ceremony);
  }
}
