package org.astragal.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.astragal.service.ConfigException;
import org.astragal.service.Secrets;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL of the ledger's own, durable, kept in one directory: {@code data/}, {@code bin/},
 * {@code password}, {@code postgres.log}.
 *
 * <p>A postmaster left behind by a killed ledger is stopped at start. One that dies while the
 * ledger lives is started again on the same port.
 *
 * <p>Thread-safe.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE_BEFORE_RESTART = Duration.ofMillis(250);

  /** The role that serves: it reads and adds, and changes nothing that was posted. */
  private static final String SERVICE = "ledger_service";

  /** Name of the file that is there until the first start has ended. */
  private static final String FIRST_START = "first-start";

  private final Path directory;
  private final FileChannel lock;
  private final String password;
  private final int port;
  private final Thread keeper;
  private volatile boolean closed;
  private EmbeddedPostgres postgres;

  private EmbeddedDatabase(Path directory, FileChannel lock, int wantedPort)
      throws IOException, ConfigException {
    this.directory = directory.toAbsolutePath();
    this.lock = lock;
    this.password = ensurePassword(this.directory);
    stopOrphan(data());
    beginFirstStart(this.directory);
    this.postgres = launch(wantedPort);
    endFirstStart(this.directory);
    this.port = postgres.getPort();
    this.keeper = Thread.ofVirtual().name("postgres-keeper").start(this::keep);
  }

  /**
   * Starts PostgreSQL in {@code directory}, created if missing.
   *
   * @param port TCP port on 127.0.0.1, 0 for any free one
   * @throws StoreException if another ledger uses the directory
   * @throws ConfigException if the password file may be read by others
   * @throws IOException if PostgreSQL does not start
   */
  static EmbeddedDatabase start(Path directory, int port)
      throws IOException, ConfigException, StoreException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var lock = lock(directory);
    try {
      return new EmbeddedDatabase(directory, lock, port);
    } catch (IOException | ConfigException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * {@return the database as the service's role sees it; the owner is the superuser} The role gets
   * a new password with each start, which nothing but this process knows.
   */
  DatabaseAddress service() throws StoreException {
    var random = new byte[24];
    new SecureRandom().nextBytes(random);
    var secret = HexFormat.of().formatHex(random);
    var owner = address();
    try (var c = DriverManager.getConnection(owner.url(), owner.properties());
        var s = c.createStatement()) {
      s.execute(
          "do $$ begin create role "
              + SERVICE
              + " login; exception when duplicate_object then end $$");
      // The driver sends what is stored of a password, so no log of the server can hold it.
      c.unwrap(PGConnection.class)
          .alterUserPassword(SERVICE, secret.toCharArray(), "scram-sha-256");
    } catch (SQLException e) {
      throw Database.translate(e);
    }
    return new DatabaseAddress(owner.url(), SERVICE, secret).ownedBy(owner.user(), password);
  }

  /** {@return the JDBC address of the ledger's database, as its superuser} */
  DatabaseAddress address() {
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }

  /**
   * {@return the address of a server that another process runs in {@code directory}, if one does}
   *
   * @throws ConfigException if the password file may be read by others
   */
  static Optional<DatabaseAddress> running(Path directory) throws IOException, ConfigException {
    var data = directory.toAbsolutePath().resolve("data");
    if (postmaster(data).isEmpty()) {
      return Optional.empty();
    }
    // Line 4 of the lock file is the port.
    var port = Files.readAllLines(data.resolve("postmaster.pid")).get(3).strip();
    return Optional.of(
        new DatabaseAddress(
            "jdbc:postgresql://127.0.0.1:" + Integer.parseInt(port) + "/postgres",
            "postgres",
            new String(Secrets.read(directory.resolve("password")))));
  }

  /** {@return the process id of the postmaster, if one runs} */
  Optional<Long> postmaster() {
    return postmaster(data());
  }

  @Override
  public void close() throws IOException {
    closed = true;
    keeper.interrupt();
    synchronized (this) {
      postgres.close();
    }
    lock.close();
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** The kernel frees this lock when the process dies, however it dies. */
  private static FileChannel lock(Path directory) throws IOException, StoreException {
    var channel =
        FileChannel.open(
            directory.resolve("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      LOG.log(System.Logger.Level.DEBUG, "lock held by this process", e);
    }
    channel.close();
    throw new StoreException(
        StoreException.Fault.IN_USE, "another ledger process uses the directory " + directory);
  }

  private EmbeddedPostgres launch(int wantedPort) throws IOException {
    var log = ProcessBuilder.Redirect.appendTo(directory.resolve("postgres.log").toFile());
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(directory.resolve("bin").toFile())
            .setDataDirectoryCustomizer(EmbeddedDatabase::requirePasswords)
            .setLocaleConfig("locale", "C.UTF-8")
            .setLocaleConfig("pwfile", directory.resolve("password").toString())
            .setConnectConfig("password", password)
            .setPGStartupWait(START_LIMIT)
            .setErrorRedirector(log)
            .setOutputRedirector(log);
    // The library's own defaults lose committed transactions when the power fails.
    builder.setServerConfig("fsync", "on");
    builder.setServerConfig("synchronous_commit", "on");
    builder.setServerConfig("full_page_writes", "on");
    builder.setServerConfig("listen_addresses", "127.0.0.1");
    builder.setServerConfig("unix_socket_directories", "");
    builder.setServerConfig("max_connections", "40");
    builder.setServerConfig("max_wal_size", "2GB");
    if (wantedPort != 0) {
      builder.setPort(wantedPort);
    }
    return builder.start();
  }

  /** Replaces the library's `trust` by passwords before the first start. */
  private static void requirePasswords(File data) {
    try {
      Files.writeString(
          data.toPath().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives the new server its password. It is complete and on disk before initdb reads it, so that
   * no crash leaves a server whose password nobody knows.
   */
  private static String ensurePassword(Path directory) throws IOException, ConfigException {
    var file = directory.resolve("password");
    var data = directory.resolve("data");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(data)) {
        throw new IOException(file + " is missing: the password of the books in " + data);
      }
      var random = new byte[24];
      new SecureRandom().nextBytes(random);
      var next = directory.resolve("password.new");
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.deleteIfExists(next);
      try (var channel =
          FileChannel.open(
              next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
        channel.write(
            ByteBuffer.wrap(HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII)));
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      sync(directory);
    }
    return new String(Secrets.read(file));
  }

  /**
   * Makes the data directory anew if its first start was never seen to end: no books were opened in
   * it, and what a killed initdb leaves does not start.
   */
  private static void beginFirstStart(Path directory) throws IOException {
    var mark = directory.resolve(FIRST_START);
    var data = directory.resolve("data");
    if (!Files.exists(mark)) {
      if (Files.exists(data)) {
        return;
      }
      Files.createFile(mark);
      sync(directory);
    } else if (Files.exists(data)) {
      LOG.log(System.Logger.Level.WARNING, "{0} was never finished and is made anew", data);
      try (var tree = Files.walk(data)) {
        for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** On disk before anybody opens books: the mark would have them removed. */
  private static void endFirstStart(Path directory) throws IOException {
    if (Files.deleteIfExists(directory.resolve(FIRST_START))) {
      sync(directory);
    }
  }

  /** Makes what was created, renamed or removed in {@code folder} outlast a power failure. */
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Stops the postmaster of {@code data} if one runs, and removes a lock file without one. */
  private static void stopOrphan(Path data) throws IOException {
    var pid = postmaster(data);
    if (pid.isEmpty()) {
      // Without a postmaster its workers leave by themselves; until then the next cannot start.
      for (var worker : workers(data)) {
        if (!gone(worker, STOP_LIMIT)) {
          throw new IOException(
              "process " + worker.pid() + " of PostgreSQL does not leave " + data);
        }
      }
      // PostgreSQL itself would believe any process that has got the number since.
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      return;
    }
    LOG.log(System.Logger.Level.INFO, "stopping the postmaster {0} of a killed ledger", pid.get());
    var process = ProcessHandle.of(pid.get());
    if (process.isPresent() && !stopped(process.get())) {
      throw new IOException("postmaster " + pid.get() + " of " + data + " does not stop");
    }
  }

  private static boolean stopped(ProcessHandle postmaster) throws IOException {
    // SIGINT is PostgreSQL's fast shutdown: roll back, write a checkpoint, leave.
    signal("-INT", postmaster.pid());
    if (gone(postmaster, STOP_LIMIT)) {
      return true;
    }
    signal("-QUIT", postmaster.pid());
    return gone(postmaster, STOP_LIMIT);
  }

  private static void signal(String name, long pid) throws IOException {
    try {
      new ProcessBuilder("kill", name, Long.toString(pid)).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping PostgreSQL", e);
    }
  }

  private static boolean gone(ProcessHandle process, Duration limit) throws IOException {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping PostgreSQL", e);
    }
  }

  /** The running postmaster of {@code data}: the number in its lock file, if it is one of ours. */
  private static Optional<Long> postmaster(Path data) {
    try {
      var lines = Files.readAllLines(data.resolve("postmaster.pid"));
      var pid = Long.parseLong(lines.getFirst().strip());
      return worksIn(data, pid) ? Optional.of(pid) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Every process of PostgreSQL has its data directory as working directory. */
  private static boolean worksIn(Path data, long pid) {
    try {
      return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), data);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<ProcessHandle> workers(Path data) {
    return ProcessHandle.allProcesses().filter(p -> worksIn(data, p.pid())).toList();
  }

  /** Starts PostgreSQL again whenever it has died. */
  private void keep() {
    try {
      while (!closed) {
        var process = postmaster().flatMap(ProcessHandle::of);
        if (process.isPresent()) {
          process.get().onExit().get();
        }
        Thread.sleep(PAUSE_BEFORE_RESTART);
        restart();
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "keeper told to stop");
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.ERROR, "PostgreSQL is no longer watched", e);
    }
  }

  private synchronized void restart() {
    if (closed || postmaster().isPresent()) {
      return;
    }
    LOG.log(System.Logger.Level.WARNING, "PostgreSQL died; starting it again on port {0}", port);
    try {
      postgres.close();
      stopOrphan(data());
      postgres = launch(port);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "PostgreSQL did not start; trying again", e);
    }
  }
}
