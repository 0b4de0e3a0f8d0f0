package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.rpc.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key may read does not depend on how its URI is spelt, on either wire, and the plugin gets the URI that was decided on. */
@Timeout(180)
class ResourceUriIT {

  @RegisterExtension
  static final TestHost host = new TestHost("{}").code("demo", "docs", """
      @Resource(uri = "doc:///secret/fixed") public String secret() { return "SECRET"; }
      @Resource(uri = "DOC:///%6Cisted/%2f") public String listed(RequestUri uri) { return uri.value(); }
      @ResourceTemplate(uriTemplate = "doc:///{+path}", name = "docs") public String doc(String path, RequestUri uri) {
        return path + " at " + uri.value() + (path.contains("secret") ? " SECRET" : "");
      }
      @ResourceTemplate(uriTemplate = "doc:///%6Fne/{id}", name = "one") public String one(String id) { return "one " + id; }
      @CompleteResourceTemplate("docs") public List<String> complete(String path) { return List.of("public/a"); }
      @CompleteResourceTemplate("one") public List<String> completeOne(String id) { return List.of("1"); }
      @Tool public void touch(String uri, ListChanges changes) { changes.resourceUpdated(uri); }
      """);

  private static String denying;
  private static String granting;
  private static String all;

  /** Every wire, as a function from method and parameters to the answer. */
  private record Wire(String name, BiFunction<String, ObjectNode, McpClient.Reply> ask) {

