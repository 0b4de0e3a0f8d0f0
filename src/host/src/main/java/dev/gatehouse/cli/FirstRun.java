package dev.gatehouse.cli;

import dev.gatehouse.Host;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.tenant.Tenant;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * First run: creates one demo key when the Redis is embedded and empty and the host is bound to loopback. The key is shown once, on the
 * terminal; nowhere else is a key printed without being asked for.
 */
final class FirstRun {

  private static final String DEMO = "demo";

  private final Host host;
  private final PrintStream terminal;

  FirstRun(Host host, PrintStream terminal) {
    this.host = host;
    this.terminal = terminal;
  }

  /** Creates and shows the key, if this is a first run. Blocks. */
  void welcome() {
    Tenant tenant = host.tenants().find(DEMO);
    EmbeddedRedis redis = host.embedded();
    if (redis != null && tenant != null && host.config().http().loopback() && host.keyWriter().isEmpty().await()) {
      NewKey key = NewKey.create(new SecureRandom());
      Map<String, String> fields = key.fields(Map.of("tenant", tenant.name(), "tools", "*", "prompts", "*",
          "resources", "*", "name", "first run", "created", Long.toString(Instant.now().getEpochSecond())));
      host.keyWriter().create(key.id(), fields, OptionalLong.empty()).await();
      show(key, redis);
    }
  }

  private void show(NewKey key, EmbeddedRedis redis) {
    terminal.println(String.format(Locale.ROOT, """

        First run: this key may use every tool, prompt and resource of tenant 'demo'. It is shown once.

          %s

        Call a tool with it:

          curl -sS %s/mcp -H 'Authorization: Bearer %s' \\
            -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
            -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: add' \\
            -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":3},\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}'

        Look at its record, or revoke it, with the password of this Redis:

          export REDISCLI_AUTH=$(cat %s)
          redis-cli -p %d HGETALL %skey:%s
          redis-cli -p %d SADD %srevoked %s
        """, key.text(), host.url(), key.text(),
        ShellPath.quoted(redis.passwordFile()), redis.port(), prefix(), key.id(), redis.port(), prefix(), key.id()));
    terminal.flush();
  }

  private String prefix() {
    return host.config().redis().prefix();
  }
}
