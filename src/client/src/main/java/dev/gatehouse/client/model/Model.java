package dev.gatehouse.client.model;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.JsonValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A model behind an OpenAI-compatible endpoint. */
public final class Model implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final ModelSettings settings;
  private final OpenAIClientAsync client;

  /** Uses the model that the settings name; nothing is sent yet. */
  public Model(ModelSettings settings) {
    this.settings = settings;
    OpenAIOkHttpClientAsync.Builder builder = OpenAIOkHttpClientAsync.builder()
        .apiKey(settings.key().orElse("none")).timeout(TIMEOUT);
    settings.url().ifPresent(url -> builder.baseUrl(url.toString()));
    this.client = builder.build();
  }

  /**
   * Lets the model go on with the conversation.
   *
   * @param listener told each piece of text as it comes, from another thread
   * @throws ModelException when there is no reply
   * @throws InterruptedException when the thread was interrupted while it waited; the request is broken off
   */
  public Reply reply(History history, List<ToolDescription> tools, Consumer<String> listener)
      throws ModelException, InterruptedException {
    ReplyBuilder reply = new ReplyBuilder(listener);
    AsyncStreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(request(history, tools));
    try {
      stream.subscribe(reply::add).onCompleteFuture().get();
      return reply.build();
    } catch (ExecutionException e) {
      throw new ModelException("The model " + settings + " gave no answer: " + reason(e), e.getCause());
    } catch (InterruptedException e) {
      reply.mute();
      breakOff(stream);
      throw e;
    }
  }

  /** On a thread of its own: the library waits with closing until the piece that it is reading has come. */
  private static void breakOff(AsyncStreamResponse<ChatCompletionChunk> stream) {
    Thread closing = new Thread(stream::close, "break off");
    closing.setDaemon(true);
    closing.start();
  }

  private ChatCompletionCreateParams request(History history, List<ToolDescription> tools) {
    ChatCompletionCreateParams.Builder request = ChatCompletionCreateParams.builder()
        .model(settings.name()).messages(history.messages());
    tools.forEach(tool -> request.addTool(function(tool)));
    return request.build();
  }

  private static ChatCompletionFunctionTool function(ToolDescription tool) {
    FunctionParameters.Builder parameters = FunctionParameters.builder();
    tool.schema().forEach((name, value) -> parameters.putAdditionalProperty(name, JsonValue.from(value)));
    return ChatCompletionFunctionTool.builder().function(FunctionDefinition.builder()
        .name(tool.name()).description(tool.description()).parameters(parameters.build()).build()).build();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    for (Throwable next = failure; next != null && !(cause instanceof OpenAIServiceException); next = next.getCause()) {
      cause = next;
    }
    if (cause instanceof OpenAIServiceException refused) {
      return refused.statusCode() == 401 ? "it does not take API_KEY (HTTP 401)" : String.valueOf(refused.getMessage());
    }
    return cause instanceof IOException ? "nobody answers there, or the connection broke off"
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  @Override
  public void close() {
    client.close();
  }
}
