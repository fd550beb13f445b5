package org.astragal.certification;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.astragal.certification.battery.Finding;

/**
 * Keeps what finished tasks found.
 *
 * <p>Thread safety: for any threads.
 */
interface TaskStore {
  /**
   * Which task.
   *
   * @param data SHA-256 of what it looked at
   * @param suite the battery
   * @param task its name there
   */
  record Key(String data, String suite, String task) {}

  /**
   * A task that is finished.
   *
   * @param key which one
   * @param millis how long it took
   * @param findings what came out
   */
  record Entry(Key key, long millis, List<Finding> findings) {
    /** Copies the findings. */
    public Entry {
      findings = List.copyOf(findings);
    }
  }

  /** {@return what a task found, if it is finished} */
  Optional<Entry> find(Key key);

  /**
   * Keeps what a task found.
   *
   * @throws CertifyException if it cannot be written
   */
  void add(Entry entry) throws CertifyException;

  /** {@return a store that lasts as long as the process} */
  static TaskStore inMemory() {
    var entries = new ConcurrentHashMap<Key, Entry>();
    return new TaskStore() {
      @Override
      public Optional<Entry> find(Key key) {
        return Optional.ofNullable(entries.get(key));
      }

      @Override
      public void add(Entry entry) {
        entries.put(entry.key(), entry);
      }
    };
  }
}
