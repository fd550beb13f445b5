package org.astragal.certification;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A plot as inline SVG, whose colours come from the page. */
final class SvgCanvas implements Canvas {
  private final StringBuilder out = new StringBuilder();

  /**
   * Creates one.
   *
   * @param label what it shows, for people who do not see it
   */
  SvgCanvas(double width, double height, String label) {
    out.append("<svg viewBox=\"0 0 ")
        .append(n(width))
        .append(' ')
        .append(n(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.escape(label))
        .append("\">");
  }

  /** {@return the element; nothing can be drawn after this} */
  String finish() {
    return out.append("</svg>").toString();
  }

  @Override
  public void rect(double x, double y, double width, double height, Ink ink, double opacity) {
    out.append("<rect x=\"").append(n(x)).append("\" y=\"").append(n(y));
    out.append("\" width=\"").append(n(width)).append("\" height=\"").append(n(height));
    out.append("\" fill=\"").append(colour(ink)).append('"');
    if (opacity < 1) {
      out.append(" opacity=\"").append(n(opacity)).append('"');
    }
    out.append("/>");
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Ink ink, double width) {
    out.append("<line x1=\"").append(n(x1)).append("\" y1=\"").append(n(y1));
    out.append("\" x2=\"").append(n(x2)).append("\" y2=\"").append(n(y2));
    out.append("\" stroke=\"").append(colour(ink));
    out.append("\" stroke-width=\"").append(n(width)).append("\"/>");
  }

  @Override
  public void path(double[] xs, double[] ys, Ink ink, double width) {
    out.append("<polyline fill=\"none\" stroke=\"").append(colour(ink));
    out.append("\" stroke-width=\"").append(n(width)).append("\" points=\"");
    for (int i = 0; i < xs.length; i++) {
      out.append(i == 0 ? "" : " ").append(n(xs[i])).append(',').append(n(ys[i]));
    }
    out.append("\"/>");
  }

  @Override
  public void dot(double x, double y, double radius, Ink ink) {
    out.append("<circle cx=\"").append(n(x)).append("\" cy=\"").append(n(y));
    out.append("\" r=\"").append(n(radius)).append("\" fill=\"").append(colour(ink)).append("\"/>");
  }

  @Override
  public void text(double x, double y, String text, Ink ink, double size, Anchor anchor) {
    out.append("<text x=\"").append(n(x)).append("\" y=\"").append(n(y));
    out.append("\" fill=\"").append(colour(ink)).append("\" font-size=\"").append(n(size));
    if (anchor != Anchor.START) {
      out.append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT));
    }
    out.append("\">").append(Html.escape(text)).append("</text>");
  }

  @Override
  public void bits(double x, double y, double width, double height, List<String> rows) {
    out.append("<image x=\"").append(n(x)).append("\" y=\"").append(n(y));
    out.append("\" width=\"").append(n(width)).append("\" height=\"").append(n(height));
    out.append("\" preserveAspectRatio=\"none\" class=\"bits\" href=\"data:image/png;base64,");
    out.append(Base64.getEncoder().encodeToString(BitImage.png(rows))).append("\"/>");
  }

  private static String colour(Ink ink) {
    return "var(--" + ink.name().toLowerCase(Locale.ROOT) + ")";
  }

  /** Two decimals, and none that are zero. */
  private static String n(double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths % 100 == 0) {
      return Long.toString(hundredths / 100);
    }
    String text = String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }
}
