package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.rpc.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

  /** Words, each as long as it is, without its quotes. */
  private static final Page.Listing<String> WORDS = new Page.Listing<>("words", word -> word, TextNode::new, -2);

  private static Page page(String cursor, long most, Stream<String> words) {
    ObjectNode params = cursor == null ? Json.object() : Json.object().put("cursor", cursor);
    return Page.of(McpRequest.Page.read(null, params, null, null), WORDS, words, most);
  }

  private static List<String> words(Page page) {
    List<String> words = new ArrayList<>();
    page.items().forEach(item -> words.add(item.textValue()));
    return words;
  }

  private static List<List<String>> pages(long most, String... words) {
    List<List<String>> pages = new ArrayList<>();
    String cursor = null;
    do {
      Page page = page(cursor, most, Stream.of(words));
      pages.add(words(page));
      cursor = page.next();
    } while (cursor != null);
    return pages;
  }

  @Test
  void what_fits_is_one_page_however_many_there_are() {
    Page all = page(null, 4_000, IntStream.range(1_000, 2_000).mapToObj(Integer::toString));

    assertThat(words(all)).hasSize(1_000);
    assertThat(all.next()).isNull();
    assertThat(words(page(null, 1, Stream.of()))).isEmpty();
  }

  @Test
  void what_does_not_fit_comes_in_pages_each_item_once() {
    assertThat(pages(4, "aa", "bb", "cc", "dd", "ee")).containsExactly(List.of("aa", "bb"), List.of("cc", "dd"), List.of("ee"));
  }

  @Test
  void an_item_that_is_longer_than_a_page_has_one_of_its_own() {
    assertThat(pages(4, "a", "bbbbbbb", "c", "ddddd")).containsExactly(List.of("a"), List.of("bbbbbbb"), List.of("c"), List.of("ddddd"));
  }

  @Test
  void what_comes_and_goes_in_between_moves_nothing_else() {
    String cursor = page(null, 2, Stream.of("a", "c", "e")).next();

    assertThat(words(page(cursor, 2, Stream.of("a", "b", "d", "e")))).containsExactly("d", "e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "b3RoZXIKYQ", "d29yZHM"})
  void a_cursor_that_is_not_this_lists_is_refused(String cursor) {
    assertThatThrownBy(() -> page(cursor, 9, Stream.of("a"))).isInstanceOf(McpException.class).hasMessageContaining("cursor");
  }

  @ParameterizedTest
  @CsvSource({"d29yZHMKYQ", "d29yZHMKYQ=="})
  void a_cursor_may_be_padded(String cursor) {
    assertThat(words(page(cursor, 9, Stream.of("a", "b")))).containsExactly("b");
  }
}
