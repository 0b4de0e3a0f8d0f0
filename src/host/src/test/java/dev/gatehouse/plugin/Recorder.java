package dev.gatehouse.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.InputRequiredException;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client that does what a test says, and remembers what it was told. */
public final class Recorder implements ClientChannel, Changes {

  final List<String> heard = new ArrayList<>();
  final Map<String, InputRequest> asked = new LinkedHashMap<>();
  private final Map<String, JsonNode> answers = new LinkedHashMap<>();
  private ObjectNode capabilities = Json.object();
  private ObjectNode meta = Json.object();
  private String remembered;

  public static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.mapper().readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Recorder capable(String json) {
    capabilities = json(json);
    return this;
  }

  Recorder meta(String json) {
    meta = json(json);
    return this;
  }

  Recorder answer(String key, String json) {
    answers.put(key, json(json));
    return this;
  }

  @Override
  public ObjectNode capabilities() {
    return capabilities;
  }

  @Override
  public ObjectNode meta() {
    return meta;
  }

  @Override
  public boolean wantsProgress() {
    return true;
  }

  @Override
  public void progress(double progress, Double total, String message) {
    heard.add("progress " + progress + "/" + total + " " + message);
  }

  @Override
  public void log(String level, String logger, JsonNode data) {
    heard.add(level + " " + data);
  }

  @Override
  public CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    asked.putAll(questions);
    return answers.keySet().containsAll(questions.keySet())
        ? CompletableFuture.completedFuture(answers)
        : CompletableFuture.failedFuture(new InputRequiredException());
  }

  @Override
  public void release() {
    heard.add("release");
  }

  @Override
  public String remembered() {
    return remembered;
  }

  @Override
  public void remember(String state) {
    remembered = state;
  }

  @Override
  public void listChanged(String tenant, Kind kind) {
    heard.add(kind + "s of " + tenant);
  }

  @Override
  public void resourceUpdated(String tenant, ResourceUri uri) {
    heard.add(uri + " of " + tenant);
  }
}
