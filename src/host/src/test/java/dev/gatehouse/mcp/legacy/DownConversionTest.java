package dev.gatehouse.mcp.legacy;

import static dev.gatehouse.mcp.Revision.V2024_11_05;
import static dev.gatehouse.mcp.Revision.V2025_03_26;
import static dev.gatehouse.mcp.Revision.V2025_06_18;
import static dev.gatehouse.mcp.Revision.V2025_11_25;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a revision does not know never reaches its clients. */
final class DownConversionTest {

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.read(Buffer.buffer(text.replace('\'', '"')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tool(String outputSchema, Revision revision) {
    return DownConversion.convert(json("{'tools':[{'name':'n','title':'T','description':'d','inputSchema':{'type':'object'},"
        + "'outputSchema':" + outputSchema + ",'annotations':{'readOnlyHint':true},'_meta':{'k':1}}]}"), revision).at("/tools/0");
  }

  private static JsonNode answer(String structured, Revision revision) {
    return DownConversion.convert(json("{'content':[{'type':'text','text':'t'},{'type':'image','data':'','mimeType':'image/png'},"
        + "{'type':'audio','data':'','mimeType':'audio/wav'},{'type':'resource_link','uri':'a:b','name':'n'}],"
        + "'structuredContent':" + structured + ",'isError':true}"), revision);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "V2024_11_05 | name,description,inputSchema",
      "V2025_03_26 | name,description,inputSchema,annotations",
      "V2025_06_18 | name,title,description,inputSchema,outputSchema,annotations,_meta",
      "V2025_11_25 | name,title,description,inputSchema,outputSchema,annotations,_meta"})
  void a_listed_tool_has_the_members_of_its_time(Revision revision, String members) {
    assertThat(tool("{'type':'object'}", revision).fieldNames()).toIterable().containsExactly(members.split(","));
  }

  @ParameterizedTest
  @EnumSource(names = "V2026_07_28", mode = EnumSource.Mode.EXCLUDE)
  void a_schema_of_something_else_than_an_object_is_of_the_current_revision(Revision revision) {
    assertThat(tool("{'type':'array'}", revision).has("outputSchema")).isFalse();
    assertThat(tool("{'anyOf':[]}", revision).has("outputSchema")).isFalse();
    assertThat(answer("[1]", revision).has("structuredContent")).isFalse();
    assertThat(answer("5", revision).has("structuredContent")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"V2024_11_05, false", "V2025_03_26, false", "V2025_06_18, true", "V2025_11_25, true"})
  void structured_content_came_with_the_third(Revision revision, boolean kept) {
    assertThat(answer("{'a':1}", revision).has("structuredContent")).isEqualTo(kept);
  }

  @Test
  void a_block_of_a_later_kind_is_told_in_words() {
    assertThat(answer("{}", V2024_11_05).path("content").findValuesAsText("type")).containsExactly("text", "image", "text", "text");
    assertThat(answer("{}", V2024_11_05).at("/content/2/text").textValue()).isEqualTo("[audio, audio/wav]");
    assertThat(answer("{}", V2025_03_26).path("content").findValuesAsText("type")).containsExactly("text", "image", "audio", "text");
    assertThat(answer("{}", V2025_03_26).at("/content/3/text").textValue()).isEqualTo("n: a:b");
    assertThat(answer("{}", V2025_06_18).path("content").findValuesAsText("type"))
        .containsExactly("text", "image", "audio", "resource_link");
  }

  @Test
  void an_error_stays_one() {
    assertThat(answer("{}", V2024_11_05).path("isError").booleanValue()).isTrue();
    assertThat(answer("{}", V2025_11_25).path("isError").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"V2024_11_05, false", "V2025_03_26, false", "V2025_06_18, true", "V2025_11_25, true"})
  void titles_and_the_like_of_prompts_and_resources_came_with_the_third(Revision revision, boolean kept) {
    for (String list : new String[] {"prompts", "resources", "resourceTemplates"}) {
      ObjectNode before = json("{'" + list + "':[{'name':'n','title':'T','_meta':{'k':1},'arguments':[{'name':'a','title':'A'}],"
          + "'annotations':{'priority':1,'lastModified':'2026-01-01'}}]}");

      JsonNode after = DownConversion.convert(before.deepCopy(), revision);

      assertThat(after.equals(before)).isEqualTo(kept);
      assertThat(after.toString().contains("title")).isEqualTo(kept);
      assertThat(after.at("/" + list + "/0").has("_meta")).isEqualTo(kept);
      assertThat(after.at("/" + list + "/0/annotations").has("lastModified")).isEqualTo(kept);
      assertThat(after.at("/" + list + "/0/annotations/priority").intValue()).isEqualTo(1);
    }
  }

  @Test
  void a_prompts_message_of_a_later_kind_is_told_in_words() {
    ObjectNode prompt = json("{'messages':[{'role':'user','content':{'type':'audio','data':'','mimeType':'audio/wav'}}]}");

    assertThat(DownConversion.convert(prompt.deepCopy(), V2025_03_26)).isEqualTo(prompt);
    assertThat(DownConversion.convert(prompt, V2024_11_05).at("/messages/0/content/text").textValue()).isEqualTo("[audio, audio/wav]");
  }
}
