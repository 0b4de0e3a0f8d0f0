package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Principal;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of tokens, which have no secret of their own. */
class TokenRecordTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String HOME = "192.0.2.1";
  private static final KeyStore STORE = credential -> Future.failedFuture("not asked");

  private record Token(String id) implements Credential {

    @Override
    public String record() {
      return "issuer:demo:local";
    }

    @Override
    public @Nullable Dependencies dependencies(Map<String, String> fields) {
      return null;
    }

    @Override
    public List<String> revocable(@Nullable Dependencies others) {
      return List.of();
    }

    @Override
    public KeyRecord parse(KeyState state, Instant readAt, long lastsMillis) {
      return open(this, null);
    }
  }

  private static KeyRecord open(Credential token, @Nullable Instant notBefore) {
    Principal principal = new Principal("demo", "local:a1", "ann", null, new Grants(List.of(), List.of()), Limits.NONE, "local:line", false,
        NOW.plusSeconds(60), "policy");
    return KeyRecord.open(token, principal, notBefore, NOW.plusSeconds(10));
  }

  private static Principal holder(Admission admission) {
    return ((Admission.Admitted) admission).principal();
  }

  private static AuthFailure reason(Admission admission) {
    return ((Admission.Refused) admission).reason();
  }

  @Test
  void a_verified_token_is_admitted_within_its_time() {
    KeyRecord record = open(new Token("token:1"), NOW);
    assertThat(holder(record.admitVerified(NOW, HOME, STORE)).keyId()).isEqualTo("local:a1");
    assertThat(reason(record.admitVerified(NOW.minusSeconds(1), HOME, STORE))).isEqualTo(AuthFailure.NOT_YET_VALID);
    assertThat(reason(record.admitVerified(NOW.plusSeconds(60), HOME, STORE))).isEqualTo(AuthFailure.EXPIRED);
    assertThat(((Admission.Refused) record.admitVerified(NOW.plusSeconds(60), HOME, STORE)).owner()).isEqualTo("ann");
    assertThat(record.due()).as("one of its records ends first").isEqualTo(NOW.plusSeconds(10));
  }

  @Test
  void its_record_admits_nobody_who_has_proven_nothing() {
    assertThat(reason(open(new Token("token:1"), null).admit("shown", false, NOW, HOME, STORE))).isEqualTo(AuthFailure.WRONG_SECRET);
  }

  @Test
  void no_secret_is_the_one_of_a_token() {
    assertThat(open(new Token("token:1"), null).hash().matches("")).isFalse();
  }

  @Test
  void two_tokens_are_two_callers_and_one_from_another_address_is_another() {
    KeyRecord record = open(new Token("token:1"), null);
    Principal caller = holder(record.admitVerified(NOW, HOME, STORE));
    KeyRecord later = open(new Token("token:1"), null);
    assertThat(caller.presentedAs(holder(later.admitVerified(NOW, HOME, STORE)))).isTrue();
    assertThat(caller.presentedAs(holder(later.admitVerified(NOW, "192.0.2.2", STORE)))).isFalse();
    assertThat(caller.presentedAs(holder(open(new Token("token:2"), null).admitVerified(NOW, HOME, STORE)))).isFalse();
    assertThat(caller.validity().subject()).isEqualTo("token:1");
    assertThat(holder(later.readmit(caller, NOW)).validity().admittedBy()).isSameAs(later);
  }

  @Test
  void a_closed_record_exists_whatever_closed_it() {
    KeyRecord closed = KeyRecord.closed(new Token("token:1"),
        new Admission.Refused(AuthFailure.UNKNOWN, "local:a1", "there is no issuer", "demo", "ann"), null);
    assertThat(closed.exists()).isTrue();
    assertThat(((Admission.Refused) closed.admitVerified(NOW, HOME, STORE)).owner()).isEqualTo("ann");
  }
}
