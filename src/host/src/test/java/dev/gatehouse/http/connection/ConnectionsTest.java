package dev.gatehouse.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.record.Cidr;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {

  private int port;

  private static Connections bounded(int most, int mostPerAddress, String... trusted) {
    return new Connections("http", new ConnectionLimits(most, mostPerAddress, 1, Duration.ofHours(1)),
        List.of(trusted).stream().map(Cidr::parse).toList(), new LogThrottle());
  }

  private Connection open(Connections connections, String address) {
    return connections.open(new Peer(address, ++port));
  }

  /** One that carries a caller, and makes room for nobody. */
  private Connection letIn(Connections connections, String address) {
    Connection connection = open(connections, address);
    connections.admit(connection, null);
    return connection;
  }

  /** As far as the acceptor brings it. */
  private static EmbeddedChannel registered(Connection connection) {
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    channel.closeFuture().addListener(closed -> connection.closed());
    return channel;
  }

  @Test
  void so_many_are_open_and_one_more_when_one_is_closed() {
    Connections connections = bounded(2, 2);
    Connection first = letIn(connections, "192.0.2.1");
    assertThat(letIn(connections, "192.0.2.2")).isNotNull();

    assertThat(open(connections, "192.0.2.3")).isNull();
    assertThat(connections.refused()).isEqualTo(1);
    assertThat(connections.open()).isEqualTo(2);

    first.closed();
    assertThat(open(connections, "192.0.2.3")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, ::ffff:192.0.2.1", "2001:db8::1, 2001:db8::ffff:0:0:1", "fe80::1%eth0, fe80::2%eth1"})
  void addresses_of_one_block_are_counted_together(String one, String other) {
    Connections connections = bounded(9, 1);
    Connection first = letIn(connections, one);

    assertThat(open(connections, other)).isNull();
    assertThat(open(connections, "192.0.2.99")).isNotNull();

    first.closed();
    assertThat(open(connections, other)).isNotNull();
  }

  @Test
  void a_trusted_proxy_has_no_bound_of_its_own() {
    Connections connections = bounded(3, 1, "10.0.0.0/8");
    for (int i = 0; i < 3; i++) {
      assertThat(letIn(connections, "10.1.2.3")).isNotNull();
    }
    assertThat(open(connections, "10.1.2.3")).isNull();
  }

  @Test
  void an_address_makes_room_for_itself_alone() {
    Connections connections = bounded(9, 2);
    EmbeddedChannel neighbour = registered(open(connections, "192.0.2.1"));
    EmbeddedChannel first = registered(open(connections, "192.0.2.2"));
    EmbeddedChannel second = registered(open(connections, "192.0.2.2"));

    assertThat(open(connections, "192.0.2.2")).isNotNull();
    first.runPendingTasks();

    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
    assertThat(neighbour.isOpen()).isTrue();
    assertThat(connections.displaced()).isEqualTo(1);
  }

  @Test
  void one_that_makes_room_before_its_event_loop_has_it_is_closed_there() {
    Connections connections = bounded(1, 1);
    Connection first = open(connections, "192.0.2.1");
    Connection second = open(connections, "192.0.2.1");

    assertThat(registered(first).isOpen()).isFalse();
    assertThat(registered(second).isOpen()).isTrue();
    assertThat(connections.open()).isEqualTo(1);
  }

  @Test
  void room_is_made_no_faster_than_connections_are_closed() {
    Connections connections = bounded(100, 100);
    for (int i = 0; i < 100; i++) {
      open(connections, "192.0.2.1");
    }
    for (int i = 0; i < 64; i++) {
      assertThat(open(connections, "192.0.2.1")).isNotNull();
    }

    assertThat(open(connections, "192.0.2.1")).isNull();
  }

  @Test
  void the_bound_is_what_descriptors_and_heap_allow() {
    assertThat(ConnectionLimits.most(600, 512L << 20)).isEqualTo(600);
    assertThat(ConnectionLimits.most(1_000_000, 512L << 20)).isEqualTo(32_768);
    assertThat(ConnectionLimits.most(-5, 512L << 20)).isEqualTo(16);
    assertThat(ConnectionLimits.most(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
