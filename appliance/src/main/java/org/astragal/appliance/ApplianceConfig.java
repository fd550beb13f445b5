package org.astragal.appliance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.astragal.hsm.KeyAlgorithm;
import org.astragal.hsm.KeyDeviation;
import org.astragal.hsm.PinSource;
import org.astragal.hsm.TokenConfig;
import org.astragal.hsm.TokenName;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.VerifierKey;
import org.astragal.outcome.WitnessKey;
import org.astragal.rng.Construction;
import org.astragal.rng.Mechanism;
import org.astragal.service.ConfigFile;
import org.astragal.service.Durations;
import org.astragal.service.KafkaCluster;
import org.astragal.service.Role;
import org.astragal.service.TlsFiles;

/**
 * Everything an operator can set; read once at start, never reloaded. Every key is required unless
 * it is an {@link Optional} here: a default is a decision that nobody took. {@code
 * appliance.example.yaml} documents each key.
 *
 * @param origin name of the log, a URL without a scheme; never changes in the life of the log
 * @param mode whether the restrictions of production apply
 * @param listen where the mutual TLS listener binds
 * @param tls the appliance's certificate and whom it trusts
 * @param plainLoopback an extra listener without TLS, for measurements only
 * @param token the PKCS#11 token
 * @param signingKey label of the checkpoint signing key on the token
 * @param signingAlgorithm of keys that are made for the log or become its; ES256 if it is not there
 * @param rng health test parameters of the noise
 * @param log the outcome log
 * @param games the game packs
 * @param integrity how the program's own files are held against what they should be
 * @param returns when the return of a game is evidence against it
 * @param pools what the jackpot claims in each record are computed from
 * @param thresholds how jackpot thresholds are kept; without it this appliance holds none
 * @param ledgers where sealed outcomes are forwarded to
 * @param kafka the partition of a topic that they are forwarded to, beside or instead of ledgers
 * @param forward how they are forwarded
 * @param rounds rounds that wait for their players
 * @param limits sizes and times
 */
