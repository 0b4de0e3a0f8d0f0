package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailedException;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.ext.auth.authentication.CredentialValidationException;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.authentication.UsernamePasswordCredentials;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ApiKeyAuthenticationTest {

  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
  private static final KeyPolicy STRICT = new KeyPolicy(false, false);
  private static final KeyPolicy OPAQUE = new KeyPolicy(true, false);
  private static final KeyPolicy OPAQUE_ON_LOOPBACK = new KeyPolicy(true, true);

  private final NewKey key = NewKey.create(new SecureRandom());
  private final FakeKeyStore store = new FakeKeyStore();
  private final ApiKeyAuthentication strict = new ApiKeyAuthentication(store, STRICT, CLOCK);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stop_listening() {
    logger().detachAppender(log);
  }

  @Test
  void a_good_key_is_let_in() {
    store.put(key.id(), record("tools", "add"));

    assertThat(admit(key.text())).isInstanceOfSatisfying(Admission.Admitted.class,
        admitted -> assertThat(admitted.principal().keyId()).isEqualTo(key.id()));
    assertThat(log.list).isEmpty();
  }

  @Test
  void what_is_no_key_is_refused_without_asking_the_store() {
    refused(admit(null), AuthFailure.MISSING);
    refused(admit(""), AuthFailure.MALFORMED);
    refused(admit("key1"), AuthFailure.MALFORMED);
    refused(admit("a.b.c"), AuthFailure.MALFORMED);
    refused(admit(key.text() + "0"), AuthFailure.MALFORMED);
    refused(admit(mistyped(key.text())), AuthFailure.BAD_CHECKSUM);
    assertThat(store.asked).isEmpty();
  }

  @Test
  void a_cached_record_gives_the_same_reasons_each_time_and_asks_nobody() {
    store.put(key.id(), record());
    store.cache(key.id());
    String other = ApiKey.format(key.id(), "0".repeat(64));
    int digits = other.length() - 8;

    for (int i = 0; i < 2; i++) {
      assertThat(admit(key.text())).isInstanceOf(Admission.Admitted.class);
      refused(admit(mistyped(key.text())), AuthFailure.BAD_CHECKSUM);
      refused(admit(other), AuthFailure.WRONG_SECRET);
      refused(admit(other.substring(0, digits) + key.text().substring(digits)), AuthFailure.BAD_CHECKSUM);
    }
    assertThat(store.asked).isEmpty();
  }

  @Test
  void every_state_of_a_record_has_its_reason() {
    refused(admit(key.text()), AuthFailure.UNKNOWN);
    refused(with(record("status", "disabled")), AuthFailure.DISABLED);
    refused(with(record("exp", "1")), AuthFailure.EXPIRED);
    refused(with(record("nbf", "2027-01-01")), AuthFailure.NOT_YET_VALID);
    refused(with(record("rate", "lots")), AuthFailure.UNREADABLE);
    refused(with(KeyState.of(record(), "tenant:demo", -1)), AuthFailure.REVOKED);
    refused(with(KeyState.of(record(), null, 0)), AuthFailure.EXPIRED);
    refused(with(KeyState.unreadable("it is a list")), AuthFailure.UNREADABLE);
  }

  @Test
  void a_wrong_secret_learns_nothing_of_the_record_and_causes_no_warning() {
    String forged = ApiKey.format(key.id(), "0".repeat(64));
    List<KeyState> states = List.of(KeyState.of(record(), "tenant:demo", -1), KeyState.of(record("status", "disabled"), null, -1),
        KeyState.of(record("rate", "lots"), null, -1), KeyState.of(record("exp", "1"), null, -1));

    for (KeyState state : states) {
      store.put(key.id(), state);
      assertThat(refused(admit(forged), AuthFailure.WRONG_SECRET).detail()).isNull();
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void an_unknown_id_costs_the_same_hash_as_a_known_one() {
    List<SaltedHash> compared = new ArrayList<>();
    ApiKeyAuthentication counting = new ApiKeyAuthentication(store, STRICT, CLOCK, (expected, secret) -> {
      compared.add(expected);
      return expected.matches(secret);
    });

    refused(counting.admit(key.text(), "192.0.2.1").result(), AuthFailure.UNKNOWN);
    store.put(key.id(), record());
    counting.admit(key.text(), "192.0.2.1");

    assertThat(compared).hasSize(2);
    assertThat(compared.get(0)).isSameAs(SaltedHash.NOBODY);
  }

  @Test
  void nobody_gets_in_by_a_hash_that_proves_itself() {
    ApiKeyAuthentication gullible = new ApiKeyAuthentication(store, STRICT, CLOCK, (expected, secret) -> true);

    refused(gullible.admit(key.text(), "192.0.2.1").result(), AuthFailure.UNKNOWN);
  }

  @Test
  void the_hash_of_another_salt_is_a_wrong_secret() {
    refused(with(record("salt", "00")), AuthFailure.WRONG_SECRET);
  }

  @Test
  void capital_digits_in_a_hash_are_the_same_hash() {
    assertThat(with(record("hash", record().get("hash").toUpperCase(Locale.ROOT)))).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void a_closed_key_is_logged_with_key_and_field_and_without_secrets() {
    refused(with(record("rate", "lots")), AuthFailure.UNREADABLE);

    assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
        .isEqualTo("key " + key.id() + " is closed: field 'rate': 'lots' is not a rate such as 100/1m"));
  }

  @Test
  void a_broken_salt_or_hash_closes_the_key_and_is_not_shown() {
    assertThat(refused(with(record("hash", "hunter2")), AuthFailure.UNREADABLE).detail()).contains("hash").doesNotContain("hunter2");
    assertThat(refused(with(record("salt", "")), AuthFailure.UNREADABLE).detail()).contains("salt");
  }

  @Test
  void a_store_that_does_not_answer_is_no_refusal() {
    StoreUnavailableException down = new StoreUnavailableException("no answer", null);

    assertThat(unavailable(id -> Future.failedFuture(down))).isSameAs(down);
    assertThat(unavailable(id -> {
      throw down;
    })).isSameAs(down);
    assertThat(unavailable(id -> Future.failedFuture(new LinkageError("not even an exception")))).isInstanceOf(LinkageError.class);
  }

  @Test
  void a_fault_while_weighing_closes_the_key() {
    ApiKeyAuthentication broken = new ApiKeyAuthentication(store, STRICT, CLOCK, (expected, secret) -> {
      throw new IllegalStateException("a bug");
    });

    assertThat(refused(broken.admit(key.text(), "192.0.2.1").result(), AuthFailure.UNREADABLE).detail()).doesNotContain("a bug");
  }

  @Test
  void a_key_handed_out_elsewhere_can_be_carried_over() {
    String text = "sk-live-4f9a-0000-1111-2222";
    ApiKey opaque = ApiKey.parse(text, true);
    store.put(opaque.id(), Map.of("tenant", "demo", "salt", "aa", "hash", Sha256.hex("aa" + text), "name", "old billing"));

    assertThat(admit(OPAQUE, text)).isInstanceOfSatisfying(Admission.Admitted.class,
        admitted -> assertThat(admitted.principal().displayId()).isEqualTo("old billing"));
    refused(admit(STRICT, text), AuthFailure.MALFORMED);
  }

  @Test
  void a_short_opaque_key_works_on_loopback_only() {
    store.put(ApiKey.parse("key1", true).id(), Map.of("tenant", "demo", "salt", "aa", "hash", Sha256.hex("aakey1")));

    assertThat(admit(OPAQUE_ON_LOOPBACK, "key1")).isInstanceOf(Admission.Admitted.class);
    assertThat(refused(admit(OPAQUE, "key1"), AuthFailure.TOO_WEAK).keyId()).hasSize(8);
    refused(admit(OPAQUE, "k".repeat(19)), AuthFailure.TOO_WEAK);
    refused(admit(OPAQUE, "k".repeat(20)), AuthFailure.UNKNOWN);
  }

  @Test
  void a_refused_opaque_key_is_shown_by_eight_digits() {
    assertThat(refused(admit(OPAQUE, "k".repeat(20)), AuthFailure.UNKNOWN).keyId()).isEqualTo(Sha256.hex("k".repeat(20)).substring(0, 8));
  }

  @Test
  void it_is_a_plain_vertx_provider_too() {
    store.put(key.id(), record("exp", "4102444800"));

    assertThat(strict.authenticate(new TokenCredentials(key.text())).result().subject()).isEqualTo(key.id());
    assertThat(strict.authenticate(new TokenCredentials("x")).cause()).isInstanceOfSatisfying(AuthFailedException.class,
        e -> assertThat(e.reason()).isEqualTo(AuthFailure.MALFORMED));
    assertThat(strict.authenticate(new TokenCredentials()).cause()).isInstanceOf(AuthFailedException.class);
    assertThat(strict.authenticate(new UsernamePasswordCredentials("ann", key.text())).cause())
        .isInstanceOf(CredentialValidationException.class)
        .hasMessageNotContaining(key.id());
  }

  private static Throwable unavailable(KeyStore store) {
    String text = NewKey.create(new SecureRandom()).text();
    Admission admission = new ApiKeyAuthentication(store, STRICT, CLOCK).admit(text, "192.0.2.1").result();
    assertThat(admission).isInstanceOf(Admission.Unavailable.class);
    return ((Admission.Unavailable) admission).cause();
  }

  private Admission with(Map<String, String> fields) {
    return with(KeyState.of(fields, null, -1));
  }

  private Admission with(KeyState state) {
    store.put(key.id(), state);
    return admit(key.text());
  }

  private Admission admit(String text) {
    return strict.admit(text, "192.0.2.1").result();
  }

  private Admission admit(KeyPolicy policy, String text) {
    return new ApiKeyAuthentication(store, policy, CLOCK).admit(text, "192.0.2.1").result();
  }

  private Map<String, String> record(String... more) {
    Map<String, String> fields = new HashMap<>(key.fields(Map.of("tenant", "demo")));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private static Admission.Refused refused(Admission admission, AuthFailure reason) {
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    assertThat(((Admission.Refused) admission).reason()).isEqualTo(reason);
    return (Admission.Refused) admission;
  }

  private static String mistyped(String text) {
    char last = text.charAt(text.length() - 1);
    return text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ApiKeyAuthentication.class);
  }
}
