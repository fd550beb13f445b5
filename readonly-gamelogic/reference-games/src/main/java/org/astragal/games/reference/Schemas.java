package org.astragal.games.reference;

import java.util.List;
import org.astragal.games.api.Data;

/** Pieces of JSON Schema 2020-12. */
final class Schemas {
  /** A schema that says nothing yet. */
  static final Data.Members DRAFT =
      Data.Members.empty().with("$schema", "https://json-schema.org/draft/2020-12/schema");

  private Schemas() {}

  /** {@return the schema of an object with these members and no others} */
  static Data.Members object(Data.Members properties, List<Data> required) {
    return Data.Members.empty()
        .with("additionalProperties", new Data.Flag(false))
        .with("properties", properties)
        .with("required", new Data.Items(required))
        .with("type", "object");
  }
}
