package org.astragal.ledger;

import io.helidon.common.socket.SocketOptions;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.websocket.WsRouting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.astragal.service.ConfigException;
import org.astragal.service.Drain;
import org.astragal.service.TlsMaterial;

/** The two listeners: appliances and people with certificates, readers without. */
final class LedgerServer implements AutoCloseable {
  private static final String OPEN = "public";
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);
  private static final int SMALL_BODY = 64 * 1024;
  private static final int SEND_BUFFER = 64 * 1024;
  private static final System.Logger LOG = System.getLogger(LedgerServer.class.getName());

  private final WebServer server;
  private final Drain drain;
  private final Services services;

  private LedgerServer(WebServer server, Drain drain, Services services) {
    this.server = server;
    this.drain = drain;
    this.services = services;
  }

  /** What the listeners serve. */
  record Services(
      IngestHttp ingest,
      Optional<WitnessHttp> witness,
      Optional<EventsHttp> events,
      OrdersHttp orders,
      RulingsHttp rulings,
      TraceHttp trace,
      ReportHttp reports,
      FiguresHttp figures,
      OpenHttp open,
      WatchHttp watch,
      DecisionsHttp decisions,
      MeterHub hub,
      MeterSockets sockets,
      BooleanSupplier ready) {
    private static final String V1 = "/v1";

    /** {@return what is served to those with certificates} */
    List<Mount> certified() {
      var mounts = new ArrayList<>(reading());
      for (var service : List.of(ingest, orders, rulings, trace, reports)) {
        mounts.add(new Mount(V1, service));
      }
      events.ifPresent(e -> mounts.add(new Mount(V1, e)));
      witness.ifPresent(w -> mounts.add(new Mount("/", w)));
      return List.copyOf(mounts);
    }

    /** {@return what is served to whoever reaches it} */
    List<Mount> openToAll() {
      var mounts = new ArrayList<>(reading());
      mounts.add(new Mount(V1, decisions));
      return List.copyOf(mounts);
    }

    private List<Mount> reading() {
      return List.of(
          new Mount(V1, open),
          new Mount(V1, watch),
          new Mount(V1, figures),
          new Mount(V1, new MeHttp()),
          new Mount(V1, new MeterEventsHttp(sockets)),
          new Mount("/", new ConsoleHttp()),
          new Mount("/", new OpenApiHttp()));
    }
  }

  /** A service under its prefix. */
  record Mount(String prefix, HttpService service) {
    private void on(HttpRouting.Builder routing) {
      routing.register(prefix, service);
    }
  }

  /** Opens both listeners. */
  static LedgerServer start(LedgerConfig config, TlsMaterial tls, Services services)
      throws ConfigException {
    var drain = new Drain(Problem.unavailable("the ledger stops")::send);
    var builder =
        WebServer.builder()
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .host(config.listen().host())
            .address(address(config.listen().host()))
            .port(config.listen().port())
            .tls(tls.server(true))
            .connectionOptions(
                new BoundedReads(
                    SocketOptions.builder().tcpNoDelay(true).build(),
                    services.ingest().bodyLimit()))
            .maxPayloadSize(IngestHttp.MAX_BODY)
            .directHandlers(problems())
            .routing(r -> {
              errors(r).addFilter(drain).addFilter(new SameOrigin());
              services.certified().forEach(mount -> mount.on(r));
            })
            .addRouting(meters(services))
            .putSocket(OPEN, openListener(config, services, drain, tls))
            .addFeature(observe(services.ready()));
    return new LedgerServer(builder.build().start(), drain, services);
  }

  private static ListenerConfig openListener(
      LedgerConfig config, Services services, Drain drain, TlsMaterial tls) throws ConfigException {
    var open = config.open();
    var routing = errors(HttpRouting.builder()).addFilter(drain);
    services.openToAll().forEach(mount -> mount.on(routing));
    var listener =
        ListenerConfig.builder()
            .host(open.host())
            .address(address(open.host()))
            .port(open.port())
            // A meter is two small frames: the second must not wait until the first is confirmed.
            // Who does not read is noticed when this is full, and costs no more than this.
            .connectionOptions(
                options -> options.tcpNoDelay(true).socketSendBufferSize(SEND_BUFFER))
            .maxPayloadSize(SMALL_BODY)
            .directHandlers(problems())
            .addRouting(routing)
            .addRouting(meters(services));
    if (!open.plainLoopback()) {
      listener.tls(tls.server(false));
    }
    return listener.build();
  }

  private static WsRouting.Builder meters(Services services) {
    return WsRouting.builder()
        .endpoint(MeterSocket.PATH, () -> new MeterSocket(services.sockets()));
  }

  /** {@return what the listeners serve} */
  Services services() {
    return services;
  }

  /** {@return the port for appliances} */
  int ingestPort() {
    return server.port();
  }

  /** {@return the port for readers} */
  int openPort() {
    return server.port(OPEN);
  }

  /** Finishes what is under way, says goodbye to watchers, closes the listeners. */
  @Override
  public void close() {
    try {
      drain.begin();
      // Streams of events end with the hub, and are waited for like any other request.
      services.hub().close();
      if (!drain.await(LONGEST_DRAIN)) {
        LOG.log(System.Logger.Level.WARNING, "some requests did not end in time");
      }
      services.sockets().awaitClosed(LONGEST_GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop();
  }

  private static ObserveFeature observe(BooleanSupplier ready) {
    var health =
        HealthObserver.builder()
            .endpoint("/health")
            .details(true)
            .addCheck(
                () -> HealthCheckResponse.builder().status(true).build(),
                HealthCheckType.LIVENESS,
                "process")
            .addCheck(
                () -> HealthCheckResponse.builder().status(ready.getAsBoolean()).build(),
                HealthCheckType.READINESS,
                "database")
            .build();
    return ObserveFeature.builder()
        .observersDiscoverServices(false)
        .sockets(List.of(OPEN))
        .endpoint("/")
        .addObserver(health)
        .addObserver(MetricsObserver.builder().endpoint("/metrics").build())
        .build();
  }

  private static HttpRouting.Builder errors(HttpRouting.Builder routing) {
    return routing
        .error(
            HttpException.class,
            (_, response, e) ->
                byStatus(e.status().code(), String.valueOf(e.getMessage())).send(response))
        .error(
            Throwable.class,
            (_, response, e) -> {
              LOG.log(System.Logger.Level.ERROR, "a request failed", e);
              byStatus(500, "see the ledger's log").send(response);
            });
  }

  /** Refusals that never reach the routing, such as 413 and malformed requests. */
  private static DirectHandlers problems() {
    var handlers = DirectHandlers.builder();
    for (var type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (_, event, status, headers, message) -> {
            var problem = byStatus(status.code(), message);
            return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(ServerResponseHeaders.create(headers))
                .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .keepAlive(false)
                .entity(problem.json())
                .build();
          });
    }
    return handlers.build();
  }

  private static Problem byStatus(int status, String detail) {
    return switch (status) {
      case 404 -> Problem.of(404, "not-found", "There is nothing here", detail);
      case 413 ->
          Problem.of(413, "too-large", "The body is too large", "see the limit of the interface");
      case 503 -> Problem.unavailable(detail);
      default ->
          status >= 500
              ? Problem.of(status, "internal", "The ledger failed", "see the ledger's log")
              : Problem.of(status, "bad-request", "The request cannot be read", detail);
    };
  }

  private static InetAddress address(String host) throws ConfigException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ConfigException(ConfigException.Fault.KEY, "host " + host + " is unknown");
    }
  }
}
