package dev.gatehouse.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.InputRequest;
import dev.gatehouse.feature.RoundAnswers;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client of either era that answers as a test says, and remembers in order what it heard. */
public final class ScriptedClient implements ClientChannel {

  private static final List<String> LEVELS = List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Map<String, JsonNode>>> waiting = new CopyOnWriteArrayList<>();
  private final ObjectNode answers;
  private final RoundAnswers round;
  private ObjectNode meta = Json.object();
  private ObjectNode capabilities = json("{'elicitation':{'form':{},'url':{}},'sampling':{},'roots':{}}");
  private Throwable refusal;
  private boolean silent;
  private double progressed = Double.NEGATIVE_INFINITY;
  private String logLevel = "debug";
  private volatile String remembered;

  private ScriptedClient(ObjectNode answers, boolean inRounds) {
    this.answers = answers;
    round = inRounds ? new RoundAnswers(answers) : null;
  }

  /** Of 2026-07-28: it has sent these answers along. */
  public static ScriptedClient inRounds(String answers) {
    return new ScriptedClient(json(answers), true);
  }

  /** Of an older revision: it gives these answers while the call runs. */
  public static ScriptedClient whileRunning(String answers) {
    return new ScriptedClient(json(answers), false);
  }

  public static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.read(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ScriptedClient meta(String json) {
    meta = json(json);
    return this;
  }

  public ScriptedClient capable(String json) {
    capabilities = json(json);
    return this;
  }

  public ScriptedClient refuses(Throwable with) {
    refusal = with;
    return this;
  }

  /** It never answers. */
  public ScriptedClient silent() {
    silent = true;
    return this;
  }

  public ScriptedClient logLevel(String level) {
    logLevel = level;
    return this;
  }

  public ScriptedClient remembered(String state) {
    remembered = state;
    return this;
  }

  public List<String> heard() {
    return List.copyOf(heard);
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
  public String logLevel() {
    return logLevel;
  }

  @Override
  public ObjectNode answers() {
    return round == null ? null : answers;
  }

  @Override
  public boolean hasAnswers() {
    return round != null && !answers.isEmpty();
  }

  @Override
  public synchronized void progress(double progress, Double total, String message) {
    // As the channels of the protocol: a number that does not grow is not told.
    if (progress <= progressed) {
      return;
    }
    progressed = progress;
    heard.add("progress " + progress + " of " + total + ": " + message);
  }

  @Override
  public void log(String level, String logger, JsonNode data) {
    if (logLevel != null && LEVELS.indexOf(level) >= LEVELS.indexOf(logLevel)) {
      heard.add("log " + level + " " + logger + " " + data);
    }
  }

  @Override
  public CompletionStage<Map<String, JsonNode>> ask(Map<String, InputRequest> questions) {
    if (round != null) {
      CompletionStage<Map<String, JsonNode>> known = round.ask(questions);
      if (round.asks()) {
        hear(round.open());
      }
      return known;
    }
    hear(questions);
    CompletableFuture<Map<String, JsonNode>> later = new CompletableFuture<>();
    waiting.add(later);
    if (refusal != null) {
      later.completeExceptionally(refusal);
    } else if (!silent) {
      Map<String, JsonNode> known = new LinkedHashMap<>();
      questions.keySet().forEach(key -> known.put(key, answers.path(key)));
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(() -> later.complete(known));
    }
    return later;
  }

  /** In any order: plugins may ask from a map that has none. */
  private void hear(Map<String, InputRequest> questions) {
    Map<String, String> sorted = new TreeMap<>();
    questions.forEach((key, question) -> sorted.put(key, question.method().wire() + " " + question.params()));
    heard.add("ask " + sorted);
  }

  @Override
  public String remembered() {
    return remembered;
  }

  @Override
  public void remember(String state) {
    heard.add("remember " + state);
    remembered = state;
  }

  @Override
  public void release() {
    heard.add("release");
  }
}
