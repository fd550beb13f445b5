/** The laboratory's program: data in, the batteries in parallel, reports that people can read. */
@org.jspecify.annotations.NullMarked
module org.astragal.certification {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires java.desktop;
  requires java.logging;
  requires java.net.http;
  requires jdk.unsupported;
  requires org.apache.commons.logging;
  requires org.apache.fontbox;
  requires org.apache.pdfbox;
  requires org.apache.pdfbox.io;
  requires org.astragal.certification.battery;
  requires org.astragal.certification.diehard;
  requires org.astragal.certification.games;
  requires org.astragal.certification.sp80022;
  requires org.astragal.certification.sp80090b;
  requires org.astragal.service;
  requires tools.jackson.databind;

  opens org.astragal.certification to
      info.picocli,
      tools.jackson.databind;
}
