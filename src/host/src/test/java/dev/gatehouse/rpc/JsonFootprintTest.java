package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An estimate of a tree's heap is never below what the tree takes, and not absurdly above. */
class JsonFootprintTest {

  private static final int LENGTH = 256 * 1024;
  private static final int TREES = 16;
  /** Small numbers, booleans and empty texts are shared by all trees; the estimate does not know. */
  private static final int MOST_ABOVE = 30;

  private static String array(String element) {
    String list = (element + ",").repeat(LENGTH / (element.length() + 1));
    return "[" + list.substring(0, list.length() - 1) + "]";
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "1", "1.5", "123456789012", "true", "\"\"", "\"ab\"", "\"é\"", "{\"a\":1}", "{\"a\":{}}", "[[]]",
      "{\"a\":1,\"b\":\"x\",\"c\":[1,2]}", "\"a text of some length, with commas, [brackets] and \\\" quotes: as a model writes it\""})
  void an_estimate_is_an_upper_bound(String element) throws IOException {
    Buffer text = Buffer.buffer(array(element));
    long before = used();
    List<JsonNode> trees = new ArrayList<>();
    for (int i = 0; i < TREES; i++) {
      trees.add(Json.read(text));
    }
    long each = (used() - before) / TREES;

    assertThat(JsonFootprint.ofText(text)).as("bytes of one tree: %s", each).isGreaterThanOrEqualTo(each).isLessThan(MOST_ABOVE * each);
    assertThat(JsonFootprint.of(trees.get(0))).isGreaterThanOrEqualTo(each).isLessThan(MOST_ABOVE * each);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "\"", "\\", "\"\\", "}}}}", "\"unterminated, [", "{\"a\":"})
  void any_bytes_have_one(String text) {
    assertThat(JsonFootprint.ofText(Buffer.buffer(text.repeat(1_000)))).isPositive();
  }
}
