package org.astragal.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * A report on paper: A4 across, one table after the other. The same report gives the same bytes.
 * Lengths are points, 1/72 inch. Used by one thread.
 */
final class ReportPdf {
  private static final String FONTS = "/org/apache/pdfbox/resources/ttf/";
  private static final float MARGIN = 36;
  private static final float SIZE = 7.5f;
  private static final float LINE = 11;
  private static final float TITLE = 15;
  private static final float GAP = 8;

  /** A4 on its side. */
  private static final PDRectangle PAPER =
      new PDRectangle(
          /* width= */ PDRectangle.A4.getHeight(), /* height= */ PDRectangle.A4.getWidth());

  /** Rows on paper; JSON and CSV have all. */
  private static final int MAX_ROWS = 500;

  /** Of a cell; JSON and CSV have all. */
  private static final int MAX_LINES = 6;

  private static final float GREY = 0.95f;

  /** Of a cell, more than fits a line. */
  private static final int MAX_CHARACTERS = 300;

  private final PDDocument document;
  private final PDFont font;
  private final Report report;
  private final Map<Integer, Boolean> known = new HashMap<>();
  private final List<PDPageContentStream> pages = new ArrayList<>();
  private float y;

  private ReportPdf(PDDocument document, Report report) throws IOException {
    this.document = document;
    this.report = report;
    var in = PDDocument.class.getResourceAsStream(FONTS + "LiberationSans-Regular.ttf");
    if (in == null) {
      throw new IllegalStateException("the font is missing from the program");
    }
    try (in) {
      this.font = PDType0Font.load(document, in, true);
    }
  }

