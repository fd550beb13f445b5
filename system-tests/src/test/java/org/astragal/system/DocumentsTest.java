package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Goal: a reader who follows a link, a command, an option or an anchor of the documents finds it.
 */
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern COMMAND = Pattern.compile("\\./astragal +([a-z]+)([^`\\n|]*)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]+)");
  private static final Pattern SPEC = Pattern.compile("@spec +(\\S+) +([^\\n]+)");
  private static final Pattern ANCHOR = Pattern.compile("\\bid=\"([^\"]+)\"");

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
    var broken = new ArrayList<String>();
    for (var document : Checkout.files(".md")) {
      for (var link : Checkout.all(LINK, withoutCode(Files.readString(document)))) {
        if (!link.contains("://")
            && !link.startsWith("mailto:")
            && !leadsSomewhere(document, link)) {
          broken.add(Checkout.name(document) + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyCommandAndEveryOptionExists() throws IOException {
    var launcher = Checkout.read("astragal");
    var commands = commandsOf(launcher);
    var known = new StringBuilder(launcher);
    for (var source : Checkout.sources()) {
      known.append(Files.readString(source));
    }
    var options = Checkout.all(OPTION, known.toString());
    options.add("--help");
    var unknown = new ArrayList<String>();
    for (var document : Checkout.files(".md")) {
      var uses = COMMAND.matcher(Files.readString(document));
      while (uses.find()) {
        if (!commands.contains(uses.group(1))) {
          unknown.add(Checkout.name(document) + ": ./astragal " + uses.group(1));
        }
        for (var option : Checkout.all(OPTION, uses.group(2))) {
          if (!options.contains(option)) {
            unknown.add(Checkout.name(document) + ": ./astragal " + uses.group(1) + " " + option);
          }
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void everyClauseThatTheCodeCitesHasItsAnchorAndOneTitle() throws IOException {
    var broken = new TreeSet<String>();
    var titles = new TreeMap<String, String>();
    for (var source : Checkout.files(".java")) {
      if (source.endsWith("DocumentsTest.java")) {
        continue;
      }
      var uses = SPEC.matcher(Files.readString(source));
      while (uses.find()) {
        var url = uses.group(1);
        var title = uses.group(2).strip();
        var other = titles.putIfAbsent(url, title);
        if (other != null && !other.equals(title)) {
          broken.add(url + " has two titles: " + other + "; " + title);
        }
        if (!url.contains("://") && !hasAnchor(url)) {
          broken.add(Checkout.name(source) + ": " + url);
        }
      }
    }
    assertFalse(titles.isEmpty());
    assertEquals(Set.of(), broken);
  }

  @Test
  void everyDecisionStandsInTheList() throws IOException {
    var list = Checkout.read("docs/adr/README.md");
    for (var page : Checkout.files(".md")) {
      if (Checkout.name(page).matches("docs/adr/\\d{4}-.*")) {
        assertEquals(1, list.split(Pattern.quote("(" + page.getFileName() + ")"), -1).length - 1);
      }
    }
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
    var parts = link.split("#", 2);
    var target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    if (parts.length == 1) {
      return true;
    }
    var text = Files.readString(target);
    return Checkout.all(ANCHOR, text).contains(parts[1])
        || HEADING.matcher(text).results().anyMatch(h -> slug(h.group(1)).equals(parts[1]));
  }

  private static boolean hasAnchor(String url) throws IOException {
    var parts = url.split("#", 2);
    var page = Checkout.HOME.resolve("docs/compliance").resolve(parts[0]);
    return Files.exists(page)
        && (parts.length == 1 || Checkout.all(ANCHOR, Files.readString(page)).contains(parts[1]));
  }

  /** {@return the commands of the launcher's last {@code case}} */
  private static Set<String> commandsOf(String launcher) {
    var cases = launcher.substring(launcher.indexOf("\ncase $command in"));
    var commands = new TreeSet<String>();
    for (var names : Checkout.all(Pattern.compile("(?m)^  ([a-z][a-z |-]*)\\)$"), cases)) {
      commands.addAll(List.of(names.split("[ |]+")));
    }
    return commands;
  }

  private static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  /** Fenced blocks and inline code hold no links. */
  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\\n]*`", "");
  }
}
