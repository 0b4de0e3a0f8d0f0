package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.feature.CallCancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevocationGuardTest {

  private static final NewKey KEY = NewKey.create(new SecureRandom());

  private final Map<String, String> record = new HashMap<>(KEY.fields(Map.of("tenant", "demo", "tools", "add")));
  private final CredentialWatch keys = new CredentialWatch(Clock.systemUTC());
  private final RevocationGuard bound = new RevocationGuard(keys);
  private final CallCancellation cancellation = new CallCancellation();

  private KeyRecord read() {
    return KeyRecord.of(KEY.id(), KeyState.of(record, null, -1), Instant.now());
  }

  private Principal principal() {
    KeyStore store = id -> Future.succeededFuture(read());
    return ((Admission.Admitted) new ApiKeyAuthentication(store, new KeyPolicy(false, false), Clock.systemUTC())
        .admit(KEY.text(), "192.0.2.1").result()).principal();
  }

  private static McpException add(Principal now) {
    return now.grants().tool("add", false).allowed() ? null : McpErrors.forbidden("call tool", "add");
  }

  @Test
  void what_ends_is_watched_no_longer() {
    Promise<String> work = Promise.promise();
    Future<String> result = bound.run(principal(), cancellation, RevocationGuardTest::add, work::future);
    assertThat(keys.size()).isEqualTo(1);
    work.complete("done");
    assertThat(result.result()).isEqualTo("done");
    assertThat(keys.size()).isZero();
  }

  @Test
  void what_is_cancelled_is_watched_no_longer_even_if_it_never_ends() {
    bound.run(principal(), cancellation, RevocationGuardTest::add, () -> Promise.<String>promise().future());
    cancellation.cancel();
    assertThat(keys.size()).isZero();
  }

  @Test
  void the_end_of_the_key_cancels_and_fails_it() {
    Future<String> result = bound.run(principal(), cancellation, RevocationGuardTest::add, () -> Promise.<String>promise().future());
    record.put("status", "disabled");
    keys.changed(KEY.id());
    keys.tick();
    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(result.cause()).hasMessageContaining("no longer valid");
    assertThat(keys.size()).isZero();
  }

  @Test
  void a_call_that_is_allowed_no_longer_is_cancelled_and_told_so() {
    Future<String> result = bound.run(principal(), cancellation, RevocationGuardTest::add, () -> Promise.<String>promise().future());
    record.put("tools", "add other");
    keys.changed(KEY.id());
    keys.tick();
    assertThat(cancellation.isCancelled()).isFalse();
    record.put("tools", "other");
    keys.changed(KEY.id());
    keys.tick();
    assertThat(cancellation.isCancelled()).isTrue();
    assertThat(result.cause()).hasMessageContaining("may not call tool 'add'");
    assertThat(keys.size()).isZero();
  }
}
