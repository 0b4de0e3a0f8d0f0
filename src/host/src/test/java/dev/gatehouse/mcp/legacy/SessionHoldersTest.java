package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.Callers;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.ResourceUri;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class SessionHoldersTest {

  private static final ResourceUri DOC = ResourceUri.of("test://doc");

  private static final Watch.Listener IGNORED = new Watch.Listener() {
    @Override
    public void changed(Principal now) {
      // Not looked at.
    }

    @Override
    public void ended(Refused why) {
      // Not looked at.
    }
  };

  private final SessionHolders holders = new SessionHolders();

  private static Principal key(String id, String resources) {
    return Callers.key(id, "first", resources == null ? Patterns.none() : Patterns.resources(resources));
  }

  @Test
  void a_key_is_added_once_and_the_last_to_leave_is_told() {
    assertThat(holders.add(key("a", null))).isTrue();
    assertThat(holders.add(key("a", null))).isFalse();
    assertThat(holders.isOnly("a")).isTrue();
    assertThat(holders.add(key("b", null))).isTrue();
    assertThat(holders.isOnly("a")).isFalse();
    assertThat(holders.has(key("b", null))).isTrue();
    assertThat(holders.remove("a")).isFalse();
    assertThat(holders.has(key("a", null))).isFalse();
    assertThat(holders.remove("b")).isTrue();
  }

  @Test
  void of_two_watches_of_one_key_one_stays() {
    CredentialWatch keys = new CredentialWatch(Clock.systemUTC());
    holders.add(key("a", null));
    holders.watched("a", keys.watch(key("a", null), IGNORED));
    holders.watched("a", keys.watch(key("a", null), IGNORED));
    holders.watched("b", keys.watch(key("b", null), IGNORED));
    assertThat(keys.size()).isEqualTo(1);
    holders.close();
    assertThat(keys.size()).isZero();
  }

  @Test
  void a_resource_is_told_of_only_when_all_of_them_may_read_it() {
    assertThat(holders.mayRead(DOC)).as("nobody").isFalse();
    holders.add(key("a", "test://*"));
    assertThat(holders.mayRead(DOC)).isTrue();
    holders.add(key("b", "other:*"));
    assertThat(holders.mayRead(DOC)).isFalse();
    holders.changed(key("b", "test://doc"));
    assertThat(holders.mayRead(DOC)).isTrue();
    holders.changed(key("c", "other:*"));
    assertThat(holders.mayRead(DOC)).as("one that is none of them").isTrue();
  }

  @Test
  void there_are_few_of_them_and_none_after_the_end() {
    for (int i = 0; i < 100; i++) {
      holders.add(key("k" + i, null));
    }
    assertThat(holders.has(key("k99", null))).isTrue();
    assertThat(holders.has(key("k95", null))).isFalse();
    holders.close();
    assertThat(holders.add(key("k", null))).isFalse();
    assertThat(holders.has(key("k99", null))).isFalse();
  }
}
