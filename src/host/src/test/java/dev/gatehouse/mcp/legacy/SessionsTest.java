package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ManualClock;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.feature.bulkhead.HostMemory;
import dev.gatehouse.feature.bulkhead.MemoryBudget;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.Patterns;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionsTest {

  private static final MemoryBudget MEMORY = new HostMemory(1L << 30).tenant("acme");
  private static final Principal ACME = Callers.anonymous("acme", Patterns.none(), List.of(), "127.0.0.1");
  private static final Principal OTHER = Callers.anonymous("other", Patterns.none(), List.of(), "127.0.0.1");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T00:00:00Z"));

  private Sessions sessions(int perTenant, Duration idle) {
    return new Sessions(new SessionsConfig(perTenant, idle), new CredentialWatch(clock),
        clock::nanoTime);
  }

  @Test
  void a_tenants_one_too_many_ends_the_one_idle_for_longest_and_no_other_tenants() {
    Sessions sessions = sessions(2, Duration.ofMinutes(1));
    Session others = sessions.open(OTHER, MEMORY, Revision.V2025_11_25);
    Session first = sessions.open(ACME, MEMORY, Revision.V2025_11_25);
    clock.pass(Duration.ofMillis(1));
    Session second = sessions.open(ACME, MEMORY, Revision.V2025_11_25);
    clock.pass(Duration.ofMillis(1));
    assertThat(sessions.find(first.id(), ACME)).isSameAs(first);

    Session third = sessions.open(ACME, MEMORY, Revision.V2025_11_25);

    assertThat(sessions.find(second.id(), ACME)).as("not used since it was opened").isNull();
    assertThat(sessions.find(first.id(), ACME)).isSameAs(first);
    assertThat(sessions.find(third.id(), ACME)).isSameAs(third);
    assertThat(sessions.find(others.id(), OTHER)).isSameAs(others);
    assertThat(sessions.size()).isEqualTo(3);
  }

  private static Principal key(String id) {
    return Callers.key(id, id, Patterns.none());
  }

  @Test
  void a_key_that_opens_many_ends_its_own_and_nobody_elses() {
    Sessions sessions = sessions(4, Duration.ofMinutes(1));
    Session modest = sessions.open(key("modest"), MEMORY, Revision.V2025_11_25);
    clock.pass(Duration.ofMillis(1));
    for (int i = 0; i < 20; i++) {
      sessions.open(key("greedy"), MEMORY, Revision.V2025_11_25);
    }

    assertThat(sessions.find(modest.id(), key("modest"))).isSameAs(modest);
    assertThat(sessions.size()).isEqualTo(4);
  }

  @Test
  void where_there_are_many_some_are_ended_at_once_the_idlest_ones() {
    Sessions sessions = sessions(300, Duration.ofMinutes(1));
    List<Session> open = new ArrayList<>();
    for (int i = 0; i < 301; i++) {
      open.add(sessions.open(ACME, MEMORY, Revision.V2025_11_25));
      clock.pass(Duration.ofMillis(1));
    }

    assertThat(sessions.size()).isEqualTo(298);
    assertThat(open.subList(0, 3)).noneMatch(session -> sessions.find(session.id(), ACME) != null);
    assertThat(open.subList(3, 301)).allMatch(session -> sessions.find(session.id(), ACME) != null);
  }

  @Test
  void a_sweep_ends_what_was_idle_for_too_long() {
    Sessions idle = sessions(9, Duration.ofSeconds(59));
    Sessions patient = sessions(9, Duration.ofMinutes(1));
    idle.open(ACME, MEMORY, Revision.V2025_11_25);
    patient.open(ACME, MEMORY, Revision.V2025_11_25);
    clock.pass(Duration.ofMinutes(1));

    idle.sweep();
    patient.sweep();

    assertThat(idle.size()).isZero();
    assertThat(patient.size()).isEqualTo(1);
  }

  @Test
  void a_session_is_its_own_keys_and_tenants() {
    Sessions sessions = sessions(9, Duration.ofMinutes(1));
    Session session = sessions.open(ACME, MEMORY, Revision.V2025_11_25);

    assertThat(sessions.find(session.id(), OTHER)).isNull();
    assertThat(sessions.find("x", ACME)).isNull();
    assertThat(sessions.find(null, ACME)).isNull();
  }

  @Test
  void closing_frees_its_place_once() {
    Sessions sessions = sessions(2, Duration.ofMinutes(1));
    Session session = sessions.open(ACME, MEMORY, Revision.V2025_11_25);
    sessions.close(session);
    sessions.close(session);
    Session one = sessions.open(ACME, MEMORY, Revision.V2025_11_25);
    sessions.open(ACME, MEMORY, Revision.V2025_11_25);

    assertThat(sessions.size()).isEqualTo(2);
    assertThat(sessions.find(one.id(), ACME)).isSameAs(one);
    sessions.closeAll();
    assertThat(sessions.size()).isZero();
  }

  @Test
  void ids_are_long_and_never_the_same() {
    Sessions sessions = sessions(1000, Duration.ofMinutes(1));
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      ids.add(sessions.open(ACME, MEMORY, Revision.V2025_11_25).id());
    }

    assertThat(ids).hasSize(1000).allMatch(id -> id.matches("[0-9a-f]{48}"));
  }

  @Test
  void what_a_tool_says_after_its_sessions_end_is_not_kept() {
    MemoryBudget budget = new HostMemory(1L << 30).tenant("ended");
    Sessions sessions = sessions(2, Duration.ofMinutes(1));
    Session session = sessions.open(ACME, budget, Revision.V2025_11_25);
    session.open().send(Buffer.buffer("said in time"));
    assertThat(budget.held()).isEqualTo(Session.FOOTPRINT + 12);

    sessions.close(session);
    session.open().send(Buffer.buffer("said too late"));

    assertThat(budget.held()).isZero();
  }
}
