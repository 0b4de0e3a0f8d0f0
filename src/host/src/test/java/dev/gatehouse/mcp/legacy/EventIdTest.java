package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.rpc.RpcId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "0", "0-", "0-x", "1-1", "1.-1", ".1-1", "1.2-", "1.2-x", "1.2.3-4", "0-1-2-3", "12345678.1-1",
      "1.2-1234567890123456789", "0-1234567890123456789", " 0-1", "1.2-3\n"})
  void what_is_no_id_is_none(String text) {
    assertThat(EventId.of(text)).isNull();
  }

  @Test
  void an_id_tells_its_stream_and_its_place() {
    EventId own = EventId.of("0-1700000000000-5");
    assertThat(own.isOwn()).isTrue();
    assertThat(own.place()).isEqualTo("1700000000000-5");
    EventId request = EventId.of("1048576.7-12");
    assertThat(request.isOwn()).isFalse();
    assertThat(request.stream()).isEqualTo("1048576.7");
    assertThat(request.host()).isEqualTo(1_048_576);
    assertThat(request.sequence()).isEqualTo(12);
    assertThat(request).hasToString("1048576.7-12").isEqualTo(EventId.of("1048576.7", 12));
  }

  @ParameterizedTest
  @CsvSource({"9-0, 10-0, -1", "10-2, 10-10, -1", "10-1, 10-1, 0", "10, 10-0, 0", "11-0, 10-9, 1"})
  void positions_are_ordered_as_numbers(String one, String other, int order) {
    assertThat(Integer.signum(EventId.POSITIONS.compare(one, other))).isEqualTo(order);
  }

  @Test
  void the_id_of_a_question_tells_its_host_and_is_exact_as_a_double() {
    HostNames names = new HostNames(() -> SessionStore.MOST_HOSTS);
    RpcId first = names.question();
    assertThat(names.question()).isNotEqualTo(first);
    assertThat(HostNames.hostOf(first)).isEqualTo(SessionStore.MOST_HOSTS);
    assertThat((long) (double) first.json().longValue()).isEqualTo(first.json().longValue());
    assertThat(HostNames.hostOf(new RpcId(LongNode.valueOf(7)))).isZero();
    assertThat(HostNames.hostOf(new RpcId(LongNode.valueOf(-1)))).isZero();
    assertThat(HostNames.hostOf(new RpcId(LongNode.valueOf(Long.MAX_VALUE)))).isZero();
    assertThat(HostNames.hostOf(new RpcId(TextNode.valueOf("4294967297")))).isZero();
    assertThat(names.stream()).isEqualTo(SessionStore.MOST_HOSTS + ".1");
  }

  @Test
  void digests_tell_which_lists_have_changed() {
    String before = "tools=1 prompts=2 resources=3";
    assertThat(ListDigests.changed(before, before)).isEmpty();
    assertThat(ListDigests.changed("", before)).as("of which a client was not told").isEmpty();
    String now = "tools=1 prompts=4 resources=5";
    assertThat(ListDigests.changed(before, now)).extracting(Object::toString).containsExactly("prompt", "resource");
    assertThat(ListDigests.with(before, now, Set.of(Kind.PROMPT)))
        .isEqualTo("tools=1 prompts=4 resources=3");
  }
}
