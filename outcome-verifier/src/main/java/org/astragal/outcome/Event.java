package org.astragal.outcome;

import java.util.Set;

/**
 * Anything of significance that is not a round: keys, alarms, software, access, parameters, time.
 *
 * @param type such as key.rotated; two or more lower case words joined by dots, the first from
 *     {@link #FAMILIES}
 * @param appliance what made it
 * @param event what happened, in the words of the type
 */
public record Event(String type, ApplianceInfo appliance, Json.Obj event) implements RecordBody {
  /** First words of the types of events. */
  public static final Set<String> FAMILIES =
      Set.of("access", "jackpot", "key", "lab", "ledger", "log", "param", "program", "rng", "time");

  /** Refuses types of rounds and malformed ones. */
  public Event {
    Check.eventType(type);
  }
}