record ApplianceConfig(
    String origin,
    Mode mode,
    Listen listen,
    TlsFiles tls,
    Optional<PlainLoopback> plainLoopback,
    TokenSection token,
    String signingKey,
    Optional<KeyAlgorithm> signingAlgorithm,
    RngSection rng,
    LogSection log,
    Games games,
    IntegritySection integrity,
    ReturnsSection returns,
    List<Pool> pools,
    Optional<Thresholds> thresholds,
    List<Ledger> ledgers,
    Optional<Kafka> kafka,
    Forward forward,
    RoundsSection rounds,
    Limits limits) {

  ApplianceConfig {
    check(
        origin.matches("[A-Za-z0-9][A-Za-z0-9./_:-]{0,199}"),
        "origin must be 1 to 200 letters, digits and '.', '/', '_', ':', '-'");
    check(!signingKey.isBlank(), "signingKey must be the label of a key on the token");
    pools = List.copyOf(pools);
    ledgers = List.copyOf(ledgers);
    var names = new HashSet<String>();
    for (Ledger ledger : ledgers) {
      check(names.add(ledger.name()), "ledgers has two entries named " + ledger.name());
    }
    check(
        kafka.isPresent()
            || ledgers.stream()
                .noneMatch(ledger -> ledger.fedBy().equals(Optional.of(FedBy.KAFKA))),
        "ledgers with fedBy kafka need the section kafka");
    check(
        kafka.isEmpty() || names.add(kafka.get().name()),
        "kafka has the name of one of the ledgers");
    var poolNames = new HashSet<String>();
    for (Pool pool : pools) {
      check(poolNames.add(pool.pool()), "pools has two entries named " + pool.pool());
    }
  }

  /** {@return how keys sign that are made for the log or become its} */
  KeyAlgorithm algorithm() {
    return signingAlgorithm.orElse(KeyAlgorithm.ES256);
  }

  /** {@code production} asks for what {@link ProductionMode} says; nothing else differs. */
  enum Mode {
    PRODUCTION,
    DEVELOPMENT
  }

  /**
   * A TCP address.
   *
   * @param host name or address to bind
   * @param port 1 to 65535, or 0 for any free one
   */
  record Listen(String host, int port) {
    Listen {
      check(!host.isBlank(), "host must be a name or an address");
      checkPort(port);
    }
  }

  /**
   * A listener without TLS on 127.0.0.1, where every caller is the one named here.
   *
   * @param port 1 to 65535, or 0 for any free one
   * @param role the role every caller has
   * @param operator the operator every caller speaks for
   */
  record PlainLoopback(int port, Role role, String operator) {
    PlainLoopback {
      checkPort(port);
      check(!operator.isBlank(), "operator must not be empty");
    }
  }

  /**
   * The token. It is named by label, serial number or both; the PIN has exactly one source.
   *
   * @param module PKCS#11 library
   * @param moduleArguments what the library is told when it is initialised; for NSS only
   * @param label label of the token
   * @param serial serial number of the token
   * @param pinFile user PIN in a file of mode 0600
   * @param pinCredential name of the systemd credential that holds the user PIN
   * @param pinEnvironment name of the environment variable that holds the user PIN
   * @param pinPrompt true: the user PIN is typed on the console at the start
   * @param callTimeout longest wait for one call, above 0 s and at most 60 s
   * @param allowedDeviations what the token need not vouch for of the signing key
   */
  record TokenSection(
      Path module,
      Optional<String> moduleArguments,
      Optional<String> label,
      Optional<String> serial,
      Optional<Path> pinFile,
      Optional<String> pinCredential,
      Optional<String> pinEnvironment,
      Optional<Boolean> pinPrompt,
      Duration callTimeout,
      Optional<List<KeyDeviation>> allowedDeviations) {
    TokenSection {
      allowedDeviations = allowedDeviations.map(List::copyOf);
      checkBetween("callTimeout", callTimeout, Duration.ofMillis(1), Duration.ofSeconds(60));
      check(
          Stream.of(pinFile, pinCredential, pinEnvironment, pinPrompt.filter(wanted -> wanted))
                  .filter(Optional::isPresent)
                  .count()
              == 1,
          "pinFile, pinCredential, pinEnvironment or pinPrompt: exactly one of them is needed");
      var _ =
          toConfig(
              module,
              moduleArguments,
              label,
              serial,
              source(pinFile, pinCredential, pinEnvironment),
              callTimeout,
              allowedDeviations);
    }

    /** {@return the same as the bridge wants it} */
    TokenConfig toConfig() {
      return toConfig(
          module,
          moduleArguments,
          label,
          serial,
          source(pinFile, pinCredential, pinEnvironment),
          callTimeout,
          allowedDeviations);
    }

    /** The bridge refuses what no token can have, so that it is refused with file and line. */
    private static TokenConfig toConfig(
        Path module,
        Optional<String> moduleArguments,
        Optional<String> label,
        Optional<String> serial,
        PinSource pin,
        Duration callTimeout,
        Optional<List<KeyDeviation>> allowedDeviations) {
      return new TokenConfig(
          module,
          moduleArguments.orElse(""),
          new TokenName(label, serial),
          pin,
          callTimeout,
          Set.copyOf(allowedDeviations.orElse(List.of())));
    }

    private static PinSource source(
        Optional<Path> file, Optional<String> credential, Optional<String> environment) {
      return file.<PinSource>map(PinSource.File::new)
          .or(() -> credential.map(PinSource.Credential::new))
          .or(() -> environment.map(PinSource.Environment::new))
          .orElseGet(PinSource.Prompt::new);
    }
  }

  /**
   * The generator, and the parameters of its SP 800-90B health tests.
   *
   * @param minEntropyPerSample assessed min-entropy of one 8-bit sample, in bits, written as text
   *     so that no float is read; above 0 and at most 8
   * @param alphaExponent a false alarm has the probability 2^-alphaExponent; 20 to 60
   * @param construction how noise and DRBG make output; XOR if it is not there
   * @param mechanism the DRBG; CTR_AES256 if it is not there
   * @param entropyCertificate number of the validation certificate of the entropy source behind the
   *     token's random numbers, if the operator declares one
   * @param alarmEndsByItself whether an alarm is left as soon as a start-up test succeeds; if not,
   *     or if it is not there, a security officer must ask for that test
   */
  record RngSection(
      String minEntropyPerSample,
      int alphaExponent,
      Optional<Construction> construction,
      Optional<Mechanism> mechanism,
      Optional<String> entropyCertificate,
      Optional<Boolean> alarmEndsByItself) {
    RngSection {
      check(
          entropyCertificate.isEmpty()
              || (entropyCertificate.get().matches("[A-Za-z0-9#./-]{1,32}")
                  && construction.orElse(Construction.XOR) == Construction.XOR),
          "entropyCertificate must be 1 to 32 letters, digits, '#', '.', '/', '-', and needs the"
              + " construction xor");
      check(
          minEntropyPerSample.matches("[0-8](\\.[0-9]{1,6})?")
              && Double.parseDouble(minEntropyPerSample) > 0
              && Double.parseDouble(minEntropyPerSample) <= 8,
          "minEntropyPerSample must be a decimal above 0 and at most 8, in quotes");
      check(alphaExponent >= 20 && alphaExponent <= 60, "alphaExponent must be 20 to 60");
    }
  }

  /**
   * The outcome log.
   *
   * @param directory where it lives
   * @param maxPending rounds that may wait for their seal at one time
   * @param minimumFreeBytes play stops while the disk has less than this free
   * @param create whether a missing log is created; leave false once it exists
   */
  record LogSection(
      Path directory,
      int maxPending,
      long minimumFreeBytes,
      boolean create,
      Optional<Path> ceremonyReport) {
    LogSection {
      check(maxPending >= 1 && maxPending <= 1_000_000, "maxPending must be 1 to 1000000");
      check(minimumFreeBytes >= 0, "minimumFreeBytes must be 0 or more");
    }
  }

  /**
   * The game packs.
   *
   * @param packs the packs with which a new log begins; afterwards the log says which are installed
   * @param archive every pack that ever came in, by hash
   * @param signers PEM with the certificates of those who may sign packs, or their authorities
   * @param laboratories PEM with the certificates of those who may approve packs, or their
   *     authorities
   * @param terms what the house settles for games otherwise than their makers did
   */
  record Games(
      List<Path> packs, Path archive, Path signers, Path laboratories, Optional<List<Term>> terms) {
    Games {
      packs = List.copyOf(packs);
      terms = terms.map(List::copyOf);
      var settled = new HashSet<String>();
      for (Term term : terms.orElse(List.of())) {
        check(
            settled.add(term.game() + " " + term.option()),
            "terms settles " + term.option() + " of " + term.game() + " twice");
      }
    }
  }

  /**
   * One thing that a game leaves to the house.
   *
   * @param game id of the game
   * @param option name of the option
   * @param value one of its values
   */
  record Term(String game, String option, String value) {}

  /**
   * How the program's own files are held against what they should be.
   *
   * @param every how often, 1 min to 24 h
   * @param program what the hash of the program must be at the start; empty if that is not decided
   *     here
   */
  record IntegritySection(Duration every, Optional<String> program) {
    IntegritySection {
      checkBetween("every", every, Duration.ofMinutes(1), Duration.ofHours(24));
      check(
          program.isEmpty() || program.get().matches("sha256:[0-9a-f]{64}"),
          "program must be sha256: and 64 lower case hexadecimal digits");
    }
  }

  /**
   * When the return of a game is evidence against it.
   *
   * @param warnExponent a false warning has the probability 2^-warnExponent at most, over the whole
   *     life of a game version in a jurisdiction
   * @param stopExponent a false stop has the probability 2^-stopExponent at most
   */
  record ReturnsSection(int warnExponent, int stopExponent) {
    ReturnsSection {
      check(warnExponent >= 4 && warnExponent <= 60, "warnExponent must be 4 to 60");
      check(stopExponent >= 4 && stopExponent <= 60, "stopExponent must be 4 to 60");
      check(stopExponent >= warnExponent, "stopExponent must not be below warnExponent");
    }
  }

  /**
   * One jackpot pool that games of this appliance contribute to.
   *
   * @param pool name of the pool
   * @param games ids of the games that contribute
   * @param currency ISO 4217 code; stakes in another currency claim nothing
   * @param exp decimal exponent of the currency's minor unit, 0 to 4
   * @param levels the levels and their rates
   */
  record Pool(String pool, List<String> games, String currency, int exp, List<Level> levels) {
    Pool {
      check(Text.isName(pool), "pool must be 1 to 64 of letters, digits, '.', '-' and '_'");
      games = List.copyOf(games);
      levels = List.copyOf(levels);
      check(!games.isEmpty(), "games must name at least one game");
      check(currency.matches("[A-Z]{3}"), "currency must be three capital letters");
      check(exp >= 0 && exp <= 4, "exp must be 0 to 4");
      check(!levels.isEmpty() && levels.size() <= 8, "levels must have 1 to 8 entries");
      check(
          levels.stream().map(Level::level).distinct().count() == levels.size(),
          "levels has a level twice");
    }
  }

  /**
   * One level of a pool.
   *
   * @param level its name
   * @param ppm share of the stake in parts per million, 1 to 1000000
   */
  record Level(String level, long ppm) {
    Level {
      check(Text.isName(level), "level must be 1 to 64 of letters, digits, '.', '-' and '_'");
      check(ppm >= 1 && ppm <= 1_000_000, "ppm must be 1 to 1000000");
    }
  }

  /**
   * A downstream ledger.
   *
   * @param name what it is called in metrics and messages
   * @param url its https address, without a path
   * @param witness the verifier key under which it cosigns checkpoints
   * @param journal the verifier key that signs the heads of its journal
   * @param fedBy how it gets records; over HTTP if it is not there
   */
  record Ledger(
      String name,
      URI url,
      Optional<String> witness,
      Optional<String> journal,
      Optional<FedBy> fedBy) {
    Ledger {
      check(Text.isName(name), "name must be 1 to 64 of letters, digits, '.', '-' and '_'");
      String path = url.getPath();
      check(
          "https".equals(url.getScheme())
              && url.getHost() != null
              && (path == null || path.isEmpty() || path.equals("/")),
          "url must be https://host:port");
      var _ = witnessKey(witness);
      var _ = journalKey(journal);
    }

    /** {@return the key that signs the heads of its journal} */
    Optional<VerifierKey> journalKey() {
      return journalKey(journal);
    }

    private static Optional<VerifierKey> journalKey(Optional<String> vkey) {
      try {
        return vkey.isEmpty() ? Optional.empty() : Optional.of(VerifierKey.parse(vkey.get()));
      } catch (NoteException e) {
        throw new IllegalArgumentException("journal must be a verifier key: " + e.getMessage(), e);
      }
    }

    /** {@return the key under which it cosigns} */
    Optional<WitnessKey> witnessKey() {
      return witnessKey(witness);
    }

    private static Optional<WitnessKey> witnessKey(Optional<String> vkey) {
      try {
        return vkey.isEmpty() ? Optional.empty() : Optional.of(WitnessKey.parse(vkey.get()));
      } catch (NoteException e) {
        throw new IllegalArgumentException("witness must be a verifier key: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Jackpot thresholds that this appliance holds for ledgers.
   *
   * @param key label of the secret key on the token under which they are encrypted on the disk
   * @param create whether a key that is missing is made, as long as nothing is kept under it
   */
  record Thresholds(String key, boolean create) {
    Thresholds {
      check(
          key.matches("[A-Za-z0-9:._-]{1,64}"),
          "thresholds.key must be 1 to 64 letters, digits or ':._-'");
    }
  }

  /** How a ledger gets records. */
  enum FedBy {
    /** The appliance pushes them. */
    HTTP,
    /** From the partition; the appliance only asks what it holds. */
    KAFKA
  }

  /**
   * The log's own partition of a Kafka topic. Nobody else may write to it.
   *
   * @param name what it is called in metrics and messages
   * @param bootstrapServers {@code host:port} of some brokers
   * @param security how the connections are protected
   * @param topic a topic that exists and keeps everything
   * @param partition of the topic, 0 or more; for this log only
   */
  record Kafka(
      String name,
      List<String> bootstrapServers,
      KafkaCluster.Security security,
      String topic,
      int partition) {
    Kafka {
      bootstrapServers = List.copyOf(bootstrapServers);
      check(Text.isName(name), "name must be 1 to 64 of letters, digits, '.', '-' and '_'");
      check(Text.isName(topic), "topic must be 1 to 64 of letters, digits, '.', '-' and '_'");
      check(partition >= 0 && partition <= 100_000, "partition must be 0 to 100000");
      var _ = new KafkaCluster(bootstrapServers, security);
    }
  }

  /**
   * How sealed outcomes are forwarded.
   *
   * @param maxLag records a ledger may be behind before new rounds are refused
   * @param maxBatchBytes most bytes of one delivery, 65536 to 33554432
   * @param retryMin first pause after a failure
   * @param retryMax longest pause after repeated failures
   * @param requestTimeout longest wait for one answer
   * @param flushAtStop longest wait for the ledgers when the appliance stops
   * @param anchorEvery shortest time between two heads of a ledger's journal that are sealed; a
   *     minute if it is left out
   */
  record Forward(
      long maxLag,
      int maxBatchBytes,
      Duration retryMin,
      Duration retryMax,
      Duration requestTimeout,
      Duration flushAtStop,
      Optional<Duration> anchorEvery) {
    private static final Duration ANCHOR_EVERY = Duration.ofMinutes(1);

    Forward {
      check(maxLag >= 1 && maxLag <= 1_000_000_000, "maxLag must be 1 to 1000000000");
      check(
          maxBatchBytes >= 65_536 && maxBatchBytes <= 33_554_432,
          "maxBatchBytes must be 65536 to 33554432");
      checkBetween("retryMin", retryMin, Duration.ofMillis(1), Duration.ofMinutes(1));
      checkBetween("retryMax", retryMax, retryMin, Duration.ofMinutes(10));
      checkBetween("requestTimeout", requestTimeout, Duration.ofMillis(100), Duration.ofMinutes(5));
      checkBetween("flushAtStop", flushAtStop, Duration.ZERO, Duration.ofMinutes(5));
      checkBetween(
          "anchorEvery",
          anchorEvery.orElse(ANCHOR_EVERY),
          Duration.ofMillis(100),
          Duration.ofHours(24));
    }

    /** {@return shortest time between two heads of a ledger's journal that are sealed} */
    Duration anchors() {
      return anchorEvery.orElse(ANCHOR_EVERY);
    }
  }

  /**
   * Rounds that wait for their players.
   *
   * @param timeout a round whose player does not choose for so long is ended by the rule of its
   *     game; 1 s to 2400 h
   */
  record RoundsSection(Duration timeout) {
    RoundsSection {
      checkBetween("timeout", timeout, Duration.ofSeconds(1), Duration.ofDays(100));
    }
  }

  /**
   * Sizes and times of the REST interface.
   *
   * @param bodyBytes largest body of one round, 1024 to 44000, so that the record of a voided round
   *     holds it
   * @param batchRounds most rounds in one batch, 1 to 1000
   * @param batchBytes largest body of a batch, 65536 to 33554432
   * @param bodyBytesInFlight most bytes of bodies in memory at one time, batchBytes or more
   * @param connections most connections of one listener; further ones wait to be accepted
   * @param answerTimeout longest wait of one request for its seal; afterwards 503, retry
   * @param headTimeout a new connection that has not finished its handshake and sent the head of a
   *     request after this is cut
   * @param requestTimeout a request that is not read, done and answered to its last byte after this
   *     is cut; answerTimeout or more
   * @param idleTimeout a connection without the head of another request after this is cut
   * @param drainTimeout longest wait for requests in flight when the appliance stops
   */
  record Limits(
      int bodyBytes,
      int batchRounds,
      int batchBytes,
      long bodyBytesInFlight,
      int connections,
      Duration answerTimeout,
      Duration headTimeout,
      Duration requestTimeout,
      Duration idleTimeout,
      Duration drainTimeout) {
    Limits {
      check(bodyBytes >= 1_024 && bodyBytes <= 44_000, "bodyBytes must be 1024 to 44000");
      check(batchRounds >= 1 && batchRounds <= 1_000, "batchRounds must be 1 to 1000");
      check(
          batchBytes >= 65_536 && batchBytes <= 33_554_432, "batchBytes must be 65536 to 33554432");
      check(
          bodyBytesInFlight >= batchBytes && bodyBytesInFlight <= 1L << 40,
          "bodyBytesInFlight must be batchBytes to 1099511627776");
      check(connections >= 1 && connections <= 65_536, "connections must be 1 to 65536");
      checkBetween("answerTimeout", answerTimeout, Duration.ofMillis(10), Duration.ofMinutes(5));
      checkBetween("headTimeout", headTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
      checkBetween("requestTimeout", requestTimeout, answerTimeout, Duration.ofMinutes(10));
      checkBetween("idleTimeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      checkBetween("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(5));
    }
  }

  private static void checkPort(int port) {
    check(port >= 0 && port <= 65_535, "port must be 0 to 65535");
  }

  private static void checkBetween(String key, Duration value, Duration low, Duration high) {
    check(
        value.compareTo(low) >= 0 && value.compareTo(high) <= 0,
        key + " must be " + Durations.text(low) + " to " + Durations.text(high));
  }

  /** Messages begin with the key they are about: {@link ConfigFile} finds its line by that. */
  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
