package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.AudioContent;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Content;
import dev.gatehouse.spi.EmbeddedResource;
import dev.gatehouse.spi.ImageContent;
import dev.gatehouse.spi.ResourceLink;
import dev.gatehouse.spi.TextContent;
import dev.gatehouse.spi.TextResourceContents;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultJsonTest {

  private static JsonNode json(String text) throws IOException {
    return Json.read(Buffer.buffer(text.replace('\'', '"')));
  }

  private static JsonNode block(Content content) {
    return new ToolResult(List.of(content), null, false).json().at("/content/0");
  }

  @Test
  void each_kind_of_content_has_its_form() throws IOException {
    assertThat(block(new TextContent("hi"))).isEqualTo(json("{'type':'text','text':'hi'}"));
    assertThat(block(new ImageContent("aGk=", "image/png"))).isEqualTo(json("{'type':'image','data':'aGk=','mimeType':'image/png'}"));
    assertThat(block(new AudioContent("aGk=", "audio/wav"))).isEqualTo(json("{'type':'audio','data':'aGk=','mimeType':'audio/wav'}"));
    assertThat(block(new EmbeddedResource(new TextResourceContents("a:b", "hi", "text/plain"))))
        .isEqualTo(json("{'type':'resource','resource':{'uri':'a:b','mimeType':'text/plain','text':'hi'}}"));
    assertThat(block(new EmbeddedResource(new BlobResourceContents("a:b", "aGk=", null))))
        .isEqualTo(json("{'type':'resource','resource':{'uri':'a:b','blob':'aGk='}}"));
    assertThat(block(new ResourceLink("a:b", "n", null, "d", null)))
        .isEqualTo(json("{'type':'resource_link','uri':'a:b','name':'n','description':'d'}"));
  }

  @Test
  void a_good_answer_says_nothing_of_errors() throws IOException {
    assertThat(ToolResult.text("5").json()).isEqualTo(json("{'content':[{'type':'text','text':'5'}]}"));
  }

  @Test
  void a_failed_one_says_so_and_structured_content_may_be_any_json() throws IOException {
    assertThat(new ToolResult(List.of(), json("[1]"), true).json())
        .isEqualTo(json("{'content':[],'structuredContent':[1],'isError':true}"));
  }

  @Test
  void a_listed_tool_has_only_what_it_has() throws IOException {
    ObjectNode schema = (ObjectNode) json("{'type':'object','properties':{},'$defs':{'a':{'$anchor':'x'}},'allOf':[]}");
    ToolInfo bare = new ToolInfo("bare", null, "", schema, null, null, null);
    ToolInfo full = new ToolInfo("full", "T", "d", schema, Json.object().put("type", "string"),
        Json.object().put("readOnlyHint", true), Json.object().put("k", 1));

    assertThat(Json.object().<JsonNode>set("tools", Json.array().add(bare.json()).add(full.json()))).isEqualTo(json(
        "{'tools':[{'name':'bare','description':'','inputSchema':%1$s},{'name':'full','title':'T','description':'d','inputSchema':%1$s,"
            .formatted(schema) + "'outputSchema':{'type':'string'},'annotations':{'readOnlyHint':true},'_meta':{'k':1}}]}"));
  }

  @Test
  void a_tool_whose_schema_names_no_properties_has_none() throws IOException {
    ToolInfo tool = new ToolInfo("now", null, "", (ObjectNode) json("{'type':'object','additionalProperties':false}"), null, null, null);

    assertThat(tool.json().get("inputSchema"))
        .hasToString("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
  }
}
