package org.astragal.certification;

import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** A plot on paper. Writing to memory does not fail, so what PDFBox declares is a bug here. */
final class PdfCanvas implements Canvas {
  /** A circle as four cubic curves. */
  private static final float KAPPA = 0.5523f;

  private final PdfWriter writer;
  private final PDPageContentStream page;
  private final double left;
  private final double top;

  /**
   * Creates one.
   *
   * @param left of its origin on the page
   * @param top of its origin, from the bottom of the page
   */
  PdfCanvas(PdfWriter writer, PDPageContentStream page, double left, double top) {
    this.writer = writer;
    this.page = page;
    this.left = left;
    this.top = top;
  }

  /** Draws. */
  @FunctionalInterface
  private interface Drawing {
    void draw() throws IOException;
  }

  private static void draw(Drawing drawing) {
    try {
      drawing.draw();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void rect(double x, double y, double width, double height, Ink ink, double opacity) {
    draw(() -> {
      page.setNonStrokingColor(mix(colour(ink), opacity));
      page.addRect(x(x), y(y + height), (float) width, (float) height);
      page.fill();
    });
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Ink ink, double width) {
    path(new double[] {x1, x2}, new double[] {y1, y2}, ink, width);
  }

  @Override
  public void path(double[] xs, double[] ys, Ink ink, double width) {
    draw(() -> {
      page.setStrokingColor(colour(ink));
      page.setLineWidth((float) width);
      page.moveTo(x(xs[0]), y(ys[0]));
      for (int i = 1; i < xs.length; i++) {
        page.lineTo(x(xs[i]), y(ys[i]));
      }
      page.stroke();
    });
  }

  @Override
  public void dot(double cx, double cy, double radius, Ink ink) {
    draw(() -> {
      float x = x(cx);
      float y = y(cy);
      float r = (float) radius;
      float k = KAPPA * r;
      page.setNonStrokingColor(colour(ink));
      page.moveTo(x + r, y);
      page.curveTo(x + r, y + k, x + k, y + r, x, y + r);
      page.curveTo(x - k, y + r, x - r, y + k, x - r, y);
      page.curveTo(x - r, y - k, x - k, y - r, x, y - r);
      page.curveTo(x + k, y - r, x + r, y - k, x + r, y);
      page.fill();
    });
  }

  @Override
  public void text(double x, double y, String text, Ink ink, double size, Anchor anchor) {
    draw(() -> {
      double width = anchor == Anchor.START ? 0 : writer.width(text, size);
      double from = x - (anchor == Anchor.END ? width : width / 2);
      writer.line(
          page,
          left + (anchor == Anchor.START ? x : from),
          top - y,
          text,
          size,
          colour(ink),
          false);
    });
  }

  @Override
  public void bits(double x, double y, double width, double height, List<String> rows) {
    draw(() -> {
      var raw = new ByteArrayOutputStream();
      for (String row : rows) {
        for (byte b : HexFormat.of().parseHex(row)) {
          raw.write(~b);
        }
      }
      var image =
          new PDImageXObject(
              writer.document(),
              new ByteArrayInputStream(raw.toByteArray()),
              null,
              Portrait.SIDE,
              rows.size(),
              1,
              PDDeviceGray.INSTANCE);
      page.drawImage(image, x(x), y(y + height), (float) width, (float) height);
    });
  }

  private float x(double x) {
    return (float) (left + x);
  }

  private float y(double y) {
    return (float) (top - y);
  }

  /** On paper a colour is mixed with white: transparency is not printed everywhere. */
  private static Color mix(Color colour, double opacity) {
    return new Color(
        mix(colour.getRed(), opacity),
        mix(colour.getGreen(), opacity),
        mix(colour.getBlue(), opacity));
  }

  private static int mix(int part, double opacity) {
    return (int) Math.round(255 - (255 - part) * opacity);
  }

  static Color colour(Ink ink) {
    return switch (ink) {
      case TEXT, BIT -> new Color(0x1b2430);
      case MUTED -> new Color(0x5a6675);
      case GRID -> new Color(0xd3d9e1);
      case DATA -> new Color(0x2b66a8);
      case BAND -> new Color(0xe3edf8);
      case EXPECTED -> new Color(0x8a94a3);
      case BAD -> new Color(0xb3261e);
      case GOOD -> new Color(0x1b7a58);
    };
  }
}
