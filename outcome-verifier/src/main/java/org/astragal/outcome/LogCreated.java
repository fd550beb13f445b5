package org.astragal.outcome;

import java.util.List;

/**
 * A log begins: {@code log.created}, always record 0.
 *
 * @param appliance what made it
 * @param keys the verifier keys that may sign its checkpoints
 */
public record LogCreated(ApplianceInfo appliance, List<String> keys) implements RecordBody {
  /** The type in the record. */
  public static final String TYPE = "log.created";

  /** Copies {@code keys}. */
  public LogCreated {
    keys = Check.list("keys", keys, 1);
    keys.forEach(key -> Check.text("key", key, 1024));
  }

  @Override
  public String type() {
    return TYPE;
  }
}
