package dev.gatehouse.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cluster.Envelope;
import dev.gatehouse.cluster.wire.MessageKind;
import org.junit.jupiter.api.Test;

class HeardNewsTest {

  private final HeardNews heard = new HeardNews();

  private boolean isNew(String tenant, long number) {
    return heard.isNew(new Envelope(MessageKind.NEWS, 0, number, tenant, "worker/1"));
  }

  @Test
  void news_are_heard_once_and_in_order() {
    assertThat(isNew("acme", 5)).isTrue();
    assertThat(isNew("acme", 5)).isFalse();
    assertThat(isNew("acme", 4)).isFalse();
    assertThat(isNew("acme", 6)).isTrue();
  }

  @Test
  void who_has_the_key_of_one_tenant_cannot_silence_a_worker_for_others() {
    assertThat(isNew("hostile", Long.MAX_VALUE)).isTrue();
    assertThat(isNew("acme", 1)).isTrue();
  }
}
