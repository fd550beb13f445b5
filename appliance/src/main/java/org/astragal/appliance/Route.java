package org.astragal.appliance;

import io.helidon.http.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.astragal.service.Role;
import org.astragal.signer.LogException;

/**
 * One way to call the appliance.
 *
 * @param method GET or POST
 * @param path as in the OpenAPI document; {@code {+name}} takes the rest of the path
 * @param roles who may
 * @param handler what happens
 */
record Route(Method method, String path, Set<Role> roles, Handler handler) {
  /** Every role there is. */
  static final Set<Role> ANY = Set.copyOf(EnumSet.allOf(Role.class));

  Route {
    roles = Set.copyOf(roles);
  }

  static Route get(String path, Set<Role> roles, Handler handler) {
    return new Route(Method.GET, path, roles, handler);
  }

  static Route post(String path, Set<Role> roles, Handler handler) {
    return new Route(Method.POST, path, roles, handler);
  }

  /** Has routes. */
  @FunctionalInterface
  interface Source {
    /** {@return the calls it answers} */
    List<Route> routes();
  }

  /** Answers one call; a {@link ProblemException} becomes a problem answer. */
  @FunctionalInterface
  interface Handler {
    void handle(Call call) throws ProblemException, LogException, InterruptedException;
  }
}
