package org.astragal.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.astragal.games.api.Game;
import org.astragal.games.api.Terms;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.packs.LoadedPack;
import org.astragal.packs.PackArchive;
import org.astragal.packs.PackException;
import org.astragal.packs.PackTrust;
import org.astragal.packs.PackVerifier;
import org.astragal.packs.Replayer;
import org.astragal.packs.VerifiedPack;
import org.astragal.rng.RngException;
import org.astragal.service.ConfigException;
import org.astragal.service.TwoPersons;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/**
 * Game packs while the appliance runs. The log says which are installed; their bytes come from the
 * archive and are verified again at each start. A pack goes live when its record is sealed, so that
 * no round of it stands before it in the log. What cannot be used is refused by itself: the others
 * go on.
 *
 * <p>Thread safety: for any threads; one change is made at a time.
 */
final class GamePacks {
  private final PackVerifier verifier;
  private final PackArchive archive;
  private final Replayer replayer;
  private final GameCatalog catalog = new GameCatalog();
  private final ThresholdLogic thresholds = new ThresholdLogic();
  private final List<ApplianceConfig.Term> terms;
  private final GameDraws draws;
  private final Events events;
  private final Changes changes;
  private volatile PackHistory history;

  private GamePacks(
      PackVerifier verifier,
      PackArchive archive,
      PackHistory history,
      List<ApplianceConfig.Term> terms,
      GameDraws draws,
      Events events,
      Changes changes) {
    this.verifier = verifier;
    this.archive = archive;
    this.replayer = new Replayer(archive);
    this.history = history;
    this.terms = terms;
    this.draws = draws;
    this.events = events;
    this.changes = changes;
  }

  /**
   * Loads what the log says is installed; a log that names no pack begins with those of the
   * configuration.
   *
   * @throws ConfigException if a file that the configuration names cannot be used
   * @throws StartException if a pack with which the log is to begin is refused
   */
  static GamePacks open(
      ApplianceConfig.Games config,
      OutcomeLog log,
      GameDraws draws,
      Events events,
      Supplier<ApplianceInfo> appliance)
      throws ConfigException, StartException, LogException, InterruptedException {
    var packs =
        new GamePacks(
            new PackVerifier(trust(config), Clock.systemUTC()),
            new PackArchive(config.archive()),
            PackHistory.of(records(log)),
            config.terms().orElse(List.of()),
            draws,
            events,
            new Changes(log, appliance, "GET /v1/packs"));
    if (packs.history.all().isEmpty()) {
      for (Path file : config.packs()) {
        packs.begin(file);
      }
    } else {
      packs.loadAll();
    }
    packs.requireTermsOfKnownGames();
    return packs;
  }

  private static PackTrust trust(ApplianceConfig.Games config) throws ConfigException {
    try {
      return PackTrust.load(config.signers(), config.laboratories());
    } catch (PackException e) {
      throw new ConfigException(ConfigException.Fault.UNREADABLE, "games: " + e.getMessage(), e);
    }
  }

  private static List<OutcomeRecord> records(OutcomeLog log) throws LogException {
    var records = new ArrayList<OutcomeRecord>();
    try {
      for (SealedOutcome sealed : log.events(PackHistory.EVENTS)) {
        records.add(OutcomeRecord.parse(sealed.record()));
      }
    } catch (RecordException e) {
      throw new IllegalStateException("the log holds only records", e);
    }
    return records;
  }

  private void begin(Path file) throws ConfigException, StartException, InterruptedException {
    try {
      install(Files.readAllBytes(file), List.of());
    } catch (IOException e) {
      throw new ConfigException(ConfigException.Fault.UNREADABLE, "games: cannot read " + file, e);
    } catch (PackException e) {
      throw new StartException(
          StartException.Fault.GAMES,
          "the pack " + file + " is refused: " + e.fault().code() + ": " + e.getMessage(),
          e);
    } catch (ProblemException e) {
      throw new StartException(
          StartException.Fault.GAMES,
          "the pack " + file + " could not be installed: " + e.getMessage(),
          e);
    }
  }

  private void requireTermsOfKnownGames() throws ConfigException {
    for (ApplianceConfig.Term term : terms) {
      if (!history.knows(term.game())) {
        throw new ConfigException(
            ConfigException.Fault.KEY, "games: terms: no pack has the game " + term.game());
      }
    }
  }

