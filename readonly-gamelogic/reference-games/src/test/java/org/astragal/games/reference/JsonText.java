package org.astragal.games.reference;

import java.util.List;
import java.util.stream.Collectors;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Data;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Trigger;

/** Data and rounds in canonical JSON, for games whose text needs no escapes but quotation marks. */
final class JsonText {
  private JsonText() {}

  static String of(Data data) {
    return switch (data) {
      case Data.Text(var text) -> "\"" + text.replace("\"", "\\\"") + "\"";
      case Data.Whole(var number) -> Long.toString(number);
      case Data.Flag(var flag) -> Boolean.toString(flag);
      case Data.Items(var items) ->
          items.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
      case Data.Members(var members) ->
          members.entrySet().stream()
              .map(m -> of(new Data.Text(m.getKey())) + ":" + of(m.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  static String draws(List<RecordedDraw> draws, boolean hasSteps) {
    return draws.stream()
        .map(draw ->
            "[\""
                + draw.purpose()
                + "\",\""
                + draw.n()
                + "\",\""
                + draw.value()
                + "\""
                + (hasSteps ? ",\"" + draw.step() + "\"" + (draw.isHidden() ? ",true" : "") : "")
                + "]")
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String choices(List<Choice> choices) {
    return choices.stream()
        .map(choice -> of(choice.toData()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String results(List<BetResult> results) {
    return results.stream()
        .map(result ->
            "{\"bet\":"
                + of(new Data.Text(result.bet()))
                + ",\"detail\":"
                + of(result.detail())
                + ",\"features\":"
                + texts(result.features())
                + ",\"win\":{\"ccy\":\"sixteen-letters-\",\"exp\":18,\"minor\":\""
                + result.winMinor()
                + "\"}}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String triggers(List<Trigger> triggers) {
    return triggers.stream()
        .map(trigger ->
            "{\"bet\":"
                + of(new Data.Text(trigger.bet()))
                + ",\"draw\":"
                + trigger.draw()
                + ",\"level\":\""
                + trigger.level()
                + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String texts(List<String> texts) {
    return of(new Data.Items(texts.stream().<Data>map(Data.Text::new).toList()));
  }
}
