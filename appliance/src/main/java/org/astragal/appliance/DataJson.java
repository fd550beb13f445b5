package org.astragal.appliance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.astragal.games.api.Data;
import org.astragal.outcome.Json;

/** Between the data of games and the JSON of records; each form has exactly one of the other. */
final class DataJson {
  private DataJson() {}

  static Json.Obj toJson(Data.Members members) {
    // Data sorts its members as RFC 8785 does, so the order is kept.
    var json = new LinkedHashMap<String, Json>(members.values().size() * 2);
    members.values().forEach((name, value) -> json.put(name, toJson(value)));
    return new Json.Obj(json);
  }

  static Json toJson(Data data) {
    return switch (data) {
      case Data.Text(String value) -> new Json.Str(value);
      case Data.Whole(long value) -> new Json.Int(value);
      case Data.Flag(boolean value) -> new Json.Bool(value);
      case Data.Items(List<Data> values) ->
          new Json.Arr(values.stream().map(DataJson::toJson).toList());
      case Data.Members members -> toJson(members);
    };
  }

  /**
   * Reads what a caller sent for a game.
   *
   * @throws ProblemException if there is a null in it, which games do not know
   */
  static Data.Members toData(Json.Obj json) throws ProblemException {
    SortedMap<String, Data> members = new TreeMap<>();
    for (Map.Entry<String, Json> member : json.members().entrySet()) {
      members.put(member.getKey(), toData(member.getValue()));
    }
    return new Data.Members(members);
  }

  private static Data toData(Json json) throws ProblemException {
    return switch (json) {
      case Json.Str(String value) -> new Data.Text(value);
      case Json.Int(long value) -> new Data.Whole(value);
      case Json.Bool(boolean value) -> new Data.Flag(value);
      case Json.Obj object -> toData(object);
      case Json.Arr(List<Json> items) -> {
        var data = new ArrayList<Data>(items.size());
        for (Json item : items) {
          data.add(toData(item));
        }
        yield new Data.Items(data);
      }
      case Json.Null _ ->
          throw new ProblemException(
              ProblemType.MALFORMED_REQUEST, "Leave a selection's member out instead of null.");
    };
  }
}
