package org.astragal.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long and where to measure.
 *
 * @param home the project's folder, where the launcher is
 * @param directory a folder for temporary sites; each benchmark makes one of its own below it and
 *     removes it
 * @param quick shorter rounds: to see that everything works, not to quote
 * @param progress told in a few words what is being done
 */
record Plan(Path home, Path directory, boolean quick, Consumer<String> progress) {
  /** {@return length of a warm-up} */
  Duration warmUp() {
    return Duration.ofSeconds(quick ? 5 : 60);
  }

  /** {@return length of a measured round} */
  Duration round() {
    return Duration.ofSeconds(quick ? 3 : 10);
  }

  /** {@return measured rounds of each contestant} */
  int rounds() {
    return quick ? 2 : 5;
  }

  void say(String what) {
    progress.accept(what);
  }
}
