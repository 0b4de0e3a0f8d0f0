package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {

  private static final McpMethod METHOD = call -> {
    throw new IllegalStateException("not called");
  };

  @ParameterizedTest
  @ValueSource(strings = {"skills/list", "tool/list", "ping", "", "/list"})
  void a_method_of_an_unknown_kind_is_refused_when_the_table_is_made(String method) {
    assertThatThrownBy(() -> Capabilities.guarded(method, METHOD))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + method + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "prompts/get", "resources/templates/list", "completion/complete"})
  void the_others_are_taken(String method) {
    assertThat(Capabilities.guarded(method, METHOD)).isNotNull();
  }
}
