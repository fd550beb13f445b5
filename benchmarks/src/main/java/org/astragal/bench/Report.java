package org.astragal.bench;

import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * All that a run of the benchmarks found.
 *
 * @param date day of the run, UTC
 * @param quick whether rounds were shortened
 */
record Report(LocalDate date, boolean quick, Machine machine, List<Section> sections) {
  Report {
    sections = List.copyOf(sections);
  }

  /** {@return the report as one JSON object on one line; times and rates are floating point} */
  String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("date", date.toString());
      json.writeBooleanProperty("quick", quick);
      writeMachine(json);
      json.writeName("results");
      json.writeStartObject();
      for (Section section : sections) {
        write(json, section);
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toString();
  }

  private void writeMachine(JsonGenerator json) {
    json.writeName("machine");
    json.writeStartObject();
    json.writeNumberProperty("cores", machine.cores());
    json.writeStringProperty("cpu", machine.cpu());
    json.writeNumberProperty("memoryMiB", machine.memoryMiB());
    json.writeStringProperty("kernel", machine.kernel());
    json.writeStringProperty("jdk", machine.jdk());
    json.writeNumberProperty("loadAverage", machine.loadAverage());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Section section) {
    json.writeName(section.name());
    json.writeStartObject();
    json.writeStringProperty("title", section.title());
    for (Figure figure : section.figures()) {
      json.writeName(figure.key());
      json.writeStartObject();
      json.writeNumberProperty("median", figure.median());
      json.writeNumberProperty("lowest", figure.lowest());
      json.writeNumberProperty("highest", figure.highest());
      json.writeNumberProperty("rounds", figure.rounds().size());
      json.writeStringProperty("unit", figure.unit());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
