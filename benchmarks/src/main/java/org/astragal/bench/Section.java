package org.astragal.bench;

import java.util.List;

/**
 * What one benchmark found.
 *
 * @param name its name, as in {@code --only}
 * @param title what was measured, in one line
 * @param figures the figures
 * @param notes what a reader must know to judge them
 */
record Section(String name, String title, List<Figure> figures, List<String> notes) {
  Section {
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }

  /** {@return the section as text for people} */
  String text() {
    StringBuilder out = new StringBuilder(name).append(": ").append(title).append('\n');
    for (Figure figure : figures) {
      out.append(figure.line()).append('\n');
    }
    for (String note : notes) {
      out.append("  - ").append(note).append('\n');
    }
    return out.toString();
  }
}
