package dev.gatehouse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SealTest {

  private static final String SECRET = "a-secret-that-nobody-knows";
  private static final Envelope CLEAR = new Envelope(1, 77, 3, "demo", "edge/1");
  private static final byte[] CONTENT = "{\"kind\":\"TOOL\",\"name\":\"add\"}".getBytes(StandardCharsets.UTF_8);

  private final Seal edge = seal(ClusterKeys.ofSecret(SECRET), "demo");
  private final Seal worker = seal(ClusterKeys.ofTenants(Map.of("demo", ClusterKeys.derive(SECRET, "demo"))), "demo");

  private static Seal seal(ClusterKeys keys, String tenant) {
    return Objects.requireNonNull(keys.of(tenant));
  }

  private static byte[] open(Seal seal, String to, Buffer message) throws SealException {
    return seal.open(Objects.requireNonNull(Envelope.read(message)), to, message);
  }

  @Test
  void what_one_node_seals_the_other_reads() throws SealException {
    Buffer message = edge.seal(CLEAR, "worker/1", CONTENT);

    assertThat(Envelope.read(message)).isEqualTo(CLEAR);
    assertThat(open(worker, "worker/1", message)).isEqualTo(CONTENT);
    assertThat(open(worker, "worker/1", message)).as("the second time, with a key that is kept").isEqualTo(CONTENT);
    assertThat(message.length()).isEqualTo(Seal.overhead() + CLEAR.length() + CONTENT.length);
  }

  @Test
  void nothing_of_the_content_can_be_read() {
    String message = edge.seal(CLEAR, "worker/1", CONTENT).toString(StandardCharsets.ISO_8859_1);

    assertThat(message).contains("demo", "edge/1").doesNotContain("TOOL", "add");
  }

  @Test
  void the_same_content_is_never_sealed_the_same_way_twice() {
    Set<String> sealed = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      sealed.add(Arrays.toString(edge.seal(CLEAR, "worker/1", CONTENT).getBytes()));
      sealed.add(Arrays.toString(worker.seal(CLEAR, "worker/1", CONTENT).getBytes()));
    }

    assertThat(sealed).hasSize(2000);
  }

  @Test
  void a_byte_that_is_changed_anywhere_is_noticed() {
    byte[] message = edge.seal(CLEAR, "worker/1", CONTENT).getBytes();
    for (int i = 0; i < message.length; i++) {
      byte[] changed = message.clone();
      changed[i] ^= 1;
      Buffer buffer = Buffer.buffer(changed);
      Envelope clear = Envelope.read(buffer);
      if (clear != null) {
        assertThatThrownBy(() -> worker.open(clear, "worker/1", buffer)).as("byte %d", i).isInstanceOf(SealException.class);
      }
    }
  }

  @Test
  void a_message_that_is_cut_off_is_noticed() {
    Buffer message = edge.seal(CLEAR, "worker/1", CONTENT);
    for (int length = 0; length < message.length(); length++) {
      Buffer cut = message.getBuffer(0, length);
      Envelope clear = Envelope.read(cut);
      if (clear != null) {
        assertThatThrownBy(() -> worker.open(clear, "worker/1", cut)).as("length %d", length).isInstanceOf(SealException.class);
      }
    }
  }

  @Test
  void a_message_is_for_one_address_only() {
    Buffer message = edge.seal(CLEAR, "worker/1", CONTENT);

    assertThatThrownBy(() -> open(worker, "worker/2", message)).isInstanceOf(SealException.class);
    assertThatThrownBy(() -> open(edge, "edge/1", message)).as("sent back").isInstanceOf(SealException.class);
  }

  @Test
  void another_tenants_key_opens_nothing_and_makes_nothing() {
    Seal other = seal(ClusterKeys.ofSecret(SECRET), "other");

    assertThatThrownBy(() -> open(other, "worker/1", edge.seal(CLEAR, "worker/1", CONTENT))).isInstanceOf(SealException.class)
        .hasMessageContaining("'demo'").hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> open(edge, "edge/1", other.seal(CLEAR, "edge/1", CONTENT))).isInstanceOf(SealException.class);
  }

  /** {@code printf %s demo | openssl dgst -sha256 -hmac a-secret-that-nobody-knows}. */
  @Test
  void a_tenants_key_is_what_openssl_makes() {
    assertThat(ClusterKeys.derive(SECRET, "demo")).isEqualTo("669ba2a34025ca50fe57eb582ab4de5dac8464dafeab32d82de04f9689672581");
  }

  @Test
  void a_worker_has_the_keys_of_its_tenants_alone() {
    ClusterKeys keys = ClusterKeys.ofTenants(Map.of("demo", ClusterKeys.derive(SECRET, "demo")));

    assertThat(keys.of("other")).isNull();
    assertThat(keys.once("other")).isNull();
    assertThat(keys.of("demo")).isNotNull().isSameAs(keys.of("demo"));
  }

  @Test
  void a_key_that_is_none_is_refused_without_being_told() {
    assertThatThrownBy(() -> ClusterKeys.ofTenants(Map.of("demo", "secret"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the key of tenant 'demo' must be 64 hex digits");
    assertThat(ClusterKeys.ofSecret(SECRET)).asString().doesNotContain(SECRET);
  }

  @Test
  void garbage_is_no_message() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      Buffer message = Buffer.buffer(bytes);
      Envelope clear = Envelope.read(message);
      if (clear != null) {
        assertThatThrownBy(() -> worker.open(clear, "worker/1", message)).isInstanceOf(SealException.class);
      }
    }
  }
}
