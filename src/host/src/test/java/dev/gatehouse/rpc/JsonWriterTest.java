package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

  /** What is written in more than one way, beside plain letters. */
  private static final String SPECIAL = "\0\b\t\n\f\r\u001f\"\\/\u007f\u0080\u00e9\u07ff\u0800\u2028\u2029\ud83d\ude00\uffff";

  private static String text(String text) {
    return new JsonWriter().text(text).toBuffer().toString(StandardCharsets.UTF_8);
  }

  private static String mapped(String text) {
    return Json.write(TextNode.valueOf(text)).toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain text of letters", "a \"quoted\" word", "two\nlines", "\u00fcber", "\u2028", "\ud83d\ude00", "\ud83d", "\u007f"})
  void a_text_is_written_as_the_mapper_writes_it(String text) {
    assertThat(text(text)).isEqualTo(mapped(text));
  }

  @Test
  void so_is_any_other_text() {
    Random random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(random.nextInt(8) > 0 ? (char) ('a' + random.nextInt(26)) : SPECIAL.charAt(random.nextInt(SPECIAL.length())));
      }
      assertThat(text(text.toString())).isEqualTo(mapped(text.toString()));
    }
  }

  @Test
  void a_document_grows_as_long_as_its_parts() {
    String whole = new JsonWriter().raw(JsonWriter.encode("[")).text("x".repeat(600)).raw(JsonWriter.encode(",".repeat(2_000)))
        .tree(Json.object().put("a", "\u00fc")).toBuffer().toString(StandardCharsets.UTF_8);

    assertThat(whole).isEqualTo("[\"" + "x".repeat(600) + "\"" + ",".repeat(2_000) + "{\"a\":\"\u00fc\"}");
  }

  @Test
  void an_id_keeps_its_type() {
    assertThat(id(IntNode.valueOf(7))).isEqualTo("7");
    assertThat(id(LongNode.valueOf(-5_000_000_000L))).isEqualTo("-5000000000");
    assertThat(id(BigIntegerNode.valueOf(new BigInteger("123456789012345678901234567890")))).isEqualTo("123456789012345678901234567890");
    assertThat(id(TextNode.valueOf("7\"\u2028"))).isEqualTo("\"7\\\"\\u2028\"");
  }

  private static String id(JsonNode id) {
    return new JsonWriter().id(new RpcId(id)).toBuffer().toString(StandardCharsets.UTF_8);
  }
}
