package dev.gatehouse.client.model;

import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts a streamed reply together. The library's own accumulator wants a stream exactly as OpenAI sends it; many compatible endpoints leave
 * out a tool call's index or id, or send the usage along with the text, which it would drop.
 */
final class ReplyBuilder {

  private final Consumer<String> listener;
  private final StringBuilder text = new StringBuilder();
  private final Map<Long, Call> calls = new TreeMap<>();
  private volatile boolean muted;

  private static final class Call {

    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  /**
   * A reply that has not begun.
   *
   * @param listener told each piece of text as it comes
   */
  ReplyBuilder(Consumer<String> listener) {
    this.listener = listener;
  }

  void add(ChatCompletionChunk chunk) {
    for (ChatCompletionChunk.Choice choice : chunk._choices().asKnown().orElse(List.of())) {
      choice._delta().asKnown().ifPresent(this::add);
    }
  }

  /** Nobody listens any more. */
  void mute() {
    muted = true;
  }

  private void add(Delta delta) {
    delta.content().or(delta::refusal).filter(piece -> !piece.isEmpty()).ifPresent(piece -> {
      text.append(piece);
      if (!muted) {
        listener.accept(piece);
      }
    });
    delta.toolCalls().orElse(List.of()).forEach(this::add);
  }

  private void add(Delta.ToolCall piece) {
    Call call = calls.computeIfAbsent(piece._index().asKnown().orElseGet(() -> indexOf(piece)), index -> new Call());
    piece.id().filter(id -> !id.isEmpty()).ifPresent(id -> call.id = id);
    piece.function().ifPresent(function -> {
      function.name().filter(name -> !name.isEmpty()).ifPresent(name -> call.name = name);
      function.arguments().ifPresent(call.arguments::append);
    });
  }

  /** Without an index, a piece that names a tool begins a call, and any other goes on with the last one. */
  private long indexOf(Delta.ToolCall piece) {
    boolean begins = piece.function().flatMap(Delta.ToolCall.Function::name).filter(name -> !name.isEmpty()).isPresent();
    return begins || calls.isEmpty() ? calls.size() : calls.size() - 1L;
  }

  Reply build() {
    List<ToolRequest> requests = new ArrayList<>();
    calls.forEach((index, call) -> requests.add(
        new ToolRequest(call.id.isEmpty() ? "call_" + index : call.id, call.name, call.arguments.toString())));
    return new Reply(text.toString(), List.copyOf(requests));
  }
}
