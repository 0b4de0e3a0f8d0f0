package dev.gatehouse.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.CallChannel;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Outlet;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The client channel of the older revisions: a question is a request to the client, sent on the stream of the call that asks. */
final class LegacyChannel extends CallChannel {

  private final Session session;
  /** What the client is asked. Guarded by itself. */
  private final Map<RpcId, CompletableFuture<JsonNode>> open = new HashMap<>();
  private boolean closed;
  private volatile @Nullable String remembered;

  LegacyChannel(Session session, Outlet outlet, MemoryLease memory, JsonNode meta, CallCancellation cancellation) {
    super(outlet, memory, meta);
    this.session = session;
    // Unblocks a tool that waits for an answer when its call is cancelled.
    cancellation.onCancel(this::cancelQuestions);
  }

  @Override
  protected LogLevel level() {
    return session.level();
  }

  /** None when the call's response cannot be a stream: then no question can be sent. */
  @Override
  public ObjectNode capabilities() {
    return outlet().canStream() ? session.capabilities() : Json.object();
  }

  @Override
  public CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    Map<String, CompletableFuture<JsonNode>> answers = new LinkedHashMap<>();
    questions.forEach((key, question) -> answers.put(key, ask(question)));
    CompletableFuture<Void> all = CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new));
    return all.thenApply(done -> {
      Map<String, JsonNode> results = new LinkedHashMap<>();
      answers.forEach((key, answer) -> results.put(key, answer.join()));
      return results;
    });
  }

  private CompletableFuture<JsonNode> ask(InputRequest question) {
    RpcRequest request = new RpcRequest(session.questions().nextId(), question.method().wire(), params(question));
    CompletableFuture<JsonNode> answer = session.questions().ask(request);
    synchronized (open) {
      if (closed) {
        answer.cancel(false);
        return answer;
      }
      open.put(request.id(), answer);
    }
    answer.whenComplete((result, failure) -> remove(request.id()));
    outlet().send(request);
    return answer;
  }

  private void remove(RpcId request) {
    synchronized (open) {
      open.remove(request);
    }
  }

  private void cancelQuestions() {
    List<CompletableFuture<JsonNode>> waiting;
    synchronized (open) {
      closed = true;
      waiting = List.copyOf(open.values());
    }
    waiting.forEach(answer -> answer.cancel(false));
  }

  /** The parameters in the session's revision: the mode of an elicitation came with 2025-11-25, where one by URL needs an id. */
  private ObjectNode params(InputRequest question) {
    ObjectNode params = question.params().deepCopy();
    if (question.method() != InputRequest.Method.ELICITATION) {
      return params;
    }
    if (!session.revision().since(Revision.V2025_11_25)) {
      params.remove("mode");
    } else if ("url".equals(params.path("mode").textValue())) {
      params.put("elicitationId", UUID.randomUUID().toString());
    }
    return params;
  }

  /** Does nothing before 2025-11-25, which introduced polling: an older client takes the end of its connection for the end of its call. */
  @Override
  public void release() {
    if (session.revision().since(Revision.V2025_11_25)) {
      outlet().release();
    }
  }

  @Override
  public @Nullable String remembered() {
    return remembered;
  }

  /** Kept in memory: the call that asked goes on with the answer, so the state never leaves the host. */
  @Override
  public void remember(String state) {
    remembered = state;
  }

  /** Ends it before the answer goes. A tool may have asked what it does not wait for. */
  void close() {
    end();
    cancelQuestions();
  }
}
