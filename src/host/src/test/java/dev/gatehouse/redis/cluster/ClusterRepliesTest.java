package dev.gatehouse.redis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.ErrorType;
import io.vertx.redis.client.impl.types.MultiType;
import io.vertx.redis.client.impl.types.NumberType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes of several versions and settings tell. */
class ClusterRepliesTest {

  private static final Server ASKED = new Server("10.0.0.1", 6379);

  private static Response text(String text) {
    return BulkType.create(Buffer.buffer(text), false);
  }

  private static Response list(Response... items) {
    MultiType list = MultiType.create(items.length, false);
    for (Response item : items) {
      list.add(item);
    }
    return list;
  }

  private static Response slots(int from, int to, Response host, int port, String id) {
    return list(NumberType.create((long) from), NumberType.create((long) to), list(host, NumberType.create((long) port), text(id)));
  }

  private static ClusterView view(String nodes, Response... slots) {
    return ClusterReplies.view(ASKED, List.of(text("cluster_state:ok\r\ncluster_current_epoch:7\r\n"), text(nodes), list(slots)));
  }

  @Test
  void masters_with_slots_and_without_and_replicas_are_told_apart() {
    ClusterView view = view("""
        a 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-8190 8192 [8193->-b]
        b 10.0.0.2:6379@16379,,shard-id=0123 master - 0 1 2 connected 8191 8193-16383 [8192-<-a]
        c 10.0.0.3:6379@16379 slave a 0 1 1 connected
        d 10.0.0.4:6379@16379 master - 0 1 0 connected
        e 10.0.0.5:6379@16379 slave,fail b 0 1 2 disconnected
        f 10.0.0.6:6379@16379 master,fail - 0 1 2 disconnected
        g 10.0.0.7:6379@16379 handshake - 0 1 0 disconnected
        h :0@0 master,noaddr - 0 1 0 disconnected
        """);
    assertThat(view.isUp()).isTrue();
    assertThat(view.epoch()).isEqualTo(7);
    assertThat(view.masters()).extracting(Server::toString).containsExactlyInAnyOrder("10.0.0.1:6379", "10.0.0.2:6379", "10.0.0.4:6379");
    assertThat(view.serving()).extracting(Server::toString).containsExactlyInAnyOrder("10.0.0.1:6379", "10.0.0.2:6379");
    assertThat(view.replicas()).extracting(Server::toString).containsExactly("10.0.0.3:6379");
    assertThat(view.owner(8191)).hasToString("10.0.0.2:6379");
    assertThat(view.owner(8192)).hasToString("10.0.0.1:6379");
    assertThat(view.owner(8193)).hasToString("10.0.0.2:6379");
    assertThat(view.unserved()).isZero();
  }

  @Test
  void slots_of_a_master_that_failed_and_of_nobody_are_not_served() {
    ClusterView view = view("""
        a 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-99
        b 10.0.0.2:6379@16379 master,fail - 0 1 2 disconnected 100-199
        """);
    assertThat(view.owner(100)).as("it may come back").hasToString("10.0.0.2:6379");
    assertThat(view.owner(200)).isNull();
    assertThat(view.unserved()).isEqualTo(HashSlot.COUNT - 100);
  }

  @Test
  void clients_go_where_the_cluster_tells_them_to() {
    String nodes = """
        a 10.0.0.1:6379@16379,one.example master - 0 0 1 connected 0-99
        b 10.0.0.2:6379@16379,two.example master - 0 0 1 connected
        """;
    assertThat(view(nodes, slots(0, 99, text("one.example"), 6380, "a")).masters()).extracting(Server::toString)
        .containsExactlyInAnyOrder("one.example:6380", "two.example:6379");
    assertThat(view(nodes, slots(0, 99, text("10.0.0.1"), 6379, "a")).masters()).extracting(Server::toString)
        .containsExactlyInAnyOrder("10.0.0.1:6379", "10.0.0.2:6379");
    assertThat(view(nodes, slots(0, 99, null, 6381, "a")).owner(0)).as("an unknown endpoint").hasToString("10.0.0.1:6381");
  }

  @Test
  void a_node_that_does_not_know_its_address_has_the_one_that_was_asked() {
    assertThat(view("a :6380@16380 myself,master - 0 0 0 connected 0-16383\n").owner(1)).hasToString("10.0.0.1:6380");
    assertThat(view("a ::1:6380@16380 myself,master - 0 0 0 connected 0-16383\n").owner(1)).hasToString("[::1]:6380");
  }

  private static Redirect redirect(String answer) {
    return Redirect.of(new StoreUnavailableException("failed", ErrorType.create(answer)), ASKED);
  }

  @ParameterizedTest
  @CsvSource({"MOVED 3999 127.0.0.1:6381, MOVED, 3999, 127.0.0.1:6381", "ASK 1 two.example:6379, ASK, 1, two.example:6379",
      "MOVED 16383 :6381, MOVED, 16383, 10.0.0.1:6381", "MOVED 2 ::1:6381, MOVED, 2, [::1]:6381",
      "TRYAGAIN Multiple keys request during rehashing of slot, TRYAGAIN, -1,", "CLUSTERDOWN Hash slot not served, CLUSTERDOWN, -1,"})
  void a_redirection_is_understood(String answer, Redirect.Kind kind, int slot, String to) {
    Redirect redirect = redirect(answer);
    assertThat(redirect.kind()).isEqualTo(kind);
    assertThat(redirect.slot()).isEqualTo(slot);
    assertThat(redirect.to() == null ? null : redirect.to().toString()).isEqualTo(to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERR unknown command", "MOVED", "MOVED 16384 127.0.0.1:1", "ASK x 127.0.0.1:1", "NOSCRIPT No matching script.",
      "CROSSSLOT Keys in request don't hash to the same slot"})
  void other_answers_are_none(String answer) {
    assertThat(redirect(answer)).isNull();
  }
}
