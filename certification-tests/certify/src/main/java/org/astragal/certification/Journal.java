package org.astragal.certification;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What is finished of a run, a line each, appended as it comes. A line that a crash cut off is
 * dropped when the run goes on. The first line says which run it is.
 *
 * <p>Thread safety: for any threads.
 */
final class Journal implements TaskStore, AutoCloseable {
  /** A line is no longer than this, so a damaged file does not fill the memory. */
  private static final int MAX_LINE = 64 << 20;

  private final Path file;

  /** Not a channel: an interrupt of the run must not close it. */
  private final RandomAccessFile lines;

  private final RunIdentity identity;
  private final Map<Key, Entry> entries = new HashMap<>();

  private Journal(Path file, RandomAccessFile lines, RunIdentity identity) {
    this.file = file;
    this.lines = lines;
    this.identity = identity;
  }

  /**
   * Opens the journal of a run, and makes it where there is none.
   *
   * @throws CertifyException if it is of another run, or cannot be used
   */
  static Journal open(Path file, RunIdentity identity) throws CertifyException {
    try {
      var lines = new RandomAccessFile(file.toFile(), "rw");
      var journal = new Journal(file, lines, identity);
      try {
        journal.load();
        return journal;
      } catch (CertifyException | IOException e) {
        lines.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK, "cannot use " + file + ": " + Reasons.of(e), e);
    }
  }

  private void load() throws IOException, CertifyException {
    var reader = new LineFile(lines, MAX_LINE);
    Optional<byte[]> first = reader.next();
    if (first.isEmpty()) {
      lines.setLength(0);
      lines.seek(0);
      append(identity);
      return;
    }
    try {
      Json.MAPPER
          .readValue(first.get(), RunIdentity.class)
          .require(identity, String.valueOf(file.getParent()));
    } catch (JacksonException e) {
      throw new CertifyException(
          CertifyException.Fault.FOLDER,
          file + " is not the journal of a run: give an empty folder as --report",
          e);
    }
    long good = reader.position();
    var shared = new Shared();
    for (Optional<byte[]> line = reader.next(); line.isPresent(); line = reader.next()) {
      try {
        Entry entry = shared.entry(Json.MAPPER.readValue(line.get(), Entry.class));
        entries.put(entry.key(), entry);
        good = reader.position();
      } catch (JacksonException _) {
        // What follows a damaged line is computed again.
        break;
      }
    }
    lines.setLength(good);
    lines.seek(good);
  }

  @Override
  public synchronized Optional<Entry> find(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** {@return everything that is finished, in no order} */
  synchronized List<Entry> all() {
    return new ArrayList<>(entries.values());
  }

  @Override
  public synchronized void add(Entry entry) throws CertifyException {
    try {
      append(entry);
      entries.put(entry.key(), entry);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK,
          "cannot write " + file + ": " + Reasons.of(e) + ". Free space and run the same again",
          e);
    }
  }

  private void append(Object line) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(line);
    byte[] withEnd = Arrays.copyOf(json, json.length + 1);
    withEnd[json.length] = '\n';
    lines.write(withEnd);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException _) {
      // What is missing at the end is computed again.
    }
  }
}
