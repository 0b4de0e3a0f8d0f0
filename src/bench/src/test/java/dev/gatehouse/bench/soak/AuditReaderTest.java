package dev.gatehouse.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.MintedKey;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditReaderTest {

  private final MintedKey key = MintedKey.of(new Random(1));
  private final Tally tally = new Tally();
  private final AuditReader audit = new AuditReader(null, tally);

  @BeforeEach
  void a_call_was_answered() {
    tally.ran("t", key, new Reply(Reply.Kind.OK, "5", "s1"));
  }

  private void written(String tenant, String keyId, String request, String outcome) {
    audit.take(tenant, List.of("at", "now", "key", keyId, "outcome", outcome, "request", request));
  }

  private boolean isExact() {
    audit.compareCalls();
    return tally.good();
  }

  @Test
  void one_entry_is_right() {
    written("t", key.id(), "s1", "ok");
    written("t", key.id(), "s2", "cancelled");
    written("t", key.id(), "s1", "forbidden");
    assertThat(audit.missing()).isZero();
    assertThat(isExact()).isTrue();
  }

  @Test
  void none_is_a_fault() {
    assertThat(audit.missing()).isOne();
    assertThat(isExact()).isFalse();
  }

  @Test
  void two_are_a_fault() {
    written("t", key.id(), "s1", "ok");
    written("t", key.id(), "s1", "ok");
    assertThat(isExact()).isFalse();
  }

  @Test
  void one_of_another_outcome_key_or_tenant_is_a_fault() {
    written("t", key.id(), "s1", "error");
    written("t", "other", "s1", "ok");
    written("u", key.id(), "s1", "ok");
    assertThat(isExact()).isFalse();
  }
}
