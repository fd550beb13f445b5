package org.astragal.appliance;

import java.util.Map;
import org.astragal.outcome.Json;
import org.astragal.outcome.Verdict;

/** Verdicts as JSON and as a line of text. */
final class Verdicts {
  private Verdicts() {}

  static Json.Obj json(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted accepted ->
          Json.Obj.of(
              Map.of(
                  "kid", new Json.Str(accepted.key().kid()),
                  "log", new Json.Str(accepted.record().log()),
                  "seq", new Json.Str(Long.toString(accepted.record().seq())),
                  "size", new Json.Str(Long.toString(accepted.checkpoint().size())),
                  "type", new Json.Str(accepted.record().body().type()),
                  "verdict", new Json.Str("accepted")));
      case Verdict.Refused refused ->
          Json.Obj.of(
              Map.of(
                  "detail", new Json.Str(refused.detail()),
                  "reason", new Json.Str(refused.reason().code()),
                  "sentence", new Json.Str(refused.reason().sentence()),
                  "verdict", new Json.Str("refused")));
    };
  }

  static Json.Obj json(Finding finding) {
    return switch (finding) {
      case Finding.True(String what) -> json("true", what);
      case Finding.Refuted(String why) -> json("refuted", why);
      case Finding.Undecided(String why) -> json("undecided", why);
    };
  }

  private static Json.Obj json(String verdict, String detail) {
    return Json.Obj.of(Map.of("detail", new Json.Str(detail), "verdict", new Json.Str(verdict)));
  }
}