    McpClient.Reply read(String uri) {
      return ask.apply("resources/read", Json.object().put("uri", uri));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void take_keys() {
    denying = host.key("demo", "resources", "doc:///* !doc:///secret* !doc:///one/*");
    granting = host.key("demo", "resources", "doc:///public/*");
    all = host.key("demo", "resources", "*", "tools", "*");
  }

  private static McpClient at(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static List<Wire> wires(String key) {
    LegacyClient session = LegacyClient.open(at(key), "2025-11-25");
    return List.of(
        new Wire("2026-07-28", (method, params) -> {
          String uri = params.path("uri").textValue();
          return (uri == null ? at(key) : at(key).header("Mcp-Name", encoded(uri))).request(method, params);
        }),
        new Wire("2025-11-25", (method, params) -> session.request(9, method, params)));
  }

  private static String encoded(String text) {
    return "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
  }

  @ParameterizedTest
  @ValueSource(strings = {"doc:///secret/a", "doc:///%73ecret/a", "doc:///%73%65%63%72%65%74/a", "DOC:///secret/a", "Doc:///%73ecret/fixed",
      "doc:///secret/fixed", "doc:///secret%2Fa", "doc:///secret%2fa", "doc:////secret/a", "doc:///%2Fsecret/a", "doc:///secret/a?x",
      "doc:///secret/a#x", "doc:/secret/a"})
  void a_deny_holds_for_every_spelling(String uri) {
    for (Wire wire : wires(denying)) {
      McpClient.Reply reply = wire.read(uri);
      assertThat(reply.code()).as("%s %s", wire, reply.text()).isEqualTo(403);
      assertThat(reply.text()).doesNotContain("SECRET");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"doc:///public/../secret/a", "doc:///public/%2e%2e/secret/a", "doc:///public/.%2E/secret/a",
      "doc:///public/..%2Fsecret/a", "doc:///public/%2e%2e%2fsecret/a", "doc:///public/..%5Csecret/a", "doc:///public/./../secret/a",
      "doc:///public/..;/secret/a", "doc:///public/?/../../secret/a", "doc:///public/%C0%AE%C0%AE/secret/a", "doc:///public/\\..\\secret",
      "doc:///public/%00/../secret", "doc:///public/\u0000secret", "doc:///public/ secret", "doc:///public/%secret",
      "doc:///public/\u200bsecret",
      "doc:public/../../secret/a", "secret", ""})
  void what_cannot_be_decided_on_is_refused_in_words(String uri) {
    for (String key : List.of(granting, denying, all)) {
      for (Wire wire : wires(key)) {
        McpClient.Reply reply = wire.read(uri);
        assertThat(reply.code()).as("%s %s", wire, reply.text()).isEqualTo(-32602);
        assertThat(reply.message()).startsWith("'params.uri' ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"doc:///secret/a", "doc:///public%2Fa", "doc:///public", "doc:///publi%63", "doc:////public/a", "doc:///x?/public/a"})
  void a_grant_holds_for_nothing_that_only_looks_alike(String uri) {
    for (Wire wire : wires(granting)) {
      assertThat(wire.read(uri).code()).as("%s", wire).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @CsvSource({"DOC:///%70ublic/%61, public/a at doc:///public/a", "doc:///public/a%2fb, public/a/b at doc:///public/a%2Fb",
      "doc:///public/ä, public/ä at doc:///public/%C3%A4", "doc:///public/a?B#c, public/a?B#c at doc:///public/a?B#c",
      "doc:///public/%252e%252e, public/%2e%2e at doc:///public/%252e%252e"})
  void the_plugin_is_given_what_was_decided_on(String uri, String given) {
    for (Wire wire : wires(granting)) {
      McpClient.Reply reply = wire.read(uri);
      assertThat(reply.json().at("/result/contents/0/text").textValue()).as("%s %s", wire, reply.text()).isEqualTo(given);
      assertThat(given).endsWith(" at " + reply.json().at("/result/contents/0/uri").textValue());
    }
  }

  @Test
  void the_header_mirrors_the_uri_as_it_was_sent() {
    ObjectNode params = Json.object().put("uri", "DOC:///%70ublic/a");

    assertThat(at(granting).header("Mcp-Name", "DOC:///%70ublic/a").request("resources/read", params.deepCopy()).code()).isZero();
    assertThat(at(granting).header("Mcp-Name", "doc:///public/a").request("resources/read", params.deepCopy()).code()).isEqualTo(-32020);
  }

  @Test
  void lists_name_what_can_be_read_in_the_form_that_is_decided_on() {
    for (Wire wire : wires(all)) {
      assertThat(texts(wire.ask().apply("resources/list", Json.object()), "uri")).containsExactly("doc:///listed/%2F",
          "doc:///secret/fixed");
      assertThat(texts(wire.ask().apply("resources/templates/list", Json.object()), "uriTemplate"))
          .containsExactly("doc:///one/{id}", "doc:///{+path}");
      assertThat(wire.read("doc:///l%69sted/%2f").json().at("/result/contents/0/text").textValue()).isEqualTo("doc:///listed/%2F");
    }
    for (Wire wire : wires(denying)) {
      assertThat(texts(wire.ask().apply("resources/list", Json.object()), "uri")).containsExactly("doc:///listed/%2F");
      assertThat(texts(wire.ask().apply("resources/templates/list", Json.object()), "uriTemplate")).containsExactly("doc:///{+path}");
    }
  }

  private static List<String> texts(McpClient.Reply reply, String name) {
    return reply.json().path("result").findValuesAsText(name);
  }

  @Test
  void a_completion_is_decided_on_the_template_however_it_is_spelt() {
    for (Wire wire : wires(denying)) {
      assertThat(complete(wire, "DOC:///{+path}", "path").json().at("/result/completion/values/0").textValue()).isEqualTo("public/a");
      for (String one : List.of("doc:///one/{id}", "doc:///%6Fne/{id}", "DOC:///one%2F{id}", "doc:////one/{id}")) {
        assertThat(complete(wire, one, "id").code()).as("%s %s", wire, one).isEqualTo(403);
      }
      assertThat(complete(wire, "doc:///../{id}", "id").message()).startsWith("'params.ref.uri' has a dot segment");
    }
  }

  private static McpClient.Reply complete(Wire wire, String uri, String variable) {
    ObjectNode params = Json.object();
    params.putObject("ref").put("type", "ref/resource").put("uri", uri);
    params.putObject("argument").put("name", variable).put("value", "");
    return wire.ask().apply("completion/complete", params);
  }

  @Test
  void a_session_subscribes_to_what_it_may_read_however_it_is_spelt() {
    LegacyClient session = LegacyClient.open(at(denying), "2025-11-25");
    try (SseClient stream = SseClient.ofSession(host.url() + "/mcp", denying, session.session())) {
      assertThat(subscribe(session, "subscribe", "doc:///%73ecret/a").code()).isEqualTo(403);
      assertThat(subscribe(session, "subscribe", "doc:///secret%2Fa").code()).isEqualTo(403);
      assertThat(subscribe(session, "subscribe", "doc:///public/../secret/a").code()).isEqualTo(-32602);
      assertThat(subscribe(session, "unsubscribe", "doc:///public/../a").code()).isEqualTo(-32602);
      assertThat(subscribe(session, "subscribe", "DOC:///%70ublic/a").code()).isZero();
      assertThat(subscribe(session, "subscribe", "doc:///public/b").code()).isZero();

      touch("doc:///secret/a", "doc:///publi%63/a");
      assertThat(stream.next().json().at("/params/uri").textValue()).isEqualTo("doc:///public/a");

      assertThat(subscribe(session, "unsubscribe", "doc:///pu%62lic/a").code()).isZero();
      touch("doc:///public/a", "doc:///public/b");
      assertThat(stream.next().json().at("/params/uri").textValue()).isEqualTo("doc:///public/b");
    }
  }

  private static McpClient.Reply subscribe(LegacyClient session, String what, String uri) {
    return session.request(5, "resources/" + what, Json.object().put("uri", uri));
  }

  private static void touch(String... uris) {
    Stream.of(uris).forEach(uri -> assertThat(at(all).call("touch", Json.object().put("uri", uri).toString()).code()).isZero());
  }

  @Test
  void a_stream_listens_to_what_it_may_read_however_it_is_spelt() {
    String uris =
        "{\"resourceSubscriptions\":[\"doc:///%73ecret/a\",\"doc:///secret%2Fa\",\"doc:///public/../secret/a\",\"DOC:///%70ublic/a\","
            + "\"doc:///public/a\",\"no uri\"]}";
    try (SseClient stream = SseClient.listen(host.url() + "/mcp", denying, uris)) {
      assertThat(stream.next().json().at("/params/notifications/resourceSubscriptions").toString()).isEqualTo("[\"doc:///public/a\"]");

      touch("doc:///secret/a", "no uri", "doc:///public/../a", "Doc:///public/%61");

      assertThat(stream.next().json().at("/params/uri").textValue()).isEqualTo("doc:///public/a");
    }
  }
}
