package org.astragal.system;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        HOME,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().endsWith(end)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** {@return every Java file that is not a test} */
  static List<Path> sources() throws IOException {
    return files(".java").stream().filter(file -> file.toString().contains("/src/main/")).toList();
  }

  /** {@return the names of all classes in {@code src/main} or {@code src/test} folders} */
  static Set<String> classes(String tree) throws IOException {
    var folder = "/src/" + tree + "/java/";
    return files(".java").stream()
        .map(Path::toString)
        .filter(file -> file.contains(folder))
        .map(file -> file.substring(file.indexOf(folder) + folder.length()))
        .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
        .collect(Collectors.toSet());
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
}
