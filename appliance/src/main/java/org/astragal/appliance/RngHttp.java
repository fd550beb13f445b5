package org.astragal.appliance;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.astragal.outcome.Json;
import org.astragal.rng.Rng;
import org.astragal.rng.RngException;
import org.astragal.rng.RngState;
import org.astragal.service.Person;
import org.astragal.service.Role;

/**
 * {@code POST /v1/admin/rng/…}: the health tests on demand, and the way out of an alarm, which a
 * security officer asks for and a start-up test decides.
 *
 * @spec sp800-90b.html#4.3 SP 800-90B, 4.3 Requirements for Health Tests
 */
final class RngHttp implements Route.Source {
  private static final Set<Role> OFFICERS = EnumSet.of(Role.SECURITY_OFFICER);
  private static final Set<Role> TESTERS = EnumSet.of(Role.SECURITY_OFFICER, Role.LAB);

  private final Rng rng;
  private final Acts acts;

  /** Seals what officers do. */
  interface Acts {
    /**
     * An officer asked for the way out of an alarm.
     *
     * @param officer who
     * @param after the state that came of it
     */
    void resumed(Person officer, RngState after);
  }

  RngHttp(Rng rng, Acts acts) {
    this.rng = rng;
    this.acts = acts;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/admin/rng/self-test", TESTERS, this::selfTest),
        Route.post("/v1/admin/rng/resume", OFFICERS, this::resume));
  }

  private void selfTest(Call call) throws ProblemException {
    try {
      rng.selfTest();
    } catch (RngException e) {
      throw failed(e);
    }
    state(call);
  }

  private void resume(Call call) throws ProblemException {
    Person officer = call.officer();
    if (rng.state() == RngState.ALARM) {
      try {
        rng.resume();
      } catch (RngException e) {
        throw failed(e);
      } finally {
        acts.resumed(officer, rng.state());
      }
    }
    state(call);
  }

  private void state(Call call) {
    call.send(Json.Obj.of(Map.of("state", new Json.Str(rng.state().toString()))));
  }

  private ProblemException failed(RngException e) {
    return new ProblemException(
        ProblemType.NOT_READY,
        "Look at the token: a test failed, and the generator is in state "
            + rng.state()
            + ". "
            + e.getMessage());
  }
}