  /** {@return the document} */
  static byte[] bytes(Report report) throws IOException {
    try (var document = new PDDocument()) {
      var made = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
      made.setTimeInMillis(report.at().toEpochMilli());
      document.setDocumentId(report.day().toEpochDay());
      var about = document.getDocumentInformation();
      about.setTitle("Jackpot report of " + report.day());
      about.setCreationDate((Calendar) made.clone());
      about.setModificationDate(made);
      var pdf = new ReportPdf(document, report);
      pdf.write();
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private void write() throws IOException {
    page();
    text(MARGIN, TITLE, "Jackpot report of " + report.day());
    y -= TITLE + GAP;
    text(
        MARGIN,
        SIZE,
        "Journal %s, %d entries up to the end of the day; made %s. Amounts in micro-units (a millionth of a minor unit) or minor units."
            .formatted(report.journal(), report.entries(), Texts.time(report.at())));
    y -= LINE + GAP;
    for (var section : report.sections()) {
      section(section);
    }
    for (var i = 0; i < pages.size(); i++) {
      y = MARGIN / 2;
      text(
          pages.get(i),
          PAPER.getWidth() - 2 * MARGIN,
          SIZE,
          "%d of %d".formatted(i + 1, pages.size()));
      pages.get(i).close();
    }
  }

  private void page() throws IOException {
    var page = new PDPage(PAPER);
    document.addPage(page);
    pages.add(new PDPageContentStream(document, page));
    y = PAPER.getHeight() - MARGIN - TITLE;
  }

  private void section(Report.Section section) throws IOException {
    if (y < MARGIN + TITLE + 4 * LINE) {
      page();
    }
    text(MARGIN, SIZE + 3, section.title());
    y -= LINE + GAP / 2;
    var shown = section.rows().subList(0, Math.min(section.rows().size(), MAX_ROWS));
    if (shown.isEmpty()) {
      text(MARGIN, SIZE, "None.");
      y -= LINE + GAP;
      return;
    }
    var widths = widths(section.columns(), shown);
    var numbers = numbers(section.columns().size(), shown);
    head(section.columns(), widths, numbers);
    for (var i = 0; i < shown.size(); i++) {
      var lines = lines(shown.get(i), widths);
      if (y < MARGIN + lines.size() * LINE) {
        page();
        head(section.columns(), widths, numbers);
      }
      if (i % 2 == 1) {
        band(lines.size());
      }
      for (var line : lines) {
        row(line, widths, numbers);
      }
    }
    if (section.isCut() || shown.size() < section.rows().size()) {
      text(MARGIN, SIZE, "More are in the report as JSON or CSV.");
      y -= LINE;
    }
    y -= GAP;
  }

  private void head(List<String> columns, float[] widths, boolean[] numbers) throws IOException {
    row(columns, widths, numbers);
    var page = pages.getLast();
    page.setLineWidth(0.5f);
    page.moveTo(MARGIN, y + LINE - 3);
    page.lineTo(PAPER.getWidth() - MARGIN, y + LINE - 3);
    page.stroke();
    y -= 2;
  }

  /** Every other row is on grey, so that the eye keeps to it. */
  private void band(int lines) throws IOException {
    var page = pages.getLast();
    page.setNonStrokingColor(GREY);
    page.addRect(MARGIN, y - 3 - (lines - 1) * LINE, PAPER.getWidth() - 2 * MARGIN, lines * LINE);
    page.fill();
    page.setNonStrokingColor(0f);
  }

  /** {@return the columns in which nothing but numbers stands: they end at the right} */
  private static boolean[] numbers(int columns, List<List<String>> rows) {
    var numbers = new boolean[columns];
    for (var i = 0; i < columns; i++) {
      var column = i;
      numbers[i] = rows.stream().allMatch(row -> row.get(column).matches("-?[0-9]+"));
    }
    return numbers;
  }

  /** As wide as what stands there, and together no wider than the paper. */
  private float[] widths(List<String> columns, List<List<String>> rows) throws IOException {
    var widths = new float[columns.size()];
    var sum = 0f;
    for (var i = 0; i < widths.length; i++) {
      widths[i] = width(columns.get(i));
      for (var row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
      widths[i] += GAP;
      sum += widths[i];
    }
    var most = PAPER.getWidth() - 2 * MARGIN;
    if (sum > most) {
      // Wide columns give way, narrow ones stay readable.
      var fair = most / widths.length;
      var wide = 0f;
      var narrow = 0f;
      for (var width : widths) {
        if (width > fair) {
          wide += width;
        } else {
          narrow += width;
        }
      }
      for (var i = 0; i < widths.length; i++) {
        widths[i] = widths[i] > fair ? widths[i] * (most - narrow) / wide : widths[i];
      }
    }
    return widths;
  }

  private void row(List<String> cells, float[] widths, boolean[] numbers) throws IOException {
    var x = MARGIN;
    for (var i = 0; i < cells.size(); i++) {
      var fits = fitting(cells.get(i), widths[i] - GAP / 2);
      text(numbers[i] ? x + widths[i] - GAP - width(fits) : x, SIZE, fits);
      x += widths[i];
    }
    y -= LINE;
  }

  /** {@return a row as lines: what is too long for its column goes on in the next one} */
  private List<List<String>> lines(List<String> row, float[] widths) throws IOException {
    var columns = new ArrayList<List<String>>();
    var most = 1;
    for (var i = 0; i < row.size(); i++) {
      var lines = wrapped(row.get(i), widths[i] - GAP / 2);
      columns.add(lines);
      most = Math.max(most, lines.size());
    }
    var all = new ArrayList<List<String>>();
    for (var i = 0; i < most; i++) {
      var line = i;
      all.add(columns.stream().map(c -> line < c.size() ? c.get(line) : "").toList());
    }
    return all;
  }

  private List<String> wrapped(String text, float width) throws IOException {
    var lines = new ArrayList<String>();
    var rest = text;
    while (lines.size() < MAX_LINES - 1 && width(rest) > width) {
      var fits = fits(rest, "", width);
      var comma = rest.lastIndexOf(',', fits - 1) + 1;
      var end = Math.max(comma > fits / 2 ? comma : fits, 1);
      lines.add(rest.substring(0, end));
      rest = rest.substring(end);
    }
    lines.add(rest);
    return lines;
  }

  private String fitting(String text, float width) throws IOException {
    return width(text) <= width ? text : text.substring(0, fits(text, "…", width)) + "…";
  }

  /** {@return how many characters fit, with what ends them} */
  private int fits(String text, String end, float width) throws IOException {
    var fits = 0;
    var tooLong = text.length();
    while (tooLong - fits > 1) {
      var middle = (fits + tooLong) / 2;
      if (width(text.substring(0, middle) + end) > width) {
        tooLong = middle;
      } else {
        fits = middle;
      }
    }
    return fits;
  }

  private float width(String text) throws IOException {
    return font.getStringWidth(printable(text)) / 1000 * SIZE;
  }

  private void text(float x, float size, String text) throws IOException {
    text(pages.getLast(), x, size, text);
  }

  private void text(PDPageContentStream page, float x, float size, String text) throws IOException {
    page.beginText();
    page.setFont(font, size);
    page.newLineAtOffset(x, y);
    page.showText(printable(text));
    page.endText();
  }

  /** What the font lacks becomes a question mark: whatever stands in the books can be printed. */
  private String printable(String text) {
    var safe = new StringBuilder();
    text.codePoints()
        .limit(MAX_CHARACTERS)
        .forEach(
            point -> safe.appendCodePoint(known.computeIfAbsent(point, this::has) ? point : '?'));
    return safe.toString();
  }

  private boolean has(int point) {
    try {
      font.encode(Character.toString(point));
      return !Character.isISOControl(point);
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }
}
