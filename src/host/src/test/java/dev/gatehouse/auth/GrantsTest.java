package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.ResourceUri;
import org.junit.jupiter.api.Test;

class GrantsTest {

  private static final Grants GRANTS =
      new Grants(Patterns.tools("add* !add_admin"), Patterns.prompts("greet"), Patterns.resources("file:///*"));

  @Test
  void a_decision_names_the_pattern_that_granted() {
    assertThat(GRANTS.tool("add_two", false)).isEqualTo(new Decision(true, "granted by 'add*' in tools of the key"));
    assertThat(GRANTS.prompt("greet")).isEqualTo(new Decision(true, "granted by 'greet' in prompts of the key"));
    assertThat(GRANTS.resource(ResourceUri.of("file:///x")))
        .isEqualTo(new Decision(true, "granted by 'file:///*' in resources of the key"));
  }

  @Test
  void a_deny_wins_and_is_named() {
    assertThat(GRANTS.tool("add_admin", false)).isEqualTo(new Decision(false, "denied by '!add_admin' in tools of the key"));
  }

  @Test
  void what_nothing_grants_is_denied() {
    assertThat(GRANTS.tool("greet", false)).isEqualTo(new Decision(false, "no grant in tools of the key"));
    assertThat(GRANTS.tool("ADD", false)).isEqualTo(new Decision(false, "no grant in tools of the key"));
    assertThat(GRANTS.prompt("add")).isEqualTo(new Decision(false, "no grant in prompts of the key"));
    assertThat(GRANTS.resource(ResourceUri.of("add:x"))).isEqualTo(new Decision(false, "no grant in resources of the key"));
  }
}
