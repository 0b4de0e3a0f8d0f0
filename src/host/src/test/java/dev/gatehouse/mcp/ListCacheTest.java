package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.rpc.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which lists are written again, and which are not. */
final class ListCacheTest {

  private static final Catalogue FIRST = Catalogue.EMPTY.plus(List.of());
  private static final Catalogue SECOND = Catalogue.EMPTY.plus(List.of());

  private final ListCache cache = new ListCache(100_000);
  private int made;

  private static ListCache.Slot slot(String tenant, Kind kind, String cursor, String tools) {
    return new ListCache.Slot(tenant, kind, cursor, new Grants(Patterns.tools(tools), Patterns.none(), Patterns.none()));
  }

  private Page page(ListCache.Slot slot, Catalogue catalogue, String next) {
    return cache.page(slot, catalogue, () -> {
      made++;
      return new Page(Json.array().add("x".repeat(1_000)), next);
    });
  }

  @Test
  void a_list_is_made_once_for_all_callers_with_the_same_rights() {
    Page page = page(slot("demo", Kind.TOOL, null, "add sub"), FIRST, null);
    assertThat(page(slot("demo", Kind.TOOL, null, "add sub"), FIRST, null)).isSameAs(page);
    assertThat(made).isEqualTo(1);

    page(slot("demo", Kind.TOOL, null, "add"), FIRST, null);
    page(slot("demo", Kind.PROMPT, null, "add sub"), FIRST, null);
    page(slot("other", Kind.TOOL, null, "add sub"), FIRST, null);
    assertThat(made).as("other rights, another list, another tenant").isEqualTo(4);
  }

  @Test
  void a_list_of_another_catalogue_is_made_again() {
    Page page = page(slot("demo", Kind.TOOL, null, "*"), FIRST, null);
    assertThat(page(slot("demo", Kind.TOOL, null, "*"), SECOND, null)).isNotSameAs(page);
    assertThat(made).isEqualTo(2);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void a_later_page_is_kept_only_when_its_cursor_was_handed_out() {
    for (int i = 0; i < 1_000; i++) {
      page(slot("demo", Kind.TOOL, "made up " + i, "*"), FIRST, null);
    }
    assertThat(cache.size()).isZero();
    page(slot("demo", Kind.TOOL, null, "*"), FIRST, "second");
    made = 0;
    page(slot("demo", Kind.TOOL, "second", "*"), FIRST, null);
    page(slot("demo", Kind.TOOL, "second", "*"), FIRST, null);
    assertThat(made).isEqualTo(1);
  }

  @Test
  void it_is_bounded_in_bytes_and_lets_go_of_what_was_used_longest_ago() {
    for (int i = 0; i < 1_000; i++) {
      page(slot("demo", Kind.TOOL, null, "tool" + i), FIRST, null);
      page(slot("demo", Kind.TOOL, null, "tool0"), FIRST, null);
    }
    assertThat(cache.size()).isBetween(10, 40);
    assertThat(made).as("the one that is used stays").isEqualTo(1_000);
  }

  @Test
  void a_tenant_whose_lists_have_changed_leaves_nothing_behind() {
    page(slot("demo", Kind.TOOL, null, "*"), FIRST, "second");
    page(slot("other", Kind.TOOL, null, "*"), FIRST, null);
    cache.drop("demo");
    assertThat(cache.size()).isEqualTo(1);
    cache.drop("other");
    assertThat(cache.size()).isZero();
  }
}
