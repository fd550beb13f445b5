package org.astragal.outcome;

/** What a record says, beside its place in the log. */
public sealed interface RecordBody
    permits RoundOpened,
        RoundStepped,
        RoundSuspended,
        RoundSettled,
        RoundVoided,
        LogCreated,
        Event {
  /** {@return the record's type, such as round.settled} */
  String type();

  /** {@return what made it} */
  ApplianceInfo appliance();
}
