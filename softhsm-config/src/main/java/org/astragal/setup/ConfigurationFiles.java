package org.astragal.setup;

import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of appliance and ledger, with every key they ask for. */
final class ConfigurationFiles {
  private static final String RULES_FILE = "global.2026.yaml";

  private ConfigurationFiles() {}

  /**
   * Writes both configurations anew, and the witness's key and the pool's rules unless they are
   * there.
   */
  static void write(DevSite site, DevSiteOptions options, Path module) throws SetupException {
    String witness = DevWitness.create(site.witnessKey(), site.witnessVkey());
    SiteFiles.text(site.applianceConfig(), appliance(options, module, witness));
    SiteFiles.text(site.ledgerConfig(), ledger(options));
    SiteFiles.folder(site.rules());
    Path rules = site.rules().resolve(RULES_FILE);
    // The hash of the rules stands in every posting: a file that was edited is kept.
    if (!Files.exists(rules)) {
      SiteFiles.text(rules, rules());
    }
  }

  private static String appliance(DevSiteOptions options, Path module, String witness) {
    return """
    # Made by `astragal setup` and written anew by it. appliance.example.yaml explains each key.
    origin: %s
    mode: development
    listen:
      host: 127.0.0.1
      port: %d
    tls:
      keyStore: pki/appliance.p12
      passwordFile: pki/appliance.password
      trustStore: pki/ca.pem
    %stoken:
      module: "%s"
      label: %s
      pinFile: pin
      callTimeout: 5s
    signingKey: "%s"
    rng:
      minEntropyPerSample: "4.0"
      alphaExponent: 40
    log:
      directory: log
      maxPending: 8192
      minimumFreeBytes: 268435456
      create: true
    games:
      packs: [packs/reference-games.jar]
      archive: packs/archive
      signers: packs/signers.pem
      laboratories: packs/laboratories.pem
    integrity:
      every: 24h
    returns:
      warnExponent: 9
      stopExponent: 21
    pools:
      - pool: global.2026
        games: [ref.wheel.54, ref.roulette.eu]
        currency: EUR
        exp: 2
        levels:
          - { level: GRAND, ppm: 5000 }
          - { level: MINI, ppm: 4000 }
    ledgers:
      - name: ledger-1
        url: https://localhost:%d
        witness: "%s"
    forward:
      maxLag: 100000
      maxBatchBytes: 8388608
      retryMin: 100ms
      retryMax: 5s
      requestTimeout: 30s
      flushAtStop: 5s
    rounds:
      timeout: 24h
    limits:
      bodyBytes: 32768
      batchRounds: 1000
      batchBytes: 8388608
      bodyBytesInFlight: 134217728
      connections: 4096
      answerTimeout: 10s
      headTimeout: 10s
      requestTimeout: 60s
      idleTimeout: 5min
      drainTimeout: 10s
    """
        .formatted(
            options.origin(),
            options.port(),
            plainLoopback(options),
            module,
            DevToken.LABEL,
            DevToken.SIGNING_KEY,
            options.ledgerPort(),
            witness);
  }

  private static String plainLoopback(DevSiteOptions options) {
    if (options.plainLoopbackPort().isEmpty()) {
      return "";
    }
    return """
    plainLoopback:
      port: %d
      role: %s
      operator: %s
    """
        .formatted(
            options.plainLoopbackPort().getAsInt(),
            Identity.GAME_SERVER.role(),
            Identity.GAME_SERVER.operator());
  }

  private static String ledger(DevSiteOptions options) {
    return """
    # Made by `astragal setup` and written anew by it. ledger.example.yaml explains each key.
    listen:
      host: 127.0.0.1
      port: %d
    tls:
      keyStore: pki/ledger.p12
      passwordFile: pki/ledger.password
      trustStore: pki/ca.pem
    public:
      host: 127.0.0.1
      port: %d
      plainLoopback: true
    database:
      embedded:
        directory: postgres
        port: 0
    policy: policy
    followRotation: true
    rules: rules
    journal:
      name: ledger.localhost/journal
      keyFile: pki/journal.key
    witness:
      name: %s
      keyFile: witness.key
    """
        .formatted(options.ledgerPort(), options.ledgerPublicPort(), DevWitness.NAME);
  }

  private static String rules() {
    return """
    # One jackpot pool. The appliance's claims use the same ppm (appliance.yaml, pools).
    # The SHA-256 of this file's bytes stands in every posting made under it.
    pool: global.2026
    currency: EUR
    exp: 2
    games: [ref.wheel.54, ref.roulette.eu]
    modes: [REAL]
    fundedBy: [CASH]
    levels:
      - id: GRAND
        seedMinor: 5000000
        ratePpm: 5000
        reservePpm: 5143
      - id: MINI
        seedMinor: 5000
        ratePpm: 4000
        reservePpm: 244
    """;
  }
}
