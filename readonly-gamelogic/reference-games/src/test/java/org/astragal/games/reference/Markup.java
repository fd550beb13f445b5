package org.astragal.games.reference;

import java.util.List;

/** The two forms of a sheet. */
sealed interface Markup {
  /** Begins the sheet. */
  void title(String title);

  /** A paragraph. */
  void text(String text);

  /** A table under a heading. */
  void table(String title, List<String> head, List<List<String>> rows);

  /** A plot of a distribution, where the form has plots. */
  void plot(String title, Distribution wins);

  /** {@return all of it} */
  String text();

  /** For repositories and editors. */
  final class Markdown implements Markup {
    private final StringBuilder out = new StringBuilder();

    @Override
    public void title(String title) {
      out.append("# ").append(title).append("\n\n");
    }

    @Override
    public void text(String text) {
      out.append(text).append("\n\n");
    }

    @Override
    public void table(String title, List<String> head, List<List<String>> rows) {
      out.append("## ").append(title).append("\n\n");
      row(head);
      row(head.stream().map(_ -> "---").toList());
      rows.forEach(this::row);
      out.append('\n');
    }

    private void row(List<String> cells) {
      out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public void plot(String title, Distribution wins) {}

    @Override
    public String text() {
      return out.toString().stripTrailing() + "\n";
    }
  }

  /** For browsers; asks for no other file and runs no script. */
  final class Html implements Markup {
    private static final String STYLE =
        """
        body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;\
        color:#1a1a1a;background:#fff}
        table{border-collapse:collapse;margin:.5rem 0 1.5rem;display:block;overflow-x:auto}
        td,th{border:1px solid #bbb;padding:.2rem .6rem;text-align:left;max-width:40rem;\
        overflow-wrap:anywhere}
        th{background:#f0f0f0;white-space:nowrap}
        td:first-child{overflow-wrap:break-word}
        svg{max-width:100%;height:auto}
        """;

    private final StringBuilder out = new StringBuilder();

    Html(String title) {
      out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
      out.append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
      out.append(escaped(title)).append("</title>\n<style>\n").append(STYLE);
      out.append("</style>\n</head>\n<body>\n");
    }

    @Override
    public void title(String title) {
      element("h1", title);
    }

    @Override
    public void text(String text) {
      element("p", text);
    }

    @Override
    public void table(String title, List<String> head, List<List<String>> rows) {
      element("h2", title);
      out.append("<table>\n");
      row("th", head);
      rows.forEach(cells -> row("td", cells));
      out.append("</table>\n");
    }

    private void row(String cell, List<String> cells) {
      out.append("<tr>");
      for (String text : cells) {
        String code = escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
        out.append('<').append(cell).append('>').append(code);
        out.append("</").append(cell).append('>');
      }
      out.append("</tr>\n");
    }

    @Override
    public void plot(String title, Distribution wins) {
      WinPlot.svg(escaped(title), wins).ifPresent(svg -> out.append(svg).append('\n'));
    }

    private void element(String name, String text) {
      out.append('<').append(name).append('>').append(escaped(text));
      out.append("</").append(name).append(">\n");
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String text() {
      return out + "</body>\n</html>\n";
    }
  }
}
