package org.astragal.appliance;

import java.util.Map;
import java.util.TreeMap;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;

/**
 * Why a request did not succeed, in the form of RFC 9457.
 *
 * @param type which kind
 * @param detail one sentence about this case that says what to do
 * @param members further members, such as the sealed outcome of a round that was taken
 * @spec rfc9457.html#3 RFC 9457, 3 Members of a Problem Details Object
 */
record Problem(ProblemType type, String detail, Map<String, Json> members) {
  static final String MEDIA_TYPE = "application/problem+json";

  Problem {
    members = Map.copyOf(members);
  }

  Problem(ProblemType type, String detail) {
    this(type, detail, Map.of());
  }

  Json.Obj json() {
    var all = new TreeMap<String, Json>(members);
    all.put("detail", new Json.Str(detail));
    all.put("status", new Json.Int(type.status()));
    all.put("title", new Json.Str(type.title()));
    all.put("type", new Json.Str(type.uri()));
    return Json.Obj.of(all);
  }

  byte[] bytes() {
    return new JcsWriter().value(json()).toBytes();
  }
}
