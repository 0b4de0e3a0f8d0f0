package dev.gatehouse.cluster;

import static dev.gatehouse.cluster.TestCluster.TIMEOUT;
import static dev.gatehouse.cluster.TestCluster.end;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the sample plugin serves ends the same by way of a worker, and its client hears the same, in each era, with and without answers,
 * and for clients that can do nothing.
 */
@Timeout(300)
final class EverythingOnWorkerIT {

  private static final String ANSWERS = Stream.of("user", "user_name", "user_context", "visit", "form", "confirm", "step1", "step2", "name")
      .map(key -> "'" + key + "':{'action':'accept','content':{'name':'Jane','username':'jane','color':'red','ok':true,'context':'c'}}")
      .reduce("'answer':@,'greeting':@,'capital_question':@,'client_roots':#,'roots':#", (all, one) -> all + "," + one)
      .replace("@", "{'role':'assistant','content':{'type':'text','text':'hello'},'model':'m'}")
      .replace("#", "{'roots':[{'uri':'file:///a','name':'a'}]}");

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(
        Path.of(System.getProperty("gatehouse.root"), "src", "plugins", "everything", "target", "everything.jar"));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  static Stream<Entry> everything() {
    return Stream.of(Kind.values()).flatMap(kind -> cluster.tenant().catalogue().all(kind).stream());
  }

  @Test
  void there_is_something_of_each_kind() {
    for (Kind kind : Kind.values()) {
      assertThat(cluster.tenant().catalogue().all(kind)).as(kind.plural()).isNotEmpty();
    }
    assertThat(everything())
        .allSatisfy(entry -> assertThat(cluster.entry(entry.key()).info().json()).hasToString(entry.info().json().toString()));
  }

  private static List<ScriptedClient> clients() {
    return List.of(
        ScriptedClient.inRounds("{}"), ScriptedClient.inRounds("{" + ANSWERS + "}").remembered("asked"),
        ScriptedClient.inRounds("{'user_name':5,'step1':{'action':'decline'},'form':{'action':'cancel'}}"),
        ScriptedClient.inRounds("{}").capable("{}").logLevel("warning"),
        ScriptedClient.whileRunning("{" + ANSWERS + "}").meta("{'traceparent':'00-1-2-01','progressToken':1}"),
        ScriptedClient.whileRunning("{}").logLevel(null), ScriptedClient.whileRunning("{}").capable("{'elicitation':{}}"),
        ScriptedClient.whileRunning("{}").refuses(new dev.gatehouse.spi.ToolCallException("The client refused")));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void it_ends_the_same_and_its_client_hears_the_same(Entry entry) {
    for (int client = 0; client < clients().size(); client++) {
      for (CallParams params : params(entry)) {
        ScriptedClient here = clients().get(client);
        ScriptedClient there = clients().get(client);
        Call direct = TestCluster.call(entry.key(), params, here, TIMEOUT);
        Call remote = TestCluster.call(entry.key(), params, there, TIMEOUT);

        String expected = end(cluster.onWorker(direct));
        assertThat(end(cluster.onEdge(remote))).as("%s of client %d with %s", entry.key(), client, params).isEqualTo(expected);
        assertThat(there.heard()).as("what client %d hears of %s", client, entry.key()).isEqualTo(here.heard());
        assertThat(remote.cancellation().fault()).isEqualTo(direct.cancellation().fault());
      }
    }
  }

  /** Good ones, and none. */
  private static List<CallParams> params(Entry entry) {
    if (entry.info() instanceof ToolInfo tool) {
      return List.of(new CallParams.Arguments(arguments(tool.inputSchema())), new CallParams.Arguments(Json.object()));
    }
    if (entry.info() instanceof PromptInfo prompt) {
      Map<String, String> texts = new HashMap<>();
      prompt.arguments().forEach(argument -> texts.put(argument.name(), "test://a"));
      return List.of(new CallParams.Texts(texts), new CallParams.Texts(Map.of()));
    }
    if (entry.info() instanceof ResourceInfo resource) {
      return Stream.of("a%20b", "unknown").map(id -> ResourceUri.of(resource.uri().text().replace("{id}", id)))
          .map(uri -> (CallParams) new CallParams.Reading(uri, resource.variables(uri))).toList();
    }
    return List.of(new CallParams.Partial("t", Map.of("arg2", "x")), new CallParams.Partial("1", Map.of()));
  }

  private static ObjectNode arguments(ObjectNode schema) {
    ObjectNode arguments = Json.object();
    schema.path("properties").properties().forEach(property -> arguments.set(property.getKey(), value(property.getValue())));
    return arguments;
  }

  private static JsonNode value(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.path("enum").get(0);
    }
    return switch (schema.path("type").asText()) {
      case "integer", "number" -> Json.mapper().getNodeFactory().numberNode(2);
      case "boolean" -> Json.mapper().getNodeFactory().booleanNode(true);
      case "array" -> Json.array().add(value(schema.path("items")));
      case "object" -> arguments((ObjectNode) schema);
      default -> Json.mapper().getNodeFactory().textNode(schema.path("pattern").asText().startsWith("[A-Z]") ? "LH400" : "text");
    };
  }
}
