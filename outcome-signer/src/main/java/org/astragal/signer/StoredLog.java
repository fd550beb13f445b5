package org.astragal.signer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Hash;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.StoreCheck.Checked;

/**
 * A log that is open, was found whole, and has not yet signed anything more. This is the moment to
 * ask those who remember the log: a store that went back in time is whole, too.
 *
 * <p>Thread safety: use by one thread.
 */
public final class StoredLog implements AutoCloseable {
  private final LogConfig config;
  private final CheckpointSigner signer;
  private final DirectoryLock lock;
  private final Store store;
  private final Optional<Checked> checked;
  private boolean handedOver;

  private StoredLog(
      LogConfig config,
      CheckpointSigner signer,
      DirectoryLock lock,
      Store store,
      Optional<Checked> checked) {
    this.config = config;
    this.signer = signer;
    this.lock = lock;
    this.store = store;
    this.checked = checked;
  }

  /**
   * Opens a log and checks that nothing of it is lost, or prepares the directory of a new one.
   *
   * @param config what is decided outside
   * @param keys signs the checkpoints, from {@link #start} on
   * @return the log, which the caller starts or closes
   * @throws LogException if the log has lost anything, is open elsewhere or is not to be signed
   *     with these keys; nothing stays open
   */
  public static StoredLog open(LogConfig config, KeyHolder keys) throws LogException {
    DirectoryLock lock = directory(config);
    Store store = null;
    try {
      NativeLibrary.load(config.nativeLibrary(), config.directory());
      store = Store.open(config.directory().resolve(OutcomeLog.STORE), config.create());
      if (config.create() && Opening.holdsLog(store)) {
        throw exists(config);
      }
      if (!config.create() && isEmpty(store, config.directory())) {
        // What a creation leaves that was given up before its first record.
        throw notCreated(config);
      }
      Optional<Checked> checked =
          config.create() ? Optional.empty() : Optional.of(new StoreCheck(config, store).check());
      CheckpointSigner signer = signer(config, keys, checked);
      return new StoredLog(config, signer, lock, store, checked);
    } catch (LogException | RuntimeException | Error e) {
      if (store != null) {
        store.close();
      }
      lock.close();
      throw e;
    }
  }

  /** Finds the keys, which must be this log's own. */
  private static CheckpointSigner signer(
      LogConfig config, KeyHolder keys, Optional<Checked> checked) throws LogException {
    CheckpointSigner signer;
    try {
      signer = keys.signer(checked.map(Checked::history).orElse(List.of()));
    } catch (SigningException e) {
      throw new LogException(
          Fault.SIGNER, "the keys of the log are not to be had: " + e.getMessage(), e);
    }
    for (VerifierKey key : signer.keys()) {
      if (!key.name().equals(config.origin())) {
        throw new LogException(
            Fault.SIGNER, "a signing key is for " + key.name() + ", not for " + config.origin());
      }
      if (checked.isPresent() && !checked.get().keys().contains(key)) {
        throw new LogException(
            Fault.SIGNER,
            "the log knows no key " + key.vkey() + "; a new key is published in the log first");
      }
    }
    return signer;
  }

  /** Checks which directory is meant before anything in it is touched. */
  private static DirectoryLock directory(LogConfig config) throws LogException {
    Path directory = config.directory();
    boolean stored = Files.exists(directory.resolve(OutcomeLog.STORE).resolve("CURRENT"));
    boolean headed = Files.exists(directory.resolve(HeadFile.NAME));
    if (config.create() && headed) {
      throw exists(config);
    }
    if (!config.create() && !stored) {
      throw headed
          ? new LogException(
              Fault.BEHIND, "the store in " + directory + " is gone, its head file is not")
          : notCreated(config);
    }
    if (config.create()) {
      try {
        Files.createDirectories(directory.resolve(OutcomeLog.STORE));
      } catch (IOException e) {
        throw new LogException(
            Fault.STORAGE, "the directory " + directory + " cannot be made: " + e, e);
      }
    }
    return DirectoryLock.take(directory);
  }

  private static boolean isEmpty(Store store, Path directory) throws LogException {
    return !Opening.holdsLog(store)
        && store.lastKey(Store.Family.RECORDS) == null
        && !Files.exists(directory.resolve(HeadFile.NAME));
  }

  private static LogException notCreated(LogConfig config) {
    return new LogException(Fault.NOT_CREATED, "there is no log in " + config.directory());
  }

  private static LogException exists(LogConfig config) {
    return new LogException(
        Fault.ALREADY_EXISTS,
        "there is a log in " + config.directory() + " already; open it without create");
  }

  /**
   * Compares the log with a checkpoint of it that somebody else kept. A log that is still to be
   * created is behind every one of them.
   *
   * @param theirs their newest checkpoint
   * @return what it says about this log
   * @throws LogException if the store is damaged
   */
  public WitnessResult checkAgainst(SignedNote theirs) throws LogException {
    Keyring keys = checked.map(Checked::keys).orElseGet(() -> new Keyring(signer.keys()));
    var comparison = new Comparison(config.origin(), keys);
    return checked.isPresent()
        ? comparison.with(theirs, size(), checked.get().tree()::root)
        : comparison.with(theirs, size(), _ -> Hash.EMPTY_ROOT);
  }

  /** {@return records of the log, as it was found; 0 if it is still to be created} */
  public long size() {
    return checked.map(log -> log.tree().size()).orElse(0L);
  }

  /**
   * Makes the log consistent and starts it: records that were durable and not signed are signed;
   * requests that were accepted and not played are sealed as {@code round.voided}; a new log gets
   * its first record. From here on this object is of no use.
   *
   * @param clock gives the time of the records; need not be monotone
   * @param appliance what makes the records, asked for each record that the log itself makes
   * @param listener hears of trouble
   * @return the running log, which the caller closes
   * @throws LogException if the log cannot be signed or written; nothing stays open
   */
  public OutcomeLog start(
      InstantSource clock, Supplier<ApplianceInfo> appliance, LogListener listener)
      throws LogException {
    if (handedOver) {
      throw new IllegalStateException("the log was started or closed already");
    }
    try {
      var opening = new Opening(config, signer, clock, appliance, listener, store);
      Checked whole;
      if (checked.isPresent()) {
        whole = checked.get();
      } else {
        opening.create();
        whole = new StoreCheck(config, store).check();
      }
      Opening.Opened opened = opening.open(whole);
      OutcomeLog log = OutcomeLog.start(config, signer, listener, lock, store, opened);
      handedOver = true;
      return log;
    } finally {
      close();
    }
  }

  /** Closes the log unless it was started. */
  @Override
  public void close() throws LogException {
    if (!handedOver) {
      handedOver = true;
      store.close();
      lock.close();
    }
  }
}
