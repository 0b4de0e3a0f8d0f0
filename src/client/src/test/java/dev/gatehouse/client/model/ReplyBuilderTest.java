package dev.gatehouse.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams as endpoints send them, also those that are not quite like OpenAI's. */
class ReplyBuilderTest {

  private final List<String> heard = new ArrayList<>();
  private final ReplyBuilder builder = new ReplyBuilder(heard::add);

  @Test
  void text_is_told_as_it_comes() throws Exception {
    delta("{\"role\":\"assistant\",\"content\":\"\"}");
    delta("{\"content\":\"a\"}");
    delta("{\"content\":\"b\"}");
    assertThat(builder.build()).isEqualTo(new Reply("ab", List.of()));
    assertThat(heard).containsExactly("a", "b");
  }

  @Test
  void pieces_of_parallel_calls_find_together_by_index() throws Exception {
    delta("{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"add\",\"arguments\":\"\"}}]}");
    delta("{\"tool_calls\":[{\"index\":1,\"id\":\"y\",\"function\":{\"name\":\"sub\",\"arguments\":\"{\"}}]}");
    delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}},{\"index\":1,\"function\":{\"arguments\":\"}\"}}]}");
    assertThat(builder.build().requests()).containsExactly(new ToolRequest("x", "add", "{}"), new ToolRequest("y", "sub", "{}"));
  }

  @Test
  void calls_without_index_or_id_are_told_apart_by_their_names() throws Exception {
    delta("{\"tool_calls\":[{\"function\":{\"name\":\"add\",\"arguments\":\"{\"}}]}");
    delta("{\"tool_calls\":[{\"function\":{\"arguments\":\"}\"}}]}");
    delta("{\"tool_calls\":[{\"function\":{\"name\":\"sub\",\"arguments\":\"{}\"}}]}");
    assertThat(builder.build().requests()).containsExactly(new ToolRequest("call_0", "add", "{}"), new ToolRequest("call_1", "sub", "{}"));
  }

  @Test
  void usage_along_with_the_text_does_not_hide_it() throws Exception {
    chunk(
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
    chunk("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
    chunk("{}");
    assertThat(builder.build().text()).isEqualTo("a");
  }

  @Test
  void nobody_hears_what_comes_after_it_was_stopped() throws Exception {
    delta("{\"content\":\"a\"}");
    builder.mute();
    delta("{\"content\":\"b\"}");
    assertThat(heard).containsExactly("a");
  }

  private void delta(String json) throws JsonProcessingException {
    chunk("{\"choices\":[{\"index\":0,\"delta\":" + json + "}]}");
  }

  private void chunk(String json) throws JsonProcessingException {
    builder.add(ObjectMappers.jsonMapper().readValue(json, ChatCompletionChunk.class));
  }
}
