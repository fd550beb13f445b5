package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.astragal.games.api.Data;

/** Pieces of JSON Schema 2020-12. */
final class Schemas {
  /** A schema that says nothing yet. */
  static final Data.Members DRAFT =
      Data.Members.empty().with("$schema", "https://json-schema.org/draft/2020-12/schema");

  /** The schema of a selection that has nothing to say. */
  static final Data.Members NOTHING = oneOf(object(Data.Members.empty(), List.of()));

  private Schemas() {}

  /** {@return the schema of one of these} */
  static Data.Members oneOf(Data... ways) {
    return DRAFT.with("oneOf", new Data.Items(Arrays.asList(ways)));
  }

  /** {@return the schema of a whole number in a range} */
  static Data.Members whole(long least, long most) {
    return Data.Members.empty()
        .with("maximum", most)
        .with("minimum", least)
        .with("type", "integer");
  }

  /** {@return the schema of one of these texts} */
  static Data.Members oneText(String... texts) {
    var values = new ArrayList<Data>();
    for (String text : texts) {
      values.add(new Data.Text(text));
    }
    return Data.Members.empty().with("enum", new Data.Items(values));
  }

  /** {@return the schema of an object that has exactly this member} */
  static Data.Members only(String name, Data schema) {
    return object(Data.Members.empty().with(name, schema), List.of(new Data.Text(name)));
  }

  /** {@return the schema of an object with these members and no others} */
  static Data.Members object(Data.Members properties, List<Data> required) {
    return Data.Members.empty()
        .with("additionalProperties", new Data.Flag(false))
        .with("properties", properties)
        .with("required", new Data.Items(required))
        .with("type", "object");
  }
}
