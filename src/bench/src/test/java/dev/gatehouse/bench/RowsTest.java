package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void without_a_word_all_rows_are_measured() {
    assertThat(Rows.named(List.of())).startsWith("bare", "hop", "ceiling", "quarkus").contains("typescript").endsWith("rate", "lease");
  }

  @Test
  void a_word_names_a_row_or_some_together() {
    assertThat(Rows.named(List.of("bare", "peers", "bare")))
        .containsExactly("bare", "quarkus", "quarkus-thread", "quarkus-redis", "tomcat", "typescript");
  }

  @Test
  void another_word_is_refused_with_what_there_is() {
    assertThatThrownBy(() -> Rows.named(List.of("bear"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bear'").hasMessageContaining("bare");
  }
}
