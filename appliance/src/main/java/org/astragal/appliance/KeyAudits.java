package org.astragal.appliance;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.hsm.KeyAudit;
import org.astragal.hsm.KeyDeviation;
import org.astragal.outcome.Json;

/** The audit of a key in JSON; it holds nothing secret. */
final class KeyAudits {
  private KeyAudits() {}

  static Json.Obj json(KeyAudit audit) {
    var json =
        new TreeMap<String, Json>(
            Map.of(
                "curve", new Json.Str(audit.curve()),
                "generationMechanism", new Json.Str(audit.generationMechanism()),
                "id", new Json.Str(audit.id()),
                "keyType", new Json.Str(audit.keyType()),
                "label", new Json.Str(audit.label()),
                "objections",
                    new Json.Arr(audit.objections().stream().<Json>map(Json.Str::new).toList()),
                "publicKeySha256", new Json.Str(audit.publicKeySha256()),
                "trusted", new Json.Bool(audit.trusted())));
    json.put("alwaysSensitive", new Json.Bool(audit.alwaysSensitive()));
    json.put("decrypt", new Json.Bool(audit.decrypt()));
    json.put("derive", new Json.Bool(audit.derive()));
    json.put(
        "deviations",
        new Json.Arr(
            audit.deviations().stream()
                .<Json>map(deviation -> new Json.Str(name(deviation)))
                .toList()));
    json.put("extractable", new Json.Bool(audit.extractable()));
    json.put("local", new Json.Bool(audit.local()));
    json.put("neverExtractable", new Json.Bool(audit.neverExtractable()));
    json.put("private", new Json.Bool(audit.privateObject()));
    json.put("sensitive", new Json.Bool(audit.sensitive()));
    json.put("sign", new Json.Bool(audit.sign()));
    json.put("signRecover", new Json.Bool(audit.signRecover()));
    json.put("token", new Json.Bool(audit.token()));
    json.put("unwrap", new Json.Bool(audit.unwrap()));
    return Json.Obj.of(json);
  }

  /** {@return a deviation as it is written in the configuration} */
  private static String name(KeyDeviation deviation) {
    return deviation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
