package org.astragal.certification;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * Sets text, tables and plots on pages of A4, from the top down. The same calls give the same
 * bytes. Use by one thread.
 */
final class PdfWriter implements AutoCloseable {
  /** Left, right and upper margin, in points. */
  static final double MARGIN = 40;

  /** Long words may be cut behind these. */
  private static final String MARKS = "-#/,";

  private static final double BOTTOM = 46;
  private static final double FOOT = 24;
  private static final double CELL_GAP = 4;

  /** Behind a number, so that it stands apart from a text beside it. */
  private static final double NUMBER_GAP = 8;

  private static final float BOLD_STROKE = 0.35f;
  private static final int MAX_LINES = 12;

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final PDDocument document = new PDDocument();
  private final PDType0Font font;
  private final Map<Integer, Boolean> known = new HashMap<>();

  /** By character, how far it goes: the font takes its time to say so. */
  private final Map<Integer, Float> advances = new HashMap<>();

  private PDPageContentStream page;
  private double y;

  PdfWriter(String title, long identity) throws IOException {
    try (InputStream in = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT))) {
      TrueTypeFont letters = new TTFParser().parse(new RandomAccessReadBuffer(in));
      // Ligatures take half of the time of a report, and get in the way of who searches in it.
      letters.setEnableGsub(false);
      font = PDType0Font.load(document, letters, true);
    }
    // Only so are the bytes the same in every run.
    document.setDocumentId(identity);
    var information = new PDDocumentInformation();
    information.setTitle(title);
    information.setProducer("astragal certify");
    Calendar fixed = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    fixed.clear();
    fixed.set(2026, Calendar.JANUARY, 1);
    information.setCreationDate(fixed);
    information.setModificationDate(fixed);
    document.setDocumentInformation(information);
    page = newPage();
  }

  private PDPageContentStream newPage() throws IOException {
    var sheet = new PDPage(PDRectangle.A4);
    document.addPage(sheet);
    y = PDRectangle.A4.getHeight() - MARGIN;
    return new PDPageContentStream(document, sheet);
  }

  PDDocument document() {
    return document;
  }

  /** {@return the width between the margins} */
  static double width() {
    return PDRectangle.A4.getWidth() - 2 * MARGIN;
  }

  /** Begins a new page unless so much room is left. */
  void need(double height) throws IOException {
    if (y - height < BOTTOM) {
      page.close();
      page = newPage();
    }
  }

  void space(double height) {
    y -= height;
  }

  void heading(String text, double size) throws IOException {
    heading(text, size, size * 2.9);
  }

  /** A heading on the page of what comes next, which takes so much room. */
  void heading(String text, double size, double next) throws IOException {
    need(size * 2.1 + next);
    y -= size * 1.5;
    line(page, MARGIN, y, text, size, PdfCanvas.colour(Canvas.Ink.TEXT), true);
    y -= size * 0.6;
  }

  void paragraph(String text, double size, Canvas.Ink ink) throws IOException {
    for (String line : wrap(text, size, width(), Integer.MAX_VALUE)) {
      need(size * 1.4);
      y -= size * 1.35;
      line(page, MARGIN, y, line, size, PdfCanvas.colour(ink), false);
    }
    y -= size * 0.4;
  }

  /** A line with a coloured bar before it. */
  void banner(String text, Canvas.Ink ink, double size) throws IOException {
    need(size * 2.4);
    y -= size * 2;
    new PdfCanvas(this, page, MARGIN, y + size * 1.4).rect(0, 0, 5, size * 1.9, ink, 1);
    line(page, MARGIN + 14, y + size * 0.1, text, size, PdfCanvas.colour(ink), true);
    y -= size * 0.8;
  }

  /**
   * A column of a table.
   *
   * @param head its title
   * @param width in points
   * @param number whether its cells stand to the right
   */
  record Column(String head, double width, boolean number) {
    double gap() {
      return number ? NUMBER_GAP : CELL_GAP;
    }
  }

  /** A table whose head is repeated on each page. */
  void table(List<Column> columns, List<List<String>> rows, double size) throws IOException {
    y -= size * 0.4;
    Row head = row(columns, columns.stream().map(Column::head).toList(), size);
    boolean begun = false;
    for (List<String> cells : rows) {
      Row row = row(columns, cells, size);
      double before = y;
      // The head does not stand alone at the foot of a page.
      need(begun ? row.height() : head.height() + row.height());
      if (!begun || y > before) {
        draw(columns, head, size, true);
        begun = true;
      }
      draw(columns, row, size, false);
    }
    if (!begun) {
      need(head.height());
      draw(columns, head, size, true);
    }
    y -= size;
  }

  /** The lines of each cell of a row. */
  private record Row(List<List<String>> cells, double height) {}

  private Row row(List<Column> columns, List<String> texts, double size) throws IOException {
    var cells = new ArrayList<List<String>>();
    int lines = 1;
    for (int i = 0; i < texts.size(); i++) {
      Column column = columns.get(i);
      cells.add(wrap(texts.get(i), size, column.width() - column.gap(), MAX_LINES));
      lines = Math.max(lines, cells.getLast().size());
    }
    return new Row(cells, lines * size * 1.25 + size * 0.5);
  }

  private void draw(List<Column> columns, Row row, double size, boolean head) throws IOException {
    double x = MARGIN;
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double at = y - size;
      for (String text : row.cells().get(i)) {
        double from = column.number() ? x + column.width() - NUMBER_GAP - width(text, size) : x;
        Canvas.Ink ink = head ? Canvas.Ink.MUTED : Canvas.Ink.TEXT;
        line(page, from, at, text, size, PdfCanvas.colour(ink), false);
        at -= size * 1.25;
      }
      x += column.width();
    }
    y -= row.height();
    new PdfCanvas(this, page, MARGIN, y + 1)
        .line(0, 0, x - MARGIN, 0, Canvas.Ink.GRID, head ? 0.9 : 0.4);
  }

  /** Draws a plot. */
  @FunctionalInterface
  interface Plot {
    void draw(Canvas canvas);
  }

  /** Plots beside each other. */
  void plots(double height, double step, List<Plot> plots) throws IOException {
    need(height + 10);
    for (int i = 0; i < plots.size(); i++) {
      plots.get(i).draw(new PdfCanvas(this, page, MARGIN + i * step, y));
    }
    y -= height + 10;
  }

  /** Ends the document. */
  void save(OutputStream out, String foot) throws IOException {
    page.close();
    int pages = document.getNumberOfPages();
    for (int i = 0; i < pages; i++) {
      try (var stream =
          new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true, true)) {
        Color muted = PdfCanvas.colour(Canvas.Ink.MUTED);
        line(stream, MARGIN, FOOT, foot, 7, muted, false);
        String number = "page " + (i + 1) + " of " + pages;
        line(stream, MARGIN + width() - width(number, 7), FOOT, number, 7, muted, false);
      }
    }
    document.save(out);
  }

  /** {@return the width of a text in points} */
  double width(String text, double size) throws IOException {
    float width = 0;
    String safe = safe(text);
    for (int i = 0; i < safe.length(); ) {
      int c = safe.codePointAt(i);
      Float advance = advances.get(c);
      if (advance == null) {
        advance = font.getStringWidth(Character.toString(c));
        advances.put(c, advance);
      }
      width += advance;
      i += Character.charCount(c);
    }
    return width / 1000 * size;
  }

  /** A line of text at a place of a page. */
  void line(
      PDPageContentStream on,
      double x,
      double at,
      String text,
      double size,
      Color ink,
      boolean bold)
      throws IOException {
    on.beginText();
    on.setFont(font, (float) size);
    on.setNonStrokingColor(ink);
    if (bold) {
      // There is one font; a thin stroke around its letters makes them bold.
      on.setStrokingColor(ink);
      on.setLineWidth(BOLD_STROKE);
      on.setRenderingMode(RenderingMode.FILL_STROKE);
    }
    on.newLineAtOffset((float) x, (float) at);
    on.showText(safe(text));
    if (bold) {
      on.setRenderingMode(RenderingMode.FILL);
    }
    on.endText();
  }

  /** {@return where a word is cut: behind the last mark of its second half, or where it must be} */
  private static int behindMark(String word, int cut) {
    for (int at = cut; at > cut / 2; at--) {
      if (MARKS.indexOf(word.charAt(at - 1)) >= 0) {
        return at;
      }
    }
    return cut;
  }

  private List<String> wrap(String text, double size, double width, int most) throws IOException {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      while (width(rest, size) > width) {
        // A word longer than a line is cut, behind a mark if it has one there; a hash has none.
        int cut = rest.length();
        while (cut > 1 && width(rest.substring(0, cut), size) > width) {
          cut--;
        }
        cut = behindMark(rest, cut);
        flush(line, lines);
        lines.add(rest.substring(0, cut));
        rest = rest.substring(cut);
      }
      if (!line.isEmpty() && width(line + " " + rest, size) > width) {
        flush(line, lines);
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    flush(line, lines);
    if (lines.size() > most) {
      lines.subList(most - 1, lines.size()).clear();
      lines.add("… more in report.json");
    }
    return lines;
  }

  private static void flush(StringBuilder line, List<String> lines) {
    if (!line.isEmpty()) {
      lines.add(line.toString());
      line.setLength(0);
    }
  }

  /** The font does not have every character that a file name may have. */
  private String safe(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> safe.appendCodePoint(known.computeIfAbsent(c, this::isKnown) ? c : '?'));
    return safe.toString();
  }

  private boolean isKnown(int c) {
    try {
      return !Character.isISOControl(c) && font.encode(Character.toString(c)).length > 0;
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
