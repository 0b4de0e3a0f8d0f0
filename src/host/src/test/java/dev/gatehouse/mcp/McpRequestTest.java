package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is kept until its turn comes: permission and existence are told first. */
class McpRequestTest {

  private static final Principal CALLER = Callers.anonymous("acme", Patterns.none(), List.of(), "127.0.0.1");
  private static final Grants NOTHING = new Grants(Patterns.none(), Patterns.none(), Patterns.none());

  private static ObjectNode params(String json) throws Exception {
    return (ObjectNode) Json.read(json.replace('\'', '"'));
  }

  @Test
  void a_call_that_is_not_permitted_and_malformed_is_not_permitted() throws Exception {
    McpRequest.Named<?> tool =
        McpRequest.Named.json(Method.Common.TOOLS_CALL, "add", params("{'name':'add','arguments':7}"), NOTHING, Catalogue.EMPTY);
    McpRequest.Named<?> prompt =
        McpRequest.Named.texts(Method.Common.PROMPTS_GET, "hi", params("{'name':'hi','arguments':{'a':1}}"), NOTHING, Catalogue.EMPTY);

    assertThat(tool.right().refusal(CALLER)).hasMessage("This key may not call tool 'add'.");
    assertThat(tool.arguments().fault()).hasMessage("'params.arguments' must be an object");
    assertThat(prompt.right().refusal(CALLER)).hasMessage("This key may not use prompt 'hi'.");
    assertThatThrownBy(() -> prompt.arguments().get()).hasMessage("'params.arguments.a' must be a string");
  }

  @Test
  void a_right_is_decided_again_when_the_callers_rights_have_changed() throws Exception {
    Grants all = new Grants(Patterns.tools("*"), Patterns.none(), Patterns.none());
    McpRequest.Named<?> tool = McpRequest.Named.json(Method.Common.TOOLS_CALL, "add", params("{'name':'add'}"), all, Catalogue.EMPTY);

    assertThat(tool.right().refusal(CALLER)).isNull();
    assertThat(tool.refusal(Callers.anonymous("acme", Patterns.none(), List.of(), "127.0.0.1")))
        .hasMessage("This key may not call tool 'add'.");
  }

  @Test
  void a_resource_is_what_permission_is_decided_on_or_what_was_sent() throws Exception {
    McpRequest.Read read = McpRequest.Read.read("DOC:///b", params("{}"), NOTHING, Catalogue.EMPTY);
    McpRequest.Read unreadable = McpRequest.Read.read("no uri", params("{}"), NOTHING, Catalogue.EMPTY);

    assertThat(read.subject()).isEqualTo("doc:///b");
    assertThat(read.right().refusal(CALLER)).hasMessage("This key may not read resource 'doc:///b'.");
    assertThat(unreadable.subject()).isEqualTo("no uri");
    assertThat(unreadable.right()).isNull();
    assertThatThrownBy(() -> unreadable.uri().get()).hasMessageStartingWith("'params.uri' ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'ref':{'type':'ref/prompt','name':'p'},'argument':{'name':'a'}} | prompt | p | ",
      "{'ref':{'type':'ref/prompt','name':'p'}} | prompt | p | 'params.argument.name' must be a string",
      "{'ref':{'type':'ref/prompt'},'argument':{'name':'a'}} | prompt | | 'params.ref.name' must be a string",
      "{'ref':{'type':'ref/resource','uri':'D:///{x}'}} | resource | d:///{x} | 'params.argument.name' must be a string",
      "{'ref':{'type':'ref/tool','name':'t'},'argument':{'name':'a'}} | prompt | t | 'params.ref.type' must be 'ref/prompt' or 'ref/resource'",
      "{} | prompt | | 'params.ref.type' must be a string"})
  void a_completion_says_what_it_is_for_even_when_it_cannot_be_read(String json, String kind, String subject, String fault)
      throws Exception {
    CompletionRequest request = CompletionRequest.read(null, params(json), NOTHING, Catalogue.EMPTY);

    assertThat(request.use().kind()).isEqualTo(kind);
    assertThat(request.subject()).isEqualTo(subject);
    if (fault == null) {
      assertThat(request.right().refusal(CALLER)).hasMessage("This key may not use prompt 'p'.");
    } else {
      assertThat(request.target().fault()).hasMessage(fault);
    }
    assertThatThrownBy(() -> request.value().get()).hasMessage("'params.argument.value' must be a string");
  }
}
