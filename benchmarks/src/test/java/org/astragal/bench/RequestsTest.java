package org.astragal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.junit.jupiter.api.Test;

/** Goal: what is sent is what the appliance's interface asks for. */
final class RequestsTest {
  @Test
  void bodyIsJsonWithOneBet() throws JsonException {
    Json.Obj body = (Json.Obj) Json.parse(Requests.body("r-1").getBytes(UTF_8));
    assertEquals("r-1", body.obj("round").string("id"));
    assertEquals(1, body.arr("bets").size());
  }

  @Test
  void eachLineOfABatchIsJsonWithItsOwnId() throws JsonException {
    RequestTemplate template = Requests.batch("h", 3);
    ByteBuffer buffer = template.newBuffer();
    template.patch(buffer, 0xabc);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    String body = new String(bytes, UTF_8).split("\r\n\r\n", -1)[1];
    int number = 0xabc;
    for (String line : body.lines().toList()) {
      Json.Obj request = (Json.Obj) Json.parse(line.getBytes(UTF_8));
      assertEquals("b-%016x".formatted(number), request.string("id"));
      assertEquals("r-%016x".formatted(number), request.obj("round").string("id"));
      number++;
    }
    assertEquals(0xabc + 3, number);
  }
}
