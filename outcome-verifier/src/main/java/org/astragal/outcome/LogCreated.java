package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/**
 * A log begins: {@code log.created}, always record 0.
 *
 * @param appliance what made it
 * @param ceremony hash of the report of the ceremony in which the keys were made, if there was one
 * @param keys the verifier keys that may sign its checkpoints
 */
public record LogCreated(ApplianceInfo appliance, Optional<Hash> ceremony, List<String> keys)
    implements RecordBody {
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
