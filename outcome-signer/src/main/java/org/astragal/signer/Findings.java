package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;
import org.astragal.signer.FsckReport.Finding;
import org.astragal.signer.FsckReport.Kind;

/** Gathers what a check finds, and counts the rest when it is too much to list. */
final class Findings {
  private static final int MAX_LISTED = 100;

  private final List<Finding> listed = new ArrayList<>();
  private long more;

  void add(Kind kind, String where, String detail) {
    if (listed.size() < MAX_LISTED) {
      listed.add(new Finding(kind, where, detail));
    } else {
      more++;
    }
  }

  List<Finding> listed() {
    return listed;
  }

  long more() {
    return more;
  }
}