  private List<GameCatalog.Installed> settled(LoadedPack pack) throws ConfigException {
    try {
      return GameCatalog.of(pack, terms);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(ConfigException.Fault.KEY, "games: terms: " + e.getMessage(), e);
    }
  }

  private void loadAll() throws StartException, ConfigException {
    for (PackHistory.Entry entry : history.all()) {
      if (entry.live().isEmpty()) {
        continue;
      }
      try {
        LoadedPack pack = load(entry);
        List<GameCatalog.Installed> games = settled(pack);
        open(games);
        catalog.add(games);
        thresholds.add(pack);
        catalog.retire(entry.logic(), entry.retired());
      } catch (PackException e) {
        events.packRefused("start", entry.file(), e);
      } catch (RngException e) {
        throw Stages.noDraws(e);
      }
    }
  }

  /**
   * Finds the game of a round that waits, retired or not, from the archive if need be, on the terms
   * on which the round began.
   *
   * @throws PackException if this program cannot run it any more, or not now
   */
  GameCatalog.Installed resume(GameRef ref) throws PackException {
    Optional<GameCatalog.Installed> known = catalog.find(ref);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Game> loaded = catalog.game(ref);
    Game game = loaded.isPresent() ? loaded.get() : archived(ref);
    try {
      var installed = new GameCatalog.Installed(game, ref, Terms.of(game.options(), ref.terms()));
      open(List.of(installed));
      catalog.keep(installed);
      return installed;
    } catch (RngException e) {
      throw new PackException(
          PackException.Fault.NOT_LOADABLE, "the generator gives it no stream: " + e.fault(), e);
    }
  }

  private Game archived(GameRef ref) throws PackException {
    PackHistory.Entry entry =
        history
            .find(ref.logic())
            .orElseThrow(() ->
                new PackException(
                    PackException.Fault.NOT_ARCHIVED, "the log names no pack " + ref.logic()));
    return load(entry).games().stream()
        .filter(game -> game.id().equals(ref.id()) && game.version().equals(ref.version()))
        .findFirst()
        .orElseThrow(() ->
            new PackException(
                PackException.Fault.GAMES_DIFFER, "its pack has no game " + ref.id()));
  }

  /** What the house settles must be something that the games leave to it. */
  private List<GameCatalog.Installed> games(LoadedPack pack) throws PackException {
    try {
      return GameCatalog.of(pack, terms);
    } catch (IllegalArgumentException e) {
      throw new PackException(
          PackException.Fault.GAMES_DIFFER, "games.terms does not fit: " + e.getMessage(), e);
    }
  }

  private LoadedPack load(PackHistory.Entry entry) throws PackException {
    return LoadedPack.of(verifier.verifyArchived(archive.read(entry.logic(), entry.file())));
  }

  private void open(List<GameCatalog.Installed> games) throws RngException {
    draws.add(games.stream().map(GameCatalog.Installed::ref).toList());
  }

  /** {@return what is live} */
  GameCatalog catalog() {
    return catalog;
  }

  /** {@return the sealed thresholds that are installed} */
  ThresholdLogic thresholds() {
    return thresholds;
  }

  /** {@return what the log says of packs} */
  PackHistory history() {
    return history;
  }

  /** {@return what plays recorded rounds again, out of the archive} */
  Replayer replayer() {
    return replayer;
  }

  /**
   * A file of the archive.
   *
   * @param path where it is
   * @param hash what it must be
   */
  record Kept(Path path, Hash hash) {}

  /** {@return the files of the packs whose games take rounds, by the name of their component} */
  SortedMap<String, Kept> files() {
    Set<Hash> live =
        catalog.all().stream().map(game -> game.ref().logic()).collect(Collectors.toSet());
    var files = new TreeMap<String, Kept>();
    for (PackHistory.Entry entry : history.all()) {
      if (live.contains(entry.logic())) {
        files.put(
            "pack/" + entry.logic(),
            new Kept(archive.fileOf(entry.logic(), entry.file()), entry.file()));
      }
    }
    return files;
  }

  /** Verifies a pack that is to come in; a refusal is a record. */
  VerifiedPack verify(byte[] jar) throws PackException {
    try {
      return verifier.verify(jar);
    } catch (PackException e) {
      events.packRefused("installation", Hash.sha256(jar), e);
      throw e;
    }
  }

