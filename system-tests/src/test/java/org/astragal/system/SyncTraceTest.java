package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.astragal.demo.GameServer;
import org.astragal.demo.Ports;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;

/**
 * Goal: no response leaves before the sync that covers it. A killed process loses nothing that
 * stands in the page cache, so only the system calls themselves can show this.
 *
 * <p>For each answered round the trace must hold, in this order: the record written to the store's
 * write-ahead log, a completed {@code fdatasync} of that log, its checkpoint written there, a
 * completed {@code fdatasync}, and only then the response.
 */
final class SyncTraceTest {
  private static final int ROUNDS = 25;
  private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((\\d+)<([^>]*)>");
  private static final Pattern RESUMED =
      Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>.*= 0$");

  @Test
  void everyResponseFollowsTheSyncsOfItsRecordAndItsCheckpoint() throws Exception {
    var port = Ports.free().appliance();
    var site = Sites.create("sync-trace", port);
    var trace = site.directory().resolve("trace");
    Map<String, byte[]> answers = new HashMap<>();
    try (var ledger = site.startLedger();
        var appliance =
            site.startApplianceUnder(
                List.of(
                    "strace",
                    "--daemonize",
                    "--follow-forks",
                    "--decode-fds=path",
                    "--string-limit=200000",
                    "--trace=write,writev,pwrite64,sendto,sendmsg,fdatasync,fsync",
                    "--output=" + trace))) {
      for (var i = 0; i < ROUNDS; i++) {
        var id = UUID.randomUUID().toString();
        answers.put(id, play(port, id, i));
      }
      assertEquals(0, appliance.stop());
      assertTrue(ledger.isAlive());
    }
    var calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    for (var answer : answers.entrySet()) {
      checkOrder(calls, answer.getKey(), answer.getValue());
    }
  }

  private static byte[] play(int port, String id, int number) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/outcomes"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", id)
            .POST(HttpRequest.BodyPublishers.ofString(GameServer.request(id, number)))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(201, answer.statusCode());
    return answer.body();
  }

  private static void checkOrder(List<String> calls, String id, byte[] answer) throws Exception {
    var sealed = SealedOutcome.parse(answer);
    var seq = OutcomeRecord.parse(sealed.record()).seq();
    var text = new String(sealed.receipt().checkpoint().bytes(), StandardCharsets.UTF_8);
    var signature = text.substring(text.lastIndexOf(' ') + 1).strip();

    var record = writeOf(calls, 0, List.of("\\\"seq\\\":\\\"" + seq + "\\\"", id));
    var recordSynced = syncAfter(calls, record);
    var checkpoint = writeOf(calls, 0, List.of(signature.substring(20, 60)));
    var checkpointSynced = syncAfter(calls, checkpoint);
    var response = responseWith(calls, signature.substring(20, 60));

    assertTrue(recordSynced < checkpoint, "leaf " + seq + " was signed before it was durable");
    assertTrue(
        checkpointSynced < response, "leaf " + seq + " was released before its checkpoint's sync");
  }

  /** {@return the line of the first write to the write-ahead log that holds all these words} */
  private static int writeOf(List<String> calls, int from, List<String> words) {
    for (var i = from; i < calls.size(); i++) {
      var call = CALL.matcher(calls.get(i));
      if (call.find()
          && call.group(2).endsWith("write")
          && call.group(4).endsWith(".log")
          && words.stream().allMatch(calls.get(i)::contains)) {
        return i;
      }
    }
    throw new AssertionError("no write to the write-ahead log holds " + words);
  }

  /** {@return the line on which the next fdatasync of the file that line wrote to has completed} */
  private static int syncAfter(List<String> calls, int line) {
    var write = CALL.matcher(calls.get(line));
    assertTrue(write.find());
    for (var i = line + 1; i < calls.size(); i++) {
      var call = CALL.matcher(calls.get(i));
      if (call.find()
          && call.group(2).equals("fdatasync")
          && call.group(4).equals(write.group(4))) {
        return calls.get(i).endsWith("= 0") ? i : resumed(calls, i, call.group(1));
      }
    }
    throw new AssertionError("no fdatasync after line " + line);
  }

  private static int resumed(List<String> calls, int started, String thread) {
    for (var i = started + 1; i < calls.size(); i++) {
      var end = RESUMED.matcher(calls.get(i));
      if (end.find() && end.group(1).equals(thread) && end.group(2).equals("fdatasync")) {
        return i;
      }
    }
    throw new AssertionError("the fdatasync of line " + started + " never completed");
  }

  private static int responseWith(List<String> calls, String words) {
    for (var i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains("HTTP/1.1 201") && calls.get(i).contains(words)) {
        return i;
      }
    }
    // Header and body may leave in two calls: then the body's call is the one that counts.
    for (var i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains("<socket:") && calls.get(i).contains(words)) {
        return i;
      }
    }
    throw new AssertionError("no response holds " + words);
  }
}
