package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.astragal.hsm.KeyAlgorithm;
import org.astragal.hsm.SigningKey;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.VerifierKey;
import org.astragal.service.TwoPersons;
import org.astragal.signer.OutcomeLog;

/**
 * One key takes over from another without a pause. A published key signs beside the active one, an
 * active one until it is retired; so each step is a record in the log under the signatures of both,
 * and whoever trusts either key can follow. What signs is changed before a record that adds a key
 * and after a record that takes one away: a crash in between leaves a signature too many, never one
 * too few.
 *
 * <p>Thread safety: for any threads; one change is made at a time.
 */
final class KeyChanges {
  /**
   * Keys that sign at a time: one, the next one, and room for a mistake. Each costs a signature for
   * every checkpoint, and a note with more than 16 signatures is none.
   */
  static final int MAX_SIGNING = 4;

  private final OutcomeLog log;
  private final Token token;
  private final TokenSigner signer;
  private final String origin;
  private final KeyAlgorithm algorithm;
  private final Changes changes;
  private volatile KeyHistory history;

  KeyChanges(
      OutcomeLog log,
      Token token,
      TokenKeys keys,
      String origin,
      KeyAlgorithm algorithm,
      Supplier<ApplianceInfo> appliance) {
    this.log = log;
    this.token = token;
    this.signer = keys.signer();
    this.origin = origin;
    this.algorithm = algorithm;
    this.changes = new Changes(log, appliance, "GET /v1/keys/archive");
    this.history = keys.history();
  }

  /** {@return the keys as they are now} */
  KeyHistory history() {
    return history;
  }

  /** {@return records in the log now} */
  long size() {
    return log.size();
  }

  /**
   * Lets a key of the token sign beside the active one.
   *
   * @param label of the key
   */
  SealedOutcome publish(String label) throws ProblemException, InterruptedException {
    return changes.make(() -> {
      SigningKey added = onToken(label);
      VerifierKey key = VerifierKey.of(origin, added.publicKey());
      if (history.find(key.kid()).isPresent()) {
        throw state("The key " + key.kid() + " is in the log already; generate a new one.");
      }
      List<SigningKey> before = signer.inUse();
      if (before.size() >= MAX_SIGNING) {
        throw state(MAX_SIGNING + " keys sign already: retire or revoke one of them first.");
      }
      var with = new ArrayList<>(before);
      with.add(added);
      signer.use(with);
      return record(
          KeyHistory.PUBLISHED,
          key,
          Map.of("audit", KeyAudits.json(added.audit()), "label", new Json.Str(label)),
          sealed -> {
            if (!sealed) {
              signer.use(before);
            }
          });
    });
  }

  private SigningKey onToken(String label) throws ProblemException {
    try {
      SigningKey key = token.key(label);
      if (key.algorithm() != algorithm) {
        throw new ProblemException(
            ProblemType.KEY_NOT_USABLE,
            "The key is for "
                + key.algorithm()
                + ", and signingAlgorithm in the configuration says "
                + algorithm
                + ".");
      }
      return key;
    } catch (TokenException e) {
      throw new ProblemException(
          switch (e.fault()) {
            case KEY_NOT_FOUND, KEY_NOT_TRUSTED -> ProblemType.KEY_NOT_USABLE;
            default -> ProblemType.NOT_READY;
          },
          "The token says: " + e.getMessage() + ".");
    }
  }

  /** Refuses what {@link #activate} would refuse. */
  LogKey requirePublished(String kid) throws ProblemException {
    return require(kid, LogKey.State.PUBLISHED);
  }

  /** Makes a published key an active one. */
  SealedOutcome activate(String kid, List<TwoPersons.Approval> approvals)
      throws ProblemException, InterruptedException {
    return changes.make(() -> {
      LogKey key = requirePublished(kid);
      return record(
          KeyHistory.ACTIVATED, key.key(), Map.of("approvals", Approvals.json(approvals)), _ -> {});
    });
  }

  /** Ends the signing of an active key, of which there must be another. */
  SealedOutcome retire(String kid) throws ProblemException, InterruptedException {
    return changes.make(() -> {
      LogKey key = require(kid, LogKey.State.ACTIVE);
      requireAnother(key);
      return record(KeyHistory.RETIRED, key.key(), Map.of(), sealed -> drop(key, sealed));
    });
  }

  /** Refuses what {@link #revoke} would refuse. */
  LogKey requireRevocable(String kid) throws ProblemException {
    LogKey key = find(kid);
    if (key.state() == LogKey.State.REVOKED) {
      throw state("The key is revoked already.");
    }
    if (key.state() == LogKey.State.ACTIVE) {
      requireAnother(key);
    }
    return key;
  }

  /**
   * Ends the trust in a key.
   *
   * @param afterSize size of the tree up to which its signatures still count
   */
  SealedOutcome revoke(
      String kid, long afterSize, String reason, List<TwoPersons.Approval> approvals)
      throws ProblemException, InterruptedException {
    return changes.make(() -> {
      LogKey key = requireRevocable(kid);
      return record(
          KeyHistory.REVOKED,
          key.key(),
          Map.of(
              KeyHistory.AFTER_SIZE,
              new Json.Str(Long.toString(afterSize)),
              "approvals",
              Approvals.json(approvals),
              "reason",
              new Json.Str(reason)),
          sealed -> drop(key, sealed));
    });
  }

  /** {@code sealed} is whether the record that says so is in the log. */
  private void drop(LogKey gone, boolean sealed) {
    if (!sealed) {
      return;
    }
    signer.use(
        signer.inUse().stream()
            .filter(key -> !VerifierKey.of(origin, key.publicKey()).equals(gone.key()))
            .toList());
  }

  private LogKey find(String kid) throws ProblemException {
    return history
        .find(kid)
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND, "Give a kid that GET /v1/keys/archive lists."));
  }

  private LogKey require(String kid, LogKey.State state) throws ProblemException {
    LogKey key = find(kid);
    if (key.state() != state) {
      throw state("The key is " + key.state() + "; it must be " + state + ".");
    }
    return key;
  }

  private void requireAnother(LogKey key) throws ProblemException {
    if (history.in(LogKey.State.ACTIVE).filter(other -> !other.equals(key)).findAny().isEmpty()) {
      throw state("This is the only active key: publish and activate another one first.");
    }
  }

  private static ProblemException state(String detail) {
    return new ProblemException(ProblemType.KEY_STATE, detail);
  }

  /**
   * Appends the record of a change, which takes effect when it is sealed, however late.
   *
   * @param effect on what signs: given whether the record was sealed; if not, the log has stopped
   *     or has not taken it
   */
  private SealedOutcome record(
      String type, VerifierKey key, Map<String, Json> more, Consumer<Boolean> effect)
      throws ProblemException, InterruptedException {
    var members = new TreeMap<>(more);
    members.put("kid", new Json.Str(key.kid()));
    members.put(KeyHistory.VKEY, new Json.Str(key.vkey()));
    return changes.record(
        type,
        members,
        new Changes.Effect() {
          @Override
          public void sealed(Event event, long seq) {
            history = history.after(event, seq);
            effect.accept(true);
          }

          @Override
          public void failed() {
            effect.accept(false);
          }
        });
  }
}