  /**
   * Takes a pack in: verified, archived, loaded, recorded, live.
   *
   * @param jar its bytes
   * @param approvals of two officers; none for a pack with which a log begins
   * @return the record
   * @throws PackException if it is refused; nothing has changed but the archive, at most
   */
  SealedOutcome install(byte[] jar, List<TwoPersons.Approval> approvals)
      throws PackException, ProblemException, InterruptedException {
    VerifiedPack pack = verify(jar);
    List<GameCatalog.Installed> games;
    LoadedPack loaded;
    try {
      archive.keep(pack);
      loaded = LoadedPack.of(pack);
      games = games(loaded);
    } catch (PackException e) {
      events.packRefused("installation", pack.file(), e);
      throw e;
    }
    return changes.make(() -> {
      requireNotLive(pack.manifest().logic());
      try {
        open(games);
      } catch (RngException e) {
        throw new ProblemException(
            ProblemType.NOT_READY,
            "The generator gives the new games no stream: " + e.fault() + ".");
      }
      return changes.record(
          PackHistory.INSTALLED,
          describe(pack, approvals),
          effect(() -> {
            catalog.add(games);
            thresholds.add(loaded);
          }));
    });
  }

  /** Refuses what {@link #install} would refuse. */
  void requireNotLive(Hash logic) throws ProblemException {
    if (history.find(logic).filter(pack -> pack.retired().isEmpty()).isPresent()
        && catalog.all().stream().anyMatch(game -> game.ref().logic().equals(logic))) {
      throw new ProblemException(
          ProblemType.PACK_STATE, "All games of the logic " + logic + " are live already.");
    }
  }

  private static Map<String, Json> describe(
      VerifiedPack pack, List<TwoPersons.Approval> approvals) {
    var members = new TreeMap<String, Json>();
    members.put(
        "approval",
        Json.Obj.of(
            Map.of(
                "at", new Json.Str(pack.approval().at().toString()),
                "laboratory", new Json.Str(pack.approval().laboratory()))));
    members.put("approvals", Approvals.json(approvals));
    members.put("by", new Json.Str(approvals.isEmpty() ? "configuration" : "officers"));
    members.put("file", new Json.Str(pack.file().toString()));
    members.put(
        "games",
        new Json.Arr(
            pack.manifest().games().stream()
                .<Json>map(game ->
                    Json.Obj.of(
                        Map.of(
                            "id", new Json.Str(game.id()),
                            "version", new Json.Str(game.version()))))
                .toList()));
    members.put("logic", new Json.Str(pack.manifest().logic().toString()));
    members.put("module", new Json.Str(pack.manifest().module()));
    members.put("signer", new Json.Str(pack.signer()));
    return members;
  }

  /**
   * {@return the ids of games of a logic that take rounds and are to be retired}
   *
   * @param game one of them; empty for all
   */
  Set<String> requireLive(Hash logic, Optional<String> game) throws ProblemException {
    PackHistory.Entry entry =
        history
            .find(logic)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.NOT_FOUND, "Give a logic hash that GET /v1/packs lists."));
    var ids = new TreeSet<String>(entry.live());
    game.ifPresent(id -> ids.retainAll(Set.of(id)));
    if (ids.isEmpty()) {
      throw new ProblemException(
          ProblemType.PACK_STATE, "No such game of this logic takes rounds any more.");
    }
    return ids;
  }

  /** Ends new rounds of games; what was begun can go on, and everything can be replayed. */
  SealedOutcome retire(
      Hash logic, Optional<String> game, String reason, List<TwoPersons.Approval> approvals)
      throws ProblemException, InterruptedException {
    return changes.make(() -> {
      Set<String> ids = requireLive(logic, game);
      var members = new TreeMap<String, Json>();
      members.put("approvals", Approvals.json(approvals));
      members.put("games", new Json.Arr(ids.stream().<Json>map(Json.Str::new).toList()));
      members.put("logic", new Json.Str(logic.toString()));
      members.put("reason", new Json.Str(reason));
      return changes.record(PackHistory.RETIRED, members, effect(() -> catalog.retire(logic, ids)));
    });
  }

  private Changes.Effect effect(Runnable live) {
    return (Event event, long seq) -> {
      history = history.after(event, seq);
      live.run();
    };
  }
}
