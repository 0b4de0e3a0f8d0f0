package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  private static final List<String> NAMES = List.of("closeTicket", "listTickets", "lost_tickets", "aBC", "x");

  @ParameterizedTest
  @CsvSource({"list_tickets,listTickets", "LISTTICKETS,listTickets", "list.tickets,listTickets", "listTicket,listTickets",
      "closeTickte,closeTicket", "a_b_c,aBC"})
  void the_name_that_was_meant_is_named(String wrong, String meant) {
    assertThat(Suggestion.of(wrong, NAMES.stream(), name -> true)).isEqualTo(". Did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"openDoor", "weather"})
  void none_is_where_none_is_near(String wrong) {
    assertThat(Suggestion.of(wrong, NAMES.stream(), name -> true)).isEmpty();
  }

  @Test
  void only_what_is_granted_is_named() {
    assertThat(Suggestion.of("list_tickets", NAMES.stream(), name -> false)).isEmpty();
    assertThat(Suggestion.of("list_tickets", NAMES.stream(), name -> !name.equals("listTickets"))).doesNotContain("listTickets");
  }

  @Test
  void a_name_that_is_very_long_is_not_compared() {
    assertThat(Suggestion.of("x".repeat(1_000_000), Stream.of("x".repeat(1_000_000)), name -> true)).isEmpty();
  }

  @Test
  void few_names_are_compared_however_many_there_are() {
    int[] asked = new int[1];
    Suggestion.of("tool", IntStream.range(0, 100_000).mapToObj(i -> "t" + i % 1000), name -> ++asked[0] > 0);
    assertThat(asked[0]).isLessThanOrEqualTo(200);
  }
}
