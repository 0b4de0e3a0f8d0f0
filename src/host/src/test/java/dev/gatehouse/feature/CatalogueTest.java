package dev.gatehouse.feature;

import static dev.gatehouse.feature.TestTools.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

  @Test
  void tools_are_in_the_order_of_their_names_however_they_came() {
    Catalogue catalogue =
        Catalogue.EMPTY.plus(List.of(entry("zoo", "p"), entry("ant", "p"))).plus(List.of(entry("bee", "q")));

    assertThat(catalogue.names(Kind.TOOL)).containsExactly("ant", "bee", "zoo");
    assertThat(catalogue.all(Kind.TOOL)).extracting(one -> one.key().name()).containsExactly("ant", "bee", "zoo");
    assertThat(catalogue.find(Key.tool("bee")).address().plugin()).isEqualTo("q");
    assertThat(catalogue.find(Key.tool("cat"))).isNull();
  }

  @Test
  void adding_makes_another_catalogue() {
    Catalogue before = Catalogue.EMPTY.plus(List.of(entry("ant", "p")));

    before.plus(List.of(entry("bee", "p")));

    assertThat(before.names(Kind.TOOL)).containsExactly("ant");
    assertThat(Catalogue.EMPTY.names(Kind.TOOL)).isEmpty();
    assertThatThrownBy(() -> before.all(Kind.TOOL).clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void two_plugins_cannot_serve_one_name() {
    Catalogue catalogue = Catalogue.EMPTY.plus(List.of(entry("ant", "p")));

    assertThatThrownBy(() -> catalogue.plus(List.of(entry("bee", "q"), entry("ant", "q"))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'ant'").hasMessageContaining("'p'").hasMessageContaining("'q'");
    assertThat(catalogue.names(Kind.TOOL)).containsExactly("ant");
  }
}
