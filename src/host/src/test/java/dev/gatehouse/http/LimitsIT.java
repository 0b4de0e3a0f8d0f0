package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of keys, owners, roles and tenants together: quotas, costs, ceilings, and how each of them is told. */
@ExtendWith(SameDay.class)
class LimitsIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math").plugin("small", "math");

  @AfterEach
  void forgetRecords() {
    host.redis().cli("DEL", "mcp:tenant:small", "mcp:owner:demo:ann", "mcp:owner:demo:eve", "mcp:role:demo:reader");
  }

  private static McpClient with(String tenant, String... fields) {
    List<String> all = new ArrayList<>(List.of("tools", "*"));
    all.addAll(List.of(fields));
    return McpClient.of(host.url() + "/mcp").key(host.key(tenant, all.toArray(String[]::new)));
  }

  private static void admitted(McpClient client, String tool) {
    McpClient.Reply reply = client.call(tool, CALL);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Test
  void a_call_that_is_admitted_is_told_how_its_limits_stand() {
    McpClient.Reply reply = with("demo", "rate", "5/1h", "quota", "7/1mo").call("add", CALL);

    assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"key:5/1h\";q=5;w=3600, \"key:month\";q=7");
    assertThat(reply.header("RateLimit")).matches("\"key:5/1h\";r=4;t=7[12]\\d, \"key:month\";r=6;t=\\d+");
    assertThat(with("demo").call("add", CALL).header("RateLimit")).as("without a limit").isNull();
  }

  @Test
  void a_quota_that_is_used_up_says_so_in_words_without_double_quotes() {
    McpClient client = with("demo", "quota", "1/1d", "rate", "100/1h");
    admitted(client, "add");

    McpClient.Reply reply = client.call("add", CALL);

    assertThat(reply.status()).isEqualTo(429);
    String wait = reply.header("Retry-After");
    assertThat(reply.message()).matches("The quota of 1 calls a day of this key is used up; tool 'add' can be called again in " + wait
        + " s(, on \\d+ [A-Z][a-z]+( \\d+)?, 00:00 UTC)?\\.");
    assertThat(Integer.parseInt(wait)).isBetween(1, 86_400);
    assertThat(reply.json().at("/error/data/scope").textValue()).isEqualTo("this key");
    assertThat(reply.json().at("/error/data/limit").textValue()).isEqualTo("1/1d");
  }

  @Test
  void all_keys_of_an_owner_share_the_owners_limit() {
    host.redis().cli("HSET", "mcp:owner:demo:ann", "rate", "2/1h");
    admitted(with("demo", "owner", "ann"), "add");
    admitted(with("demo", "owner", "ann"), "add");

    McpClient.Reply reply = with("demo", "owner", "ann").call("add", CALL);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.message()).startsWith("The limit of 2/1h of its owner is used up");
    admitted(with("demo", "owner", "bob"), "add");
  }

  @Test
  void a_role_limits_each_of_its_keys() {
    host.redis().cli("HSET", "mcp:role:demo:reader", "tools", "add", "rate.add", "1/1h");
    McpClient one = with("demo", "roles", "reader");
    admitted(one, "add");

    assertThat(one.call("add", CALL).message()).startsWith("The limit of 1/1h for tools 'add' of its role is used up");
    admitted(with("demo", "roles", "reader"), "add");
  }

  @Test
  void the_tenants_quota_bounds_all_its_keys_and_a_dear_tool_takes_more_of_it() {
    host.redis().cli("HSET", "mcp:tenant:small", "quota", "5/1mo", "cost.subtract", "3");
    admitted(with("small"), "subtract");
    admitted(with("small"), "add");
    McpClient client = with("small", "rate", "9/1h");

    McpClient.Reply reply = client.call("subtract", CALL);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.message()).startsWith("The quota of 5 calls a month of the tenant is used up");
    assertThat(reply.json().at("/error/data/remaining").intValue()).isEqualTo(1);
    assertThat(client.call("add", CALL).header("RateLimit")).as("the refused call spent nothing").contains("\"key:9/1h\";r=8");
  }

  @Test
  void a_call_that_no_waiting_helps_is_told_so() {
    host.redis().cli("HSET", "mcp:owner:demo:eve", "rate", "2/1s", "cost.add", "5");

    McpClient.Reply reply = with("demo", "owner", "eve").call("add", CALL);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isNull();
    assertThat(reply.message())
        .isEqualTo("The limit of 2/1s of its owner is less than the 5 that a call of tool 'add' counts for; waiting does not help.");
  }
}
