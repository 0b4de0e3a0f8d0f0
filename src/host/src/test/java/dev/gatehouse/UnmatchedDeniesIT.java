package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Main;
import dev.gatehouse.plugin.PluginJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** A deny that matches nothing that a tenant has is told by {@code check} and {@code explain}; neither fails by it. */
class UnmatchedDeniesIT {

  @RegisterExtension
  static final TestHost host = new TestHost("""
      { "tenants": { "demo": { "anonymous": { "tools": "* !subtrakt !add !*_admin" },
                               "calls": { "tools": { "ad*": { "timeout": "1s" }, "sbutract": { "timeout": "1s" } } } } } }
      """).plugin("demo", "math").jar("docs", docs());

  private final StringWriter out = new StringWriter();

  private static Path docs() {
    try {
      return PluginJars.jar(Files.createTempDirectory("gatehouse-jars"), "docs", PluginJars.plugin("""
          @Tool(annotations = @Tool.Annotations(readOnlyHint = true)) public String look() { return ""; }
          @Prompt public String greet() { return ""; }
          @Resource(uri = "doc:///fixed") public String fixed() { return ""; }
          @ResourceTemplate(uriTemplate = "db://rows/{id}/data") public String row(String id) { return ""; }
          """));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    return line.execute(words);
  }

  private List<String> said() {
    return out.toString().lines().toList();
  }

  @Test
  void check_warns_of_the_configuration() {
    assertThat(run("check", host.config().toString())).isZero();

    String tenant = "warning: " + host.config() + ": tenants.demo.";
    assertThat(said()).filteredOn(line -> !line.startsWith("plugin ")).containsExactly(
        tenant + "anonymous.tools: '!subtrakt' denies none of the tools that the tenant has now",
        tenant + "anonymous.tools: '!*_admin' denies none of the tools that the tenant has now",
        tenant + "calls.tools.sbutract: matches none of the tools that the tenant has now",
        "ok");
  }

  @Test
  void explain_warns_of_the_key_and_of_what_it_depends_on() {
    host.redis().cli("HSET", "mcp:role:docs:reader", "tools", "!lok !look !@readOnly", "prompts", "!gret !greet");
    host.redis().cli("HSET", "mcp:tenant:docs", "resources", "* !doc:///fixt !doc:///f* !db://rows/7/* !db://row/*");
    String key = host.key("docs", "tools", "*", "roles", "reader", "resources", "*");

    assertThat(run("explain", TestHost.idOf(key), "other", host.config().toString())).isZero();

    assertThat(said()).filteredOn(line -> line.startsWith("warning")).containsExactly(
        "warning: '!lok' in tools of role 'reader' denies none of the tools that tenant 'docs' has now",
        "warning: '!gret' in prompts of role 'reader' denies none of the prompts that tenant 'docs' has now",
        "warning: '!doc:///fixt' in resources of tenant 'docs' denies none of the resources that tenant 'docs' has now",
        "warning: '!db://row/*' in resources of tenant 'docs' denies none of the resources that tenant 'docs' has now");
  }

  @Test
  void explain_is_silent_where_every_deny_matches() {
    String key = host.key("demo", "tools", "* !add");

    assertThat(run("explain", TestHost.idOf(key), "add", host.config().toString())).isEqualTo(1);

    assertThat(said()).hasSize(2).noneMatch(line -> line.contains("warning"));
  }

  @Test
  void explain_names_the_character_that_closes_a_key() {
    String key = host.key("demo", "tools", "* !add\u200b");

    assertThat(run("explain", TestHost.idOf(key), "add", host.config().toString())).isEqualTo(1);

    assertThat(out.toString())
        .startsWith("denied: the key is refused: unreadable record (field 'tools': U+200B ZERO WIDTH SPACE can match nothing");
  }
}
