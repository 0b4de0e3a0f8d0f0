package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.TestHost;
import dev.gatehouse.mcp.ServerIdentity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients find a tenant by its server card and by the registry API, if they may know of it. */
@Timeout(120)
class DiscoveryIT {

  private static final String CARD = "/mcp/server-card";
  private static final String REGISTRY = "/v0.1/servers";
  private static final String VERSION = ServerIdentity.current().version();

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "http": { "port": 0, "publicUrl": "https://mcp.example.com/gate" },
        "tenants": { "fair": { "public": true }, "fete": { "public": true }, "gala": { "public": true, "anonymous": { "tools": "add" } },
                     "walk": { "anonymous": { "tools": "add" } } } }
      """).plugin("demo", "math").plugin("fair", "math").plugin("walk", "math");

  /** Without a name of its own, behind a proxy that adds a prefix; its only tenant is open to everybody. */
  @RegisterExtension
  static final TestHost plain = new TestHost("""
      { "http": { "port": 0, "trustedProxies": ["127.0.0.1/32"] }, "tenants": { "fair": { "public": true } } }
      """).plugin("fair", "math");

  private static McpClient at(String path) {
    return McpClient.of(host.url() + path);
  }

  private static McpClient.Reply get(String path) {
    return at(path).send("GET", null);
  }

  private static McpClient.Reply get(String path, String tenant) {
    return at(path).key(host.key(tenant)).send("GET", null);
  }

  private static String remote(String type, String url, boolean required, String revisions) {
    return """
        {"type":"%s","url":"https://mcp.example.com/gate/t/%s","headers":[{"name":"Authorization",\
        "description":"An API key of this server.","isRequired":%s,"isSecret":true,"value":"Bearer {api_key}","variables":{"api_key":\
        {"description":"The API key, which begins with gth_.","isRequired":%3$s,"isSecret":true}}}],"supportedProtocolVersions":[%s]}"""
        .formatted(type, url, required, revisions);
  }

  private static String server(String tenant, boolean required) {
    return """
        "name":"com.example.mcp/%s","title":"%1$s","description":"Tools of %1$s, served by Gatehouse.","version":"%s","remotes":["""
        .formatted(tenant, VERSION)
        + remote("streamable-http", tenant + "/mcp", required, "\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\",\"2024-11-05\"")
        + "," + remote("sse", tenant + "/sse", required, "\"2024-11-05\"") + "]}";
  }

  private static String entry(String tenant, boolean required) {
    return "{\"server\":{" + server(tenant, required)
        + ",\"_meta\":{\"io.modelcontextprotocol.registry/official\":{\"status\":\"active\",\"isLatest\":true}}}";
  }

  private static List<String> names(McpClient.Reply list) {
    assertThat(list.status()).as(list.text()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    for (JsonNode entry : list.json().path("servers")) {
      names.add(entry.at("/server/name").asText());
    }
    assertThat(list.json().at("/metadata/count").asInt()).isEqualTo(names.size());
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {CARD, "/t/demo" + CARD})
  void a_key_reads_the_card_of_its_tenant(String path) {
    McpClient.Reply card = get(path, "demo");

    assertThat(card.status()).isEqualTo(200);
    assertThat(card.header("Content-Type")).isEqualTo("application/mcp-server-card+json");
    assertThat(card.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(card.headers().allValues("Vary")).contains("Authorization, X-API-Key");
    assertThat(card.text()).isEqualTo("{\"$schema\":\"https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json\","
        + server("demo", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {REGISTRY + "/com.example.mcp%2Fdemo/versions", "/t/demo" + REGISTRY,
      "/t/demo" + REGISTRY + "/com.example.mcp%2Fdemo/versions"})
  void a_key_lists_its_tenant(String path) {
    McpClient.Reply list = get(path, "demo");

    assertThat(list.header("Content-Type")).isEqualTo("application/json");
    assertThat(list.text()).isEqualTo("{\"servers\":[" + entry("demo", true) + "],\"metadata\":{\"count\":1}}");
  }

  @Test
  void it_reads_one_version() {
    for (String version : List.of("latest", VERSION)) {
      assertThat(get(REGISTRY + "/com.example.mcp%2Fdemo/versions/" + version, "demo").text()).isEqualTo(entry("demo", true));
    }
  }

  /** Whether there is such a tenant, or one that is not for the caller, is one answer. */
  @ParameterizedTest
  @ValueSource(strings = {"com.example.mcp%2Fwalk/versions", "com.example.mcp%2Fnowhere/versions", "com.example.mcp%2Fwalk/versions/latest",
      "com.example.mcp%2Ffair/versions/0.0.0", "nowhere/versions/latest"})
  void what_the_caller_may_not_know_of_is_not_found(String path) {
    for (McpClient.Reply reply : List.of(get(REGISTRY + "/" + path, "demo"), get(REGISTRY + "/" + path))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text()).isEqualTo("{\"error\":\"Server not found\"}");
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CARD, "/t/demo" + CARD, "/t/nowhere" + CARD, "/t/demo" + REGISTRY, "/t/nowhere" + REGISTRY,
      "/t/demo" + REGISTRY + "/com.example.mcp%2Fdemo/versions/latest", "/t/nowhere" + REGISTRY + "/x/versions"})
  void without_a_key_a_tenant_that_is_not_public_does_not_exist(String path) {
    McpClient.Reply reply = get(path);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).isEqualTo(get("/mcp").text());
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"gatehouse\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/t/walk" + CARD, "/t/nowhere" + CARD, "/t/walk" + REGISTRY, "/t/nowhere" + REGISTRY})
  void a_key_of_another_tenant_finds_nothing(String path) {
    assertThat(get(path, "demo").status()).isEqualTo(404);
    assertThat(get(path, "demo").text()).isEqualTo(get("/t/nowhere/mcp", "demo").text());
  }

  /** A tenant that is for everybody is for callers with a key of another, too; what they get is kept by no shared cache. */
  @Test
  void a_key_of_another_tenant_finds_what_is_public() {
    McpClient.Reply card = get("/t/fair" + CARD, "demo");

    assertThat(card.status()).isEqualTo(200);
    assertThat(card.text()).isEqualTo(get("/t/fair" + CARD).text());
    assertThat(card.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(names(get("/t/fair" + REGISTRY, "demo"))).containsExactly("com.example.mcp/fair");
    assertThat(names(get(REGISTRY, "demo"))).containsExactly("com.example.mcp/demo", "com.example.mcp/fair", "com.example.mcp/fete",
        "com.example.mcp/gala");
    assertThat(names(get(REGISTRY, "fair"))).containsExactly("com.example.mcp/fair", "com.example.mcp/fete", "com.example.mcp/gala");
    assertThat(get("/t/fair/mcp", "demo").status()).as("but it cannot call it").isEqualTo(404);
  }

  /** A credential that is there is checked: a bad one is never a caller without. */
  @ParameterizedTest
  @CsvSource({"Authorization, Bearer nonsense", "Authorization, Basic eDp5", "Authorization, ''", "X-API-Key, nonsense", "X-API-Key, ''"})
  void a_bad_key_is_refused_where_none_would_do(String header, String value) {
    for (String path : List.of("/t/fair" + CARD, REGISTRY, "/t/walk" + CARD)) {
      assertThat(at(path).header(header, value).send("GET", null).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  void everybody_finds_what_is_public() {
    McpClient.Reply card = get("/t/fair" + CARD);

    assertThat(card.status()).isEqualTo(200);
    assertThat(card.header("Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(card.text()).endsWith(server("fair", true));
    assertThat(names(get(REGISTRY))).containsExactly("com.example.mcp/fair", "com.example.mcp/fete", "com.example.mcp/gala");
    assertThat(names(get("/t/fete" + REGISTRY))).containsExactly("com.example.mcp/fete");
    assertThat(get(REGISTRY + "/com.example.mcp%2Fgala/versions/latest").text()).isEqualTo(entry("gala", false));
  }

  @Test
  void a_tenant_for_anonymous_callers_is_found_by_its_path_alone() {
    assertThat(get("/t/walk" + CARD).text()).endsWith(server("walk", false));
    assertThat(names(get("/t/walk" + REGISTRY))).containsExactly("com.example.mcp/walk");
  }

  @Test
  void the_list_comes_in_pages() {
    McpClient.Reply first = get(REGISTRY + "?limit=2");
    String cursor = first.json().at("/metadata/nextCursor").asText();
    McpClient.Reply second = get(REGISTRY + "?limit=2&cursor=" + cursor);

    assertThat(names(first)).containsExactly("com.example.mcp/fair", "com.example.mcp/fete");
    assertThat(names(second)).containsExactly("com.example.mcp/gala");
    assertThat(second.json().at("/metadata").has("nextCursor")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"search=GAL, 1", "search=example, 3", "search=walk, 0", "version=latest, 3", "version=9.9, 0",
      "limit=1000, 3", "cursor=zzz, 0", "updated_since=2026-01-01T00:00:00Z, 3"})
  void the_list_is_searched(String query, int found) {
    assertThat(names(get(REGISTRY + "?" + query))).hasSize(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "99999999999999999999"})
  void a_limit_that_is_none_is_refused(String limit) {
    assertThat(get(REGISTRY + "?limit=" + limit).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
  void what_has_not_changed_is_not_sent_again(String known) {
    String tag = get("/t/fair" + CARD).header("ETag");
    McpClient.Reply again = at("/t/fair" + CARD).header("If-None-Match", known.formatted(tag)).send("GET", null);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(at("/t/gala" + CARD).header("If-None-Match", tag).send("GET", null).status()).isEqualTo(200);
  }

  @Test
  void these_paths_are_read_only() {
    for (String path : List.of(CARD, REGISTRY)) {
      McpClient.Reply posted = at(path).key(host.key("demo")).post("{}");
      assertThat(posted.status()).isEqualTo(405);
      assertThat(posted.header("Allow")).isEqualTo("GET, HEAD");
      McpClient.Reply open = at("/t/fair" + path).post("{}");
      assertThat(open.status()).isEqualTo(405);
      assertThat(open.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(at("/t/demo" + path).post("{}").status()).isEqualTo(401);
      assertThat(at("/t/fair" + path).send("HEAD", null).status()).isEqualTo(200);
    }
  }

  private static String from(String origin, String line, String... headers) {
    List<String> all = new ArrayList<>(List.of("Host: localhost", "Origin: " + origin));
    all.addAll(List.of(headers));
    return RawHttp.send(host.url(), line, null, all.toArray(String[]::new));
  }

  @Test
  void pages_of_any_origin_read_what_is_public_and_nothing_else() {
    String page = "https://page.example";
    for (String path : List.of("/t/fair" + CARD, REGISTRY)) {
      assertThat(from(page, "GET " + path)).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\naccess-control-allow-origin: *\r\n")
          .containsIgnoringCase("\r\naccess-control-expose-headers: ETag\r\n")
          .containsIgnoringCase("\r\naccess-control-allow-methods: GET, OPTIONS\r\n");
      assertThat(from(page, "OPTIONS " + path, "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match"))
          .startsWith("HTTP/1.1 204 ").containsPattern("(?i)\r\naccess-control-allow-methods: GET, ?OPTIONS\r\n")
          .containsIgnoringCase("\r\naccess-control-allow-origin: ")
          .containsIgnoringCase("\r\naccess-control-allow-headers: if-none-match\r\n");
    }
    String key = "X-API-Key: " + host.key("demo");
    for (String path : List.of("/t/demo" + CARD, "/t/demo" + REGISTRY, "/t/walk" + CARD, "/mcp", "/t/fair/mcp", "/nowhere")) {
      assertThat(from(page, "GET " + path)).as(path).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("access-control-allow-origin");
      assertThat(from(page, "OPTIONS " + path, "Access-Control-Request-Method: GET")).as(path).startsWith("HTTP/1.1 403 ");
    }
    assertThat(from(page, "GET " + REGISTRY, key)).startsWith("HTTP/1.1 403 ");
    assertThat(from(page, "POST /t/fair" + CARD)).startsWith("HTTP/1.1 403 ");
    assertThat(from("http://localhost:6274", "GET " + CARD, key)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_host_without_a_url_of_its_own_is_named_as_its_client_names_it() {
    String card = RawHttp.send(plain.url(), "GET /mcp/server-card", null, "Host: localhost:9999", "X-Forwarded-Prefix: /gate");

    assertThat(card).startsWith("HTTP/1.1 200 ").contains("\"name\":\"localhost/fair\"")
        .contains("\"url\":\"http://localhost:9999/gate/t/fair/mcp\"", "\"url\":\"http://localhost:9999/gate/t/fair/sse\"");
    assertThat(McpClient.of(plain.url() + CARD).send("GET", null).text()).contains("\"name\":\"127.0.0.1/fair\"",
        "\"url\":\"" + plain.url() + "/t/fair/mcp\"");
    assertThat(RawHttp.send(plain.url(), "GET /mcp/server-card", null, "Host: [::1]:80")).contains("\"name\":\"--1/fair\"");
  }
}
