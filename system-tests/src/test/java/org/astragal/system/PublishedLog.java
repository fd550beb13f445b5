package org.astragal.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.astragal.demo.Site;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.SignedNote;
import org.astragal.setup.Identity;

/**
 * The whole log as an auditor downloads it: the checkpoint and the entry bundles of
 * c2sp.org/tlog-tiles, hashed again from the records.
 *
 * @param checkpoint the newest checkpoint
 * @param records every record below its size, in order
 */
record PublishedLog(Checkpoint checkpoint, List<OutcomeRecord> records) {
  private static final int BUNDLE = 256;

  /**
   * Downloads a running appliance's log and fails unless the records have the checkpoint's root.
   */
  static PublishedLog download(Site site) throws Exception {
    var client = site.client(Identity.AUDITOR);
    var base = site.appliance().resolve("/log/");
    var note = SignedNote.parse(get(client, base.resolve("checkpoint")));
    var checkpoint = Checkpoint.parse(note.text());
    var range = new CompactRange();
    var records = new ArrayList<OutcomeRecord>();
    for (long first = 0; first < checkpoint.size(); first += BUNDLE) {
      var width = (int) Math.min(BUNDLE, checkpoint.size() - first);
      var path = "tile/entries/" + name(first / BUNDLE) + (width < BUNDLE ? ".p/" + width : "");
      var bundle = ByteBuffer.wrap(get(client, base.resolve(path)));
      for (var i = 0; i < width; i++) {
        var record = new byte[Short.toUnsignedInt(bundle.getShort())];
        bundle.get(record);
        range.append(Hash.leaf(record));
        records.add(OutcomeRecord.parse(record));
      }
      if (bundle.hasRemaining()) {
        throw new AssertionError(path + " holds more than its " + width + " entries");
      }
    }
    if (!range.root().equals(checkpoint.root())) {
      throw new AssertionError("the records do not have the root of the checkpoint");
    }
    return new PublishedLog(checkpoint, List.copyOf(records));
  }

  /** c2sp.org/tlog-tiles: groups of three digits, all but the last with an x before them. */
  private static String name(long n) {
    var last = "%03d".formatted(n % 1000);
    return n < 1000 ? last : name(n / 1000, "x") + "/" + last;
  }

  private static String name(long n, String mark) {
    var last = mark + "%03d".formatted(n % 1000);
    return n < 1000 ? last : name(n / 1000, mark) + "/" + last;
  }

  private static byte[] get(HttpClient client, URI uri) throws Exception {
    var answer =
        client.send(
            HttpRequest.newBuilder(uri).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          uri
              + " answered "
              + answer.statusCode()
              + ": "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }
}
