package org.astragal.outcome;

/**
 * Anything of significance that is not a round: keys, alarms, software, access, parameters, time.
 *
 * @param type such as key.rotated: two or more lower case words joined by dots, the first not round
 * @param appliance what made it
 * @param event what happened, in the words of the type
 */
public record Event(String type, ApplianceInfo appliance, Json.Obj event) implements RecordBody {
  /** Refuses types of rounds and malformed ones. */
  public Event {
    Check.eventType(type);
  }
}
