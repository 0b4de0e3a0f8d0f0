package dev.gatehouse.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.mcp.Answer;
import dev.gatehouse.mcp.McpResult;
import dev.gatehouse.mcp.Method;
import dev.gatehouse.mcp.ServerIdentity;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModernAnswersTest {

  private static final RpcId ID = new RpcId(IntNode.valueOf(1));

  private final ModernAnswers answers = new ModernAnswers(new ServerIdentity("gatehouse", "1.2 \"x\""));

  private Answer.Body body(ToolResult result) {
    return answers.complete(ID, Method.Common.TOOLS_CALL, new McpResult(result::json, result, Map.of(), result.isError())).content();
  }

  static Stream<ToolResult> results() {
    return Stream.of(ToolResult.text("5"), ToolResult.text(""), ToolResult.error("no \"such\"\nthing \u2028"),
        new ToolResult(List.of(), null, false),
        new ToolResult(List.of(), Json.object().put("sum", 5).put("as text", "f\u00fcnf"), false),
        new ToolResult(List.of(new TextContent("a"), new ImageContent("AAAA", "image/png"),
            new EmbeddedResource(new TextResourceContents("file:///a", "b", "text/plain"))), Json.array().add(1), true));
  }

  @ParameterizedTest
  @MethodSource("results")
  void what_a_tool_answers_is_written_as_its_tree_would_be(ToolResult result) {
    Answer.Body body = body(result);

    assertThat(body.write().toString()).isEqualTo(Json.write(body.json()).toString());
  }

  @Test
  void the_marks_of_the_revision_stand_at_its_end() {
    assertThat(body(ToolResult.text("5")).write()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\","
        + "\"text\":\"5\"}],\"resultType\":\"complete\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"gatehouse\","
        + "\"version\":\"1.2 \\\"x\\\"\"}}}}");
  }

  @Test
  void it_is_long_by_its_texts_its_data_or_its_structured_content() {
    String hundred = "x".repeat(100);

    assertThat(body(ToolResult.text(hundred)).exceeds(99)).isTrue();
    assertThat(body(ToolResult.text(hundred)).exceeds(1_000)).isFalse();
    assertThat(body(new ToolResult(List.of(new ImageContent(hundred, "image/png")), null, false)).exceeds(99)).isTrue();
    assertThat(body(new ToolResult(List.of(), Json.array().add(hundred), false)).exceeds(99)).isTrue();
    assertThat(body(new ToolResult(List.of(new TextContent(hundred)), Json.array().add(hundred), false)).exceeds(199)).isTrue();
  }
}
