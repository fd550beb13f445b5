package org.astragal.demo;

import java.nio.charset.StandardCharsets;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;

/** Three things that somebody without the appliance's key may try on the ledger. */
enum Attack {
  /** One bit of a genuine outcome is changed. */
  ONE_BIT_CHANGED("one bit changed"),
  /** An outcome that is consistent in itself, sealed with a key that the ledger does not know. */
  UNKNOWN_KEY("sealed by an unknown key"),
  /** A genuine outcome is delivered a second time. */
  DELIVERED_TWICE("delivered twice");

  private final String title;

  Attack(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** {@return the name that machines see} */
  String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /**
   * What came of an attack.
   *
   * @param refused whether no meter and no position moved, and the ledger said so
   * @param detail the ledger's own words
   */
  record Result(boolean refused, String detail) {}

  /** Tries it on a ledger with a genuine outcome that the ledger has already posted. */
  Result tryOn(LedgerClient ledger, byte[] genuine) throws SiteException, InterruptedException {
    var before = ledger.pools();
    var position = ledger.position();
    var answer = ledger.deliver(payload(genuine, position));
    var unmoved = ledger.pools().meters().equals(before.meters()) && ledger.position() == position;
    var said =
        switch (this) {
          case ONE_BIT_CHANGED, UNKNOWN_KEY -> answer.status() == 422;
          case DELIVERED_TWICE ->
              answer.status() == 200
                  && answer.body().contains("\"accepted\":\"0\"")
                  && answer.body().contains("\"duplicates\":\"1\"");
        };
    return new Result(unmoved && said, this == DELIVERED_TWICE ? "a duplicate" : reason(answer));
  }

  private byte[] payload(byte[] genuine, long position) {
    try {
      return switch (this) {
        case ONE_BIT_CHANGED -> {
          var changed = genuine.clone();
          changed[changed.length / 3] ^= 1;
          yield changed;
        }
        case UNKNOWN_KEY -> Forgery.next(SealedOutcome.parse(genuine), position).bytes();
        case DELIVERED_TWICE -> genuine;
      };
    } catch (SealedOutcomeException | RecordException e) {
      throw new IllegalStateException("the outcome was verified before", e);
    }
  }

  private static String reason(LedgerClient.Delivery answer) throws SiteException {
    try {
      if (Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj problem) {
        return problem.string("reason");
      }
    } catch (JsonException e) {
      // Reported below, with the whole answer.
    }
    throw new SiteException(
        SiteException.Fault.UNEXPECTED_ANSWER,
        "the ledger answered " + answer.status() + ": " + answer.body());
  }
}
