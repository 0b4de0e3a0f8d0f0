package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Limits;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.record.ResourceUri;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRecordTest {

  private static final String ID = "0f3a9b2c1d4e";
  private static final String SALT = "5a17".repeat(8);
  private static final String HASH = "4a54".repeat(16);
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void the_least_record_opens_nothing() {
    Principal principal = admitted(record());

    assertThat(principal.tenant()).isEqualTo("demo");
    assertThat(principal.keyId()).isEqualTo(ID);
    assertThat(principal.line()).isEqualTo(ID);
    assertThat(principal.owner()).isNull();
    assertThat(principal.name()).isNull();
    assertThat(principal.expires()).isNull();
    assertThat(principal.anonymous()).isFalse();
    assertThat(principal.limits()).isEqualTo(Limits.NONE);
    assertThat(principal.grants().tool("add", false).allowed()).isFalse();
    assertThat(principal.grants().prompt("p").allowed()).isFalse();
    assertThat(principal.grants().resource(ResourceUri.of("file:///x")).allowed()).isFalse();
  }

  @Test
  void every_field_finds_its_place() {
    Principal principal = admitted(record("tools", "add* !add_admin", "prompts", "greet", "resources", "file:///a,b/* !*.key",
        "owner", "ann+ci@example.org", "name", "Ann's \"laptop\", Zürich", "status", "active"));

    assertThat(principal.owner()).isEqualTo("ann+ci@example.org");
    assertThat(principal.name()).isEqualTo("Ann's \"laptop\", Zürich");
    assertThat(principal.grants().tool("add_two", false).allowed()).isTrue();
    assertThat(principal.grants().tool("add_admin", false).allowed()).isFalse();
    assertThat(principal.grants().prompt("greet").allowed()).isTrue();
    assertThat(principal.grants().resource(ResourceUri.of("file:///a,b/c")).allowed()).isTrue();
    assertThat(principal.grants().resource(ResourceUri.of("file:///a,b/c.key")).allowed()).isFalse();
  }

  @Test
  void no_record_is_an_unknown_key() {
    refused(KeyState.unknown(), AuthFailure.UNKNOWN);
  }

  @Test
  void what_the_store_cannot_read_is_closed() {
    refused(KeyState.unreadable("it is a list"), AuthFailure.UNREADABLE, "it is a list");
  }

  @Test
  void the_stores_words_do_not_give_an_opaque_id_away() {
    String opaqueId = "0f3a9b2c1d4e0f3a9b2c1d4e";
    Admission admission = KeyRecord.of(opaqueId, KeyState.unreadable("mcp:key:" + opaqueId + " is a list"), NOW).at(NOW);

    assertThat(admission).isEqualTo(new Admission.Refused(AuthFailure.UNREADABLE, "0f3a9b2c", "mcp:key:0f3a9b2c is a list"));
  }

  @Test
  void revocation_wins_over_a_record_that_is_fine_or_broken() {
    refused(KeyState.of(record(), "tenant:demo", -1), AuthFailure.REVOKED);
    refused(KeyState.of(record("rate", "lots"), "tenant:demo", -1), AuthFailure.REVOKED);
  }

  @Test
  void a_disabled_key_is_refused() {
    refused(record("status", "disabled"), AuthFailure.DISABLED);
  }

  @ParameterizedTest
  @CsvSource({"exp,2026-06-01T11:59:59Z,EXPIRED", "exp,2026-06-01T12:00:00Z,EXPIRED", "exp,1780315200,EXPIRED",
      "exp,2026-06-01T13:59:59+02:00,EXPIRED", "exp,2026-06-01,EXPIRED", "exp,0,EXPIRED",
      "nbf,2026-06-01T12:00:01Z,NOT_YET_VALID", "nbf,1780315201,NOT_YET_VALID", "nbf,2026-06-02,NOT_YET_VALID"})
  void outside_its_time_a_key_is_refused(String field, String moment, AuthFailure reason) {
    refused(record(field, moment), reason);
  }

  @ParameterizedTest
  @CsvSource({"exp,2026-06-01T12:00:01Z", "exp,1780315201", "exp,2026-06-01T14:00:01+02:00", "exp,2026-06-02",
      "nbf,2026-06-01T12:00:00Z", "nbf,1780315200", "nbf,2026-06-01", "nbf,0"})
  void inside_its_time_a_key_is_let_in(String field, String moment) {
    admitted(record(field, moment));
  }

  @Test
  void the_sooner_of_exp_and_the_native_ttl_is_the_deadline() {
    Map<String, String> record = record("exp", "2026-06-01T12:01:00Z");

    assertThat(admitted(KeyState.of(record, null, -1)).expires()).isEqualTo("2026-06-01T12:01:00Z");
    assertThat(admitted(KeyState.of(record, null, 30_000)).expires()).isEqualTo("2026-06-01T12:00:30Z");
    assertThat(admitted(KeyState.of(record, null, 90_000)).expires()).isEqualTo("2026-06-01T12:01:00Z");
    assertThat(admitted(KeyState.of(record(), null, 1)).expires()).isEqualTo(NOW.plusMillis(1));
    refused(KeyState.of(record(), null, 0), AuthFailure.EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "salt", "hash"})
  void what_is_required_closes_the_key_when_it_is_missing_or_empty(String field) {
    Map<String, String> without = record();
    without.remove(field);

    closed(without, field, "it is required");
    closed(record(field, ""), field, "it is required");
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false,
      value = {"tenant,Demo", "tenant,demo ", "tenant,-demo", "tenant,a.b", "tenant,a:b", "tenant,{a}",
          "owner,Ann", "owner,``", "owner,ann:x", "owner,@ann", "name,``", "status,on", "status,Disabled", "status,``",
          "quota,lots", "quota,10/1h", "quota,0/1d", "quota,1/2d", "quota,5/1d 6/1d", "concurrency,0", "concurrency,many", "concurrency,-1",
          "concurrency,1e3", "rate,lots", "rate,``", "rate,0/1m", "rate,10", "rate.add,lots", "rate.,1/1s", "rate. add,1/1s",
          "rate.a b,1/1s",
          "rate.!add,1/1s", "hash,abc", "exp,soon", "exp,``", "exp,-1", "exp,1780315200000", "exp,2026-13-01", "exp,1e9",
          "exp,2026-06-01T12:00:00", "nbf,tomorrow", "nbf,2026-02-30", "tools,!", "tools,add !", "tools,* !!add", "prompts,!",
          "resources,!", "line,x", "line,``", "replaces,AAAAAAAAAAAA"})
  void a_field_that_cannot_be_read_closes_the_key(String field, String value) {
    closed(record(field, value), field, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"* !add,!sub", "* \\!add", "* '!add'", "add;sub", "\"add\""})
  void a_pattern_that_can_match_nothing_closes_the_key_since_it_may_be_a_deny_gone_wrong(String tools) {
    closed(record("tools", tools), "tools", "can match nothing");
    closed(record("prompts", tools), "prompts", "can match nothing");
  }

  @ParameterizedTest
  @CsvSource({"tool,tools", "Rate,rate", "'rate ',rate", "expires,exp", "exp_,exp", "ip,ips", "role,roles", "statsu,status"})
  void a_field_that_no_key_has_closes_it_and_names_the_nearest(String field, String nearest) {
    Admission.Refused refused = refused(record(field, "1"), AuthFailure.UNREADABLE);

    assertThat(refused.detail())
        .isEqualTo("field '" + field + "': a key has no such field; the nearest is '" + nearest + "'");
  }

  @Test
  void a_secret_in_the_wrong_field_does_not_reach_the_message() {
    String secret = "deadbeef".repeat(8);

    assertThat(refused(record("rate", secret), AuthFailure.UNREADABLE).detail()).doesNotContain("deadbeef");
    assertThat(refused(record("exp", secret), AuthFailure.UNREADABLE).detail()).doesNotContain("deadbeef");
    assertThat(refused(record(secret, "hash"), AuthFailure.UNREADABLE).detail()).doesNotContain("deadbeef");
    assertThat(refused(record("hash", secret + "00"), AuthFailure.UNREADABLE).detail()).doesNotContain("deadbeef");
    assertThat(refused(record("hash", "hunter2"), AuthFailure.UNREADABLE).detail()).doesNotContain("hunter2");
  }

  @Test
  void a_message_is_one_line_of_bounded_length() {
    assertThat(refused(record("rate", "1/1s\nWARN all is well"), AuthFailure.UNREADABLE).detail()).hasLineCount(1);
    assertThat(refused(record("exp", "z".repeat(5000)), AuthFailure.UNREADABLE).detail()).hasSizeLessThan(300);
  }

  @Test
  void the_names_of_a_record_have_at_most_63_characters() {
    assertThat(admitted(record("tenant", "a".repeat(63))).tenant()).hasSize(63);
    closed(record("tenant", "a".repeat(64)), "tenant", "");
  }

  @Test
  void a_rotated_key_counts_on_the_first_of_its_chain() {
    assertThat(admitted(record("replaces", "aaaaaaaaaaaa")).line()).isEqualTo("aaaaaaaaaaaa");
    assertThat(admitted(record("replaces", "aaaaaaaaaaaa", "line", "bbbbbbbbbbbb")).line()).isEqualTo("bbbbbbbbbbbb");
    assertThat(admitted(record("line", "b".repeat(24))).line()).isEqualTo("b".repeat(24));
  }

  @Test
  void a_state_never_shows_what_it_holds() {
    assertThat(KeyState.of(record(), null, -1).toString()).contains("salt").doesNotContain(SALT).doesNotContain(HASH);
  }

  @Test
  void reading_alone_names_the_field_apart_from_the_reason() {
    assertThatThrownBy(() -> KeyRecord.check(ID, record("rate", "lots")))
        .isInstanceOfSatisfying(FieldException.class, e -> {
          assertThat(e.field()).isEqualTo("rate");
          assertThat(e.why()).isEqualTo("'lots' is not a rate such as 100/1m");
        });
  }

  private static Map<String, String> record(String... more) {
    Map<String, String> fields = new HashMap<>(Map.of("tenant", "demo", "salt", SALT, "hash", HASH));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private static Principal admitted(Map<String, String> fields) {
    return admitted(KeyState.of(fields, null, -1));
  }

  private static Principal admitted(KeyState state) {
    Admission admission = KeyRecord.of(ID, state, NOW).at(NOW);
    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    return ((Admission.Admitted) admission).principal();
  }

  private static void closed(Map<String, String> fields, String field, String why) {
    assertThat(refused(fields, AuthFailure.UNREADABLE).detail()).startsWith("field '" + field + "': ").contains(why);
  }

  private static Admission.Refused refused(Map<String, String> fields, AuthFailure reason) {
    return refused(KeyState.of(fields, null, -1), reason);
  }

  private static void refused(KeyState state, AuthFailure reason, String detail) {
    assertThat(refused(state, reason).detail()).isEqualTo(detail);
  }

  private static Admission.Refused refused(KeyState state, AuthFailure reason) {
    Admission admission = KeyRecord.of(ID, state, NOW).at(NOW);
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    Admission.Refused refused = (Admission.Refused) admission;
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.keyId()).isEqualTo(ID);
    return refused;
  }
}
