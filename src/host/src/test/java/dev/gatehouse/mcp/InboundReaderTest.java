package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Callers;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.HostMemory;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.feature.trace.RequestTrace;
import dev.gatehouse.record.Patterns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without any transport. */
class InboundReaderTest {

  private final MemoryLease memory = new HostMemory(16 << 20).tenant("acme").tryLease(1);
  private final InboundReader reader = new InboundReader(null, name -> List.of(name + "!"),
      Callers.anonymous("acme", Patterns.none(), List.of(), "127.0.0.1"), null, RequestTrace.NONE);

  private Future<Inbound> read(String text) {
    return reader.read(Buffer.buffer(text), memory, new CallCancellation(), null);
  }

  @Test
  void a_message_has_the_headers_and_the_memory_of_its_sender() {
    Inbound in = read("{\"id\":7}").result();

    assertThat(in.body().get("id").intValue()).isEqualTo(7);
    assertThat(in.header("a")).isEqualTo("a!");
    assertThat(in.memory()).isSameAs(memory);
    assertThat(memory.budget().held()).isGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{\"a\":1,\"a\":2}|Parse error: the body has the member 'a' twice in one object, at line 1, column 12",
      "{|Parse error: the body is not one JSON document at line 1, column 2",
      "[1e999999999]|Parse error: the body has a number that is out of range"})
  void what_is_no_json_is_refused_with_the_place(String text, String message) {
    assertThat(read(text).cause()).isInstanceOfSatisfying(McpException.class, refusal -> {
      assertThat(refusal.status()).isEqualTo(400);
      assertThat(refusal.getMessage()).startsWith(message);
    });
  }

  @Test
  void a_tree_that_could_never_fit_is_refused() {
    assertThat(read("[" + "0,".repeat(50_000) + "0]").cause())
        .isInstanceOfSatisfying(McpException.class, refusal -> assertThat(refusal.status()).isEqualTo(413));
  }
}
