package dev.gatehouse.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cluster.ClusterKeys;
import dev.gatehouse.cluster.SealException;
import dev.gatehouse.cluster.WorkerPlugin;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.UnlistedInfo;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OfferTest {

  private final ClusterKeys keys = ClusterKeys.ofSecret("a secret of the cluster in this test");

  private Buffer sealed(int features) {
    List<Info> infos = IntStream.range(0, features)
        .mapToObj(i -> (Info) new UnlistedInfo(Key.completion("p".repeat(1_000) + i, "argument"))).toList();
    Offer offer = new Offer(new WorkerPlugin("w", "acme", "shop", "digest", infos, 1), List.of());
    return offer.seal(Objects.requireNonNull(keys.of("acme")), "worker/1", "edge/1");
  }

  private Offer open(Buffer message) throws SealException {
    return Offer.open(keys, message, new PluginId("acme", "shop"), "digest", "worker/1", "edge/1");
  }

  /** A worker may say anything of its own tenant; the edge's heap is everybody's. */
  @Test
  void a_description_that_is_too_long_is_refused_in_words() throws SealException {
    assertThat(open(sealed(10)).plugin().infos()).hasSize(10);
    Buffer huge = sealed(10_000);
    assertThat(huge.length()).isGreaterThan(Offer.MOST_BYTES);
    assertThatThrownBy(() -> open(huge)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("divide the plugin");
  }
}
