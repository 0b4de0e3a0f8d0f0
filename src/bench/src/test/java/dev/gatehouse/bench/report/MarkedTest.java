package dev.gatehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MarkedTest {

  @Test
  void only_the_part_of_that_name_is_replaced() throws IOException {
    String page = "a\n<!-- one -->\nold\n<!-- end -->\nb\n<!-- two -->\nkept\n<!-- end -->\n";

    assertThat(Marked.in(page, "one", "new\n")).isEqualTo("a\n<!-- one -->\nnew\n<!-- end -->\nb\n<!-- two -->\nkept\n<!-- end -->\n");
  }

  @Test
  void a_page_without_the_part_is_refused() {
    assertThatThrownBy(() -> Marked.in("a\n<!-- end -->\n", "one", "new\n")).isInstanceOf(IOException.class)
        .hasMessageContaining("<!-- one -->");
  }
}
