package org.astragal.certification;

/** Builds a page. Whatever comes from outside is escaped. */
final class Html {
  /** Marks a cell that holds a number; no text from outside keeps it. */
  private static final char NUMBER = '\u0001';

  private final StringBuilder out = new StringBuilder();

  /** {@return a cell that stands to the right, like numbers} */
  static String n(String text) {
    return NUMBER + text;
  }

  /** {@return the text as it stands between tags or in an attribute} */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> escaped.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return escaped.toString();
  }

  /** Adds what is HTML already. */
  Html raw(String html) {
    out.append(html);
    return this;
  }

  /** Adds an element with text in it. */
  Html element(String tag, String text) {
    int end = tag.indexOf(' ');
    out.append('<').append(tag).append('>').append(escape(text));
    out.append("</").append(end < 0 ? tag : tag.substring(0, end)).append(">\n");
    return this;
  }

  /** Adds a row of a table; see {@link #n}. */
  Html row(String... cells) {
    return cells("<tr>", "td", cells);
  }

  /** Adds a row of a table with a class of its own. */
  Html marked(String mark, String... cells) {
    return cells("<tr class=" + mark + ">", "td", cells);
  }

  /** Begins a table with these heads; see {@link #n}. */
  Html table(String... heads) {
    out.append("<div class=scroll><table><thead>");
    cells("<tr>", "th", heads);
    out.append("</thead><tbody>\n");
    return this;
  }

  private Html cells(String row, String tag, String... cells) {
    out.append(row);
    for (String cell : cells) {
      boolean number = cell.indexOf(NUMBER) == 0;
      out.append('<').append(tag).append(number ? " class=n>" : ">");
      out.append(escape(number ? cell.substring(1) : cell));
      out.append("</").append(tag).append('>');
    }
    out.append("</tr>\n");
    return this;
  }

  Html endTable() {
    out.append("</tbody></table></div>\n");
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
