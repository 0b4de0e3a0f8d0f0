package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The three servers that this project grew from, as three key sets of one host: open, one key for all, a table of keys. */
class ArticleIT {

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "auth": { "opaqueKeys": true }, "tenants": { "open": { "anonymous": { "tools": "*" } } } }
      """).plugin("demo", "math").plugin("open", "math");

  @BeforeAll
  static void carry_the_keys_of_the_table_over() {
    carryOver("key1", "add subtract");
    carryOver("key2", "add");
    carryOver("key3", "subtract");
  }

  private static void carryOver(String key, String tools) {
    host.redis().cli("HSET", "mcp:key:" + sha256(key).substring(0, 24), "tenant", "demo", "tools", tools,
        "salt", "5a17", "hash", sha256("5a17" + key));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static McpClient with(String key) {
    return McpClient.of(host.url() + "/mcp").key(key);
  }

  private static List<String> names(McpClient.Reply list) {
    return list.json().at("/result/tools").findValuesAsText("name");
  }

  @Test
  void the_open_server_asks_nobody_who_they_are() {
    McpClient open = McpClient.of(host.url() + "/t/open/mcp");
    assertThat(open.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    assertThat(open.call("subtract", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("-1");
  }

  @Test
  void one_key_opens_everything() {
    McpClient client = with(host.key("demo", "tools", "*"));
    assertThat(client.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    assertThat(names(client.list())).containsExactly("add", "subtract");
  }

  @Test
  void the_first_key_of_the_table_may_add_and_subtract() {
    assertThat(with("key1").call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    assertThat(with("key1").call("subtract", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("-1");
  }

  @Test
  void the_second_key_may_add_and_is_told_that_it_may_not_subtract() {
    McpClient client = with("key2");
    assertThat(client.call("add", "{\"a\": 2, \"b\": 3}").toolText()).isEqualTo("5");
    McpClient.Reply refused = client.call("subtract", "{\"a\": 2, \"b\": 3}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.message()).contains("'subtract'");
    assertThat(names(client.list())).containsExactly("add");
  }

  @Test
  void the_third_key_may_subtract_only() {
    assertThat(names(with("key3").list())).containsExactly("subtract");
    assertThat(with("key3").call("add", "{\"a\": 2, \"b\": 3}").status()).isEqualTo(403);
  }

  @Test
  void a_key_that_nobody_carried_over_is_refused() {
    assertThat(with("key4").list().status()).isEqualTo(401);
  }
}
