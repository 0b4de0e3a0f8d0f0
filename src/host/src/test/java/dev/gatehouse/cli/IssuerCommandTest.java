package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class IssuerCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int issuer(String... more) {
    return Main.configured(new CommandLine(new IssuerCommand())).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
        .execute(more);
  }

  @Test
  void without_a_url_it_has_a_fresh_secret_which_is_on_stdout_alone() {
    assertThat(issuer("--tenant", "demo", "--name", "local")).isZero();
    String first = out.toString();
    assertThat(first).matches("HSET mcp:issuer:demo:local issuer urn:gatehouse:demo:local secret [0-9a-f]{64}\n");
    assertThat(err.toString()).contains("mint --jwt --tenant demo --issuer local").doesNotContainPattern("[0-9a-f]{32}");

    out.getBuffer().setLength(0);
    issuer("--tenant", "demo", "--name", "local");
    assertThat(out.toString()).isNotEqualTo(first);
  }

  @Test
  void with_a_url_it_is_an_authorization_server() {
    assertThat(issuer("--tenant", "demo", "--name", "corp", "--issuer", "https://id.example.com/realms/corp", "--audience", "a b",
        "--scope", "tools:read=reader", "--scope", "write=reader writer", "--owner", "preferred_username", "--max-age", "1h", "--tools",
        "* !drop*", "--rate", "100/1m", "--prefix", "prod:")).isZero();

    assertThat(out.toString()).isEqualTo("HSET prod:issuer:demo:corp issuer https://id.example.com/realms/corp audience \"a b\" maxAge 1h"
        + " owner preferred_username tools \"* !drop*\" rate 100/1m scope.tools:read reader scope.write \"reader writer\"\n");
    assertThat(err.toString()).doesNotContain("warning", "secret");
  }

  @Test
  void public_keys_come_from_a_file(@TempDir Path folder) throws IOException {
    Path keys = Files.writeString(folder.resolve("keys.json"), """
        {"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}
        """);

    assertThat(issuer("--tenant", "demo", "--name", "corp", "--issuer", "corp", "--claims", "yes", "--keys", keys.toString())).isZero();
    assertThat(out.toString()).contains(" keys \"{\\\"keys\\\":[{");
  }

  @Test
  void an_authorization_server_whose_tokens_may_use_nothing_is_warned_of() {
    assertThat(issuer("--tenant", "demo", "--name", "corp", "--issuer", "https://id.example.com")).isZero();

    assertThat(err.toString()).contains("warning: its tokens may use nothing: --scope");
  }

  @ParameterizedTest
  @CsvSource({"--issuer,http://id.example.com", "--issuer,'a b'", "--audience,''", "--jwks,https://id.example.com/keys",
      "--jwks,/keys", "--algorithms,RS256", "--algorithms,none", "--leeway,1h", "--max-age,soon", "--owner,'a b'", "--roles,''",
      "--claims,maybe", "--scope,read", "--scope,=reader", "--scope,read=Reader", "--scope,'a b=reader'", "--scopes,'a\"'", "--tools,!",
      "--prompts,!", "--resources,!", "--rate,lots", "--quota,1/1h", "--concurrency,0", "--keys,/no/such/file", "--keys,pom.xml"})
  void a_bad_value_is_one_line_that_names_the_option_and_prints_no_command(String option, String value) {
    assertThat(issuer("--tenant", "demo", "--name", "local", option, value)).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith(option + ": ").hasLineCount(1).doesNotContainPattern("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @CsvSource({"Demo,local,tenant", "demo,Local,name", "demo,a:b,name"})
  void names_are_those_of_records(String tenant, String name, String option) {
    assertThat(issuer("--tenant", tenant, "--name", name)).isEqualTo(2);
    assertThat(err.toString()).startsWith("--" + option + ": it must be ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_scope_is_named_once() {
    assertThat(issuer("--tenant", "demo", "--name", "local", "--scope", "read=a", "--scope", "read=b")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--scope: it names the same scope twice");
  }
}
