package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.bulkhead.HostMemory;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final long PLENTY = 1_000_000;

  private final ReplayBudget budget = new ReplayBudget(PLENTY, new HostMemory(1L << 30).tenant("acme"));
  private final EventStream stream = EventStream.resumable(3, budget);

  /** A connection that keeps what it showed. */
  private static final class Shown implements EventStream.Reader {

    private final List<String> data = new ArrayList<>();
    private boolean ended;

    @Override
    public void event(EventStream.Event event) {
      data.add(event.data().toString());
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private Shown read(long after) {
    Shown shown = new Shown();
    stream.read(shown, after);
    return shown;
  }

  @Test
  void who_comes_back_gets_what_they_missed_and_then_the_rest() {
    stream.send(Buffer.buffer("1"));
    stream.send(Buffer.buffer("2"));
    Shown first = read(0);
    stream.lost(first);
    stream.send(Buffer.buffer("3"));
    Shown second = read(2);
    stream.send(Buffer.buffer("4"));
    stream.end();

    assertThat(first.data).containsExactly("1", "2");
    assertThat(second.data).containsExactly("3", "4");
    assertThat(second.ended).isTrue();
  }

  @Test
  void who_comes_after_the_end_sees_it() {
    stream.send(Buffer.buffer("1"));
    stream.end();
    Shown late = read(0);

    assertThat(late.data).containsExactly("1");
    assertThat(late.ended).isTrue();
  }

  @Test
  void of_several_connections_the_newest_gets_the_messages_and_none_is_put_out() {
    Shown first = read(0);
    Shown second = read(0);
    stream.send(Buffer.buffer("1"));
    stream.lost(second);
    stream.send(Buffer.buffer("2"));

    assertThat(second.data).containsExactly("1");
    assertThat(first.data).containsExactly("2");
    assertThat(first.ended).isFalse();
    assertThat(stream.isRead()).isTrue();
    stream.end();
    assertThat(first.ended).isTrue();
    assertThat(stream.isRead()).isFalse();
  }

  @Test
  void a_ninth_connection_ends_the_oldest() {
    Shown oldest = read(0);
    List<Shown> others = IntStream.range(0, 7).mapToObj(i -> read(0)).toList();
    assertThat(oldest.ended).isFalse();
    read(0);

    assertThat(oldest.ended).isTrue();
    assertThat(others).noneMatch(one -> one.ended);
  }

  @Test
  void it_is_over_for_who_has_seen_all_of_it_once_it_has_ended() {
    stream.send(Buffer.buffer("1"));
    assertThat(stream.isOver(1)).isFalse();
    stream.end();

    assertThat(stream.isOver(0)).isFalse();
    assertThat(stream.isOver(1)).isTrue();
  }

  @Test
  void the_oldest_events_go_first() {
    for (int i = 1; i <= 1_001; i++) {
      stream.send(Buffer.buffer("" + i));
    }
    assertThat(read(0).data).hasSize(1_000).startsWith("2").endsWith("1001");
  }

  @Test
  void what_a_tenant_keeps_in_all_is_bounded() {
    EventStream other = EventStream.resumable(4, budget);
    other.send(Buffer.buffer("x".repeat((int) PLENTY - 3)));
    stream.send(Buffer.buffer("12"));
    Shown reader = read(0);
    stream.send(Buffer.buffer("34"));

    assertThat(budget.used()).isLessThanOrEqualTo(PLENTY);
    assertThat(reader.data).as("whoever reads loses nothing").containsExactly("12", "34");
    assertThat(read(0).data).containsExactly("34");
  }

  @Test
  void what_is_forgotten_frees_what_it_kept() {
    stream.send(Buffer.buffer("1"));
    stream.forget();
    stream.send(Buffer.buffer("2"));

    assertThat(budget.used()).isZero();
    assertThat(read(0).data).isEmpty();
  }

  @Test
  void an_event_tells_its_stream_and_its_place() {
    Shown shown = new Shown();
    EventStream.Reader ids = new EventStream.Reader() {
      @Override
      public void event(EventStream.Event event) {
        shown.event(new EventStream.Event("", Buffer.buffer(event.id())));
      }

      @Override
      public void end() {
        shown.end();
      }
    };
    stream.send(Buffer.buffer("1"));
    stream.read(ids, 0);

    assertThat(shown.data).containsExactly("3-1");
    assertThat(EventStream.number("3-1")).isEqualTo(3);
    assertThat(EventStream.place("3-1")).isEqualTo(1);
    assertThat(EventStream.number("nonsense")).isEqualTo(-1);
    assertThat(EventStream.number((1L << 32) + 3 + "-1")).as("no other stream's").isEqualTo(-1);
  }
}
