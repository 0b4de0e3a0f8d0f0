package dev.gatehouse.client.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.chat.completions.ChatCompletionSystemMessageParam;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import java.util.ArrayList;
import java.util.List;

/** What was said so far, always such that an endpoint takes it: every call that the model asked for has its answer. */
public final class History {

  private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final List<ChatCompletionMessageParam> messages = new ArrayList<>();

  /**
   * A conversation that begins.
   *
   * @param instructions what the model is told first
   */
  public History(String instructions) {
    messages.add(ChatCompletionMessageParam.ofSystem(
        ChatCompletionSystemMessageParam.builder().content(instructions).build()));
  }

  /** The person says something. */
  public void asked(String question) {
    messages.add(ChatCompletionMessageParam.ofUser(ChatCompletionUserMessageParam.builder().content(question).build()));
  }

  /** The last question is withdrawn, if nothing came of it. */
  public void withdraw() {
    if (messages.get(messages.size() - 1).isUser()) {
      messages.remove(messages.size() - 1);
    }
  }

  /**
   * The model said something.
   *
   * @param results the answers to the calls that it asked for, in their order
   */
  public void answered(Reply reply, List<String> results) {
    ChatCompletionAssistantMessageParam.Builder message = ChatCompletionAssistantMessageParam.builder();
    if (!reply.text().isEmpty() || reply.requests().isEmpty()) {
      message.content(reply.text());
    }
    reply.requests().forEach(request -> message.addToolCall(call(request)));
    messages.add(ChatCompletionMessageParam.ofAssistant(message.build()));
    for (int i = 0; i < results.size(); i++) {
      messages.add(ChatCompletionMessageParam.ofTool(ChatCompletionToolMessageParam.builder()
          .toolCallId(reply.requests().get(i).id()).content(results.get(i)).build()));
    }
  }

  private static ChatCompletionMessageFunctionToolCall call(ToolRequest request) {
    return ChatCompletionMessageFunctionToolCall.builder().id(request.id())
        .function(ChatCompletionMessageFunctionToolCall.Function.builder()
            .name(request.name()).arguments(arguments(request)).build())
        .build();
  }

  /** Endpoints read the arguments again, and refuse the whole conversation for ever if they are no JSON. */
  private static String arguments(ToolRequest request) {
    try {
      return JSON.readTree(request.arguments()) instanceof ObjectNode ? request.arguments() : "{}";
    } catch (JsonProcessingException e) {
      return "{}";
    }
  }

  List<ChatCompletionMessageParam> messages() {
    return List.copyOf(messages);
  }
}
