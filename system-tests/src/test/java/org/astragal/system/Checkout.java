package org.astragal.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of this project, for tests that hold its documents against its code. */
final class Checkout {
  /** The project's folder. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> NOT_OURS = List.of("target", ".git", ".astragal");

  private Checkout() {}

  /** {@return the text of a file, by its path from the project's folder} */
  static String read(String path) throws IOException {
    return Files.readString(HOME.resolve(path));
  }

  /** {@return every file whose name has this end, sorted; without what builds and runs leave} */
  static List<Path> files(String end) throws IOException {
    try (Stream<Path> all = Files.walk(HOME)) {
      return all.filter(file -> file.toString().endsWith(end))
          .filter(Files::isRegularFile)
          .filter(Checkout::isOurs)
          .sorted()
          .toList();
    }
  }

  /** {@return every Java file that is not a test} */
  static List<Path> sources() throws IOException {
    return files(".java").stream().filter(file -> file.toString().contains("/src/main/")).toList();
  }

  /** {@return whether a class of this name stands in a {@code src/main} or {@code src/test}} */
  static boolean hasClass(String name, String tree) throws IOException {
    String end = "/src/" + tree + "/java/" + name.replace('.', '/') + ".java";
    return files(".java").stream().anyMatch(file -> file.toString().endsWith(end));
  }

  /** {@return the first group of every match in a text, sorted, each once} */
  static SortedSet<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the path of a file from the project's folder} */
  static String name(Path file) {
    return HOME.relativize(file).toString();
  }

  /**
   * {@return the text between two marks}
   *
   * @throws AssertionError if they are not there in this order
   */
  static String between(String text, String from, String to) {
    Matcher found =
        Pattern.compile(Pattern.quote(from) + "(.*?)" + Pattern.quote(to), Pattern.DOTALL)
            .matcher(text);
    if (!found.find()) {
      throw new AssertionError("no text between \"" + from + "\" and \"" + to + '"');
    }
    return found.group(1);
  }

  private static boolean isOurs(Path file) {
    for (Path part : HOME.relativize(file)) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
