package org.astragal.appliance;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.metrics.api.Timer;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.astragal.service.Caller;
import org.astragal.service.Drain;
import org.astragal.service.Role;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.LogException;

/** The REST interface on its listeners: mutual TLS always, plain loopback only when configured. */
final class RestServer implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(RestServer.class.getName());

  private static final String LOOPBACK = "127.0.0.1";
  private static final String PLAIN = "plain";

  private static final String MUTUAL = "mutual-tls";

  /** Longest request line. */
  static final int MAX_LINE_BYTES = 4_096;

  /** Most bytes of all headers of a request. */
  static final int MAX_HEAD_BYTES = 16_384;

  /**
   * Most bytes of a body that are read at all. Each call has its own limit, which is far lower and
   * is answered with a problem.
   */
  private static final long MAX_TRANSPORT_BYTES = 64L << 20;

  private final WebServer server;
  private final List<Connections> connections;
  private final List<Route> routes;
  private final Drain drain;
  private final Duration drainTimeout;

  private RestServer(
      WebServer server,
      List<Connections> connections,
      List<Route> routes,
      Drain drain,
      Duration drainTimeout) {
    this.server = server;
    this.connections = List.copyOf(connections);
    this.routes = routes;
    this.drain = drain;
    this.drainTimeout = drainTimeout;
  }

  /**
   * Starts to listen.
   *
   * @throws StartException if an address cannot be bound
   */
  static RestServer start(
      ApplianceConfig config, TlsMaterial tls, Metrics metrics, Route.Source... sources)
      throws StartException {
    List<Route> routes =
        Arrays.stream(sources).map(Route.Source::routes).flatMap(List::stream).toList();
    var drain = new Drain(RestServer::stopping);
    var shared =
        new Shared(
            config.limits(),
            routes,
            drain,
            metrics,
            new Bodies(config.limits().bodyBytesInFlight()));
    var connections = new ArrayList<Connections>();
    WebServerConfig.Builder builder =
        WebServer.builder()
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .host(config.listen().host())
            .port(config.listen().port())
            .tls(tls.server(true));
    connections.add(listen(MUTUAL, builder, shared, Callers.byCertificate()));
    config
        .plainLoopback()
        .ifPresent(plain -> {
          var callers = Callers.always(new Caller(plain.role(), plain.operator()));
          ListenerConfig.Builder listener =
              ListenerConfig.builder().host(LOOPBACK).port(plain.port());
          connections.add(listen(PLAIN, listener, shared, callers));
          builder.putSocket(PLAIN, listener.build());
        });
    WebServer server = builder.build().start();
    // Helidon 4.2 logs that an address cannot be bound, and returns a server that does not run.
    if (!server.isRunning()) {
      connections.forEach(Connections::close);
      throw new StartException(
          StartException.Fault.LISTEN,
          "the address "
              + config.listen().host()
              + ":"
              + config.listen().port()
              + config.plainLoopback().map(plain -> " or 127.0.0.1:" + plain.port()).orElse("")
              + " cannot be bound: choose a free port");
    }
    return new RestServer(server, connections, routes, drain, config.limits().drainTimeout());
  }

  /** {@return how to reach it} */
  Appliance.Running running(String policy) {
    int plain = server.port(PLAIN);
    return new Appliance.Running(
        server.port(),
        plain > 0 ? OptionalInt.of(plain) : OptionalInt.empty(),
        policy,
        routes,
        drain::inFlight);
  }

  /** Refuses new requests, lets those in flight finish, then stops. */
  @Override
  public void close() {
    drain.begin();
    try {
      if (!drain.await(drainTimeout)) {
        LOGGER.log(
            System.Logger.Level.WARNING, "requests were still in flight after {0}", drainTimeout);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    server.stop();
    connections.forEach(Connections::close);
  }

  private static void stopping(ServerResponse response) {
    response
        .status(Status.SERVICE_UNAVAILABLE_503)
        .header(HeaderNames.RETRY_AFTER, "5")
        .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .send(
            new Problem(ProblemType.STOPPING, "Retry with the same key; the appliance restarts.")
                .bytes());
  }

  /** What the listeners have in common. */
  private record Shared(
      ApplianceConfig.Limits limits,
      List<Route> routes,
      Drain drain,
      Metrics metrics,
      Bodies bodies) {}

  /** Sets everything on a listener but its address and its certificate. */
  private static Connections listen(
      String name, ListenerConfig.BuilderBase<?, ?> listener, Shared shared, Callers callers) {
    var connections = new Connections(shared.limits, shared.metrics);
    shared.metrics.watch(name, connections);
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.addFilter(connections);
    routing.addFilter(shared.drain);
    route(routing, shared, callers);
    listener
        .routing(routing)
        .maxPayloadSize(MAX_TRANSPORT_BYTES)
        .connectionOptions(connections.options())
        .idleConnectionTimeout(shared.limits.idleTimeout())
        .addConnectionSelector(
            new OnlyHttp1(
                Http1Config.builder()
                    .maxPrologueLength(MAX_LINE_BYTES)
                    .maxHeadersSize(MAX_HEAD_BYTES)
                    .addReceiveListener(new Framing())
                    .sendLog(false)
                    .build()))
        // The words by which the cases are told apart.
        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
        .directHandlers(TransportProblems.handlers(shared.metrics));
    return connections;
  }

  private static void route(HttpRouting.Builder routing, Shared shared, Callers callers) {
    Metrics metrics = shared.metrics;
    List<Route> routes = shared.routes;
    for (Route route : routes) {
      Timer timer = metrics.timerOf(route);
      routing.route(
          route.method(),
          route.path(),
          (request, response) -> {
            long begin = System.nanoTime();
            handle(route, callers, shared, request, response);
            timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
          });
    }
    routing.any((request, response) -> refuse(routes, metrics, request, response));
    routing.error(
        HttpException.class,
        (request, response, e) -> {
          Problem problem = TransportProblems.of(e.status().code(), String.valueOf(e.getMessage()));
          metrics.refused(problem.type());
          Call.answer(response, problem);
        });
  }

  private static void handle(
      Route route, Callers callers, Shared shared, ServerRequest request, ServerResponse response) {
    Metrics metrics = shared.metrics;
    try (Bodies.Held room = shared.bodies.none()) {
      Caller caller = callers.of(request);
      if (!route.roles().contains(caller.role())) {
        throw new ProblemException(
            ProblemType.FORBIDDEN_ROLE,
            "This call is for "
                + route.roles().stream()
                    .map(Role::toString)
                    .sorted()
                    .collect(Collectors.joining(", "))
                + "; the certificate's OU says "
                + caller.role()
                + ".");
      }
      route.handler().handle(new Call(caller, request, response, room));
    } catch (ProblemException e) {
      metrics.refused(e.problem().type());
      Call.answer(response, e.problem());
    } catch (LogException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the log cannot be read", e);
      metrics.refused(ProblemType.UNAVAILABLE);
      Call.answer(
          response,
          new Problem(ProblemType.UNAVAILABLE, "Retry later: the log cannot be read now."));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      Call.answer(response, new Problem(ProblemType.STOPPING, "Retry with the same key."));
    } catch (UncheckedIOException e) {
      // The client went away; Helidon closes the connection.
      throw e;
    } catch (RequestException e) {
      // Where the body ends is not known, so nothing after it can be a request.
      Problem problem = TransportProblems.of(e.status().code(), String.valueOf(e.getMessage()));
      metrics.refused(problem.type());
      response.header(HeaderValues.CONNECTION_CLOSE);
      Call.answer(response, problem);
      throw new CloseConnectionException("the body is not HTTP");
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, route.method() + " " + route.path() + " failed", e);
      metrics.refused(ProblemType.INTERNAL);
      Call.answer(
          response,
          new Problem(
              ProblemType.INTERNAL,
              "Retry with the same key; the fault is in the appliance's log."));
    }
  }

  /** No route took the request: either the address or the method is wrong. */
  private static void refuse(
      List<Route> routes, Metrics metrics, ServerRequest request, ServerResponse response) {
    String allowed =
        routes.stream()
            .filter(route -> matches(route, request))
            .map(route -> route.method().text())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    Problem problem;
    if (allowed.isEmpty()) {
      problem =
          new Problem(ProblemType.NOT_FOUND, "See /openapi.yaml for what this appliance answers.");
    } else {
      response.header(HeaderNames.ALLOW, allowed);
      problem = new Problem(ProblemType.METHOD_NOT_ALLOWED, "Use " + allowed + ".");
    }
    metrics.refused(problem.type());
    Call.answer(response, problem);
  }

  private static boolean matches(Route route, ServerRequest request) {
    PathMatcher matcher = PathMatchers.create(route.path());
    return matcher.match(request.prologue().uriPath()).accepted();
  }
}
