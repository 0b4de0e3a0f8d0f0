package dev.gatehouse.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SizesTest {

  private static final List<String> STEPS = List.of("idle", "streams");

  @Test
  void without_a_step_all_are_wanted() {
    Sizes sizes = new Sizes(List.of("streams=10000"), STEPS);

    assertThat(sizes.wants("idle")).isTrue();
    assertThat(sizes.of("streams")).isEqualTo(10_000);
    assertThat(sizes.of("tenants")).isPositive();
  }

  @Test
  void only_steps_that_are_named_are_wanted() {
    Sizes sizes = new Sizes(List.of("idle"), STEPS);

    assertThat(sizes.wants("idle")).isTrue();
    assertThat(sizes.wants("streams")).isFalse();
  }

  @Test
  void other_words_are_refused_with_what_there_is() {
    for (String word : List.of("ideal", "streams=0", "streams=many", "cats=3")) {
      assertThatThrownBy(() -> new Sizes(List.of(word), STEPS)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + word + "'").hasMessageContaining("idle").hasMessageContaining("tenants");
    }
  }
}
