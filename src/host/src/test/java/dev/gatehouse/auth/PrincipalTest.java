package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Rate;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authorization.PermissionBasedAuthorization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrincipalTest {

  private static final String ID = "0f3a9b2c1d4e";
  private static final String OPAQUE_ID = "0f3a9b2c1d4e0f3a9b2c1d4e";

  @Test
  void a_plain_rate_counts_every_tool_and_a_patterned_one_its_own() {
    Principal principal = principal(ID, Map.of("rate", "100/1m 1000/1d", "rate.add*", "10/1s", "rate.sub", "1/1s"));

    assertThat(principal.limits().of("add_two")).containsExactly(
        limit("key:" + ID, null, "100/1m"), limit("key:" + ID, null, "1000/1d"), limit("key:" + ID, "add*", "10/1s"));
    assertThat(principal.limits().of("sub")).containsExactly(
        limit("key:" + ID, null, "100/1m"), limit("key:" + ID, null, "1000/1d"), limit("key:" + ID, "sub", "1/1s"));
    assertThat(principal.limits().of("mul")).containsExactly(limit("key:" + ID, null, "100/1m"), limit("key:" + ID, null, "1000/1d"));
  }

  @Test
  void the_same_limit_said_twice_is_charged_once() {
    assertThat(principal(ID, Map.of("rate", "60/1m 60/60s")).limits().of("add")).containsExactly(limit("key:" + ID, null, "60/1m"));
  }

  @Test
  void without_a_rate_there_is_no_limit() {
    assertThat(principal(ID, Map.of()).limits().of("add")).isEmpty();
  }

  @Test
  void a_rotated_key_goes_on_counting_where_the_old_one_stopped() {
    assertThat(principal(ID, Map.of("rate", "1/1s", "line", "aaaaaaaaaaaa")).limits().of("add"))
        .containsExactly(limit("key:aaaaaaaaaaaa", null, "1/1s"));
  }

  @Test
  void an_anonymous_caller_is_counted_by_address() {
    Principal principal = Callers.anonymous("demo", Patterns.tools("add"), Rate.parseAll("60/1m"), "2001:db8::1");

    assertThat(principal.anonymous()).isTrue();
    assertThat(principal.keyId()).isEqualTo("anonymous");
    assertThat(principal.displayId()).isEqualTo("anonymous");
    assertThat(principal.limits().of("add")).containsExactly(limit("anonymous:2001:db8::/64", null, "60/1m"));
    assertThat(principal.grants().tool("add", false).allowed()).isTrue();
    assertThat(principal.grants().tool("sub", false).allowed()).isFalse();
    assertThat(principal.grants().prompt("add").allowed()).isFalse();
    assertThat(principal.grants().resource(ResourceUri.of("add:x")).allowed()).isFalse();
  }

  @Test
  void an_anonymous_caller_has_one_limit_for_all_addresses_of_their_block() {
    assertThat(anonymousLine("2001:db8::ffff:1")).isEqualTo(anonymousLine("2001:DB8:0:0:1::"));
    assertThat(anonymousLine("::ffff:192.0.2.1")).isEqualTo(anonymousLine("192.0.2.1"));
    assertThat(anonymousLine("192.0.2.2")).isNotEqualTo(anonymousLine("192.0.2.1"));
  }

  private static String anonymousLine(String address) {
    return Callers.anonymous("demo", Patterns.tools("add"), Rate.parseAll("60/1m"), address).line();
  }

  @Test
  void logs_show_the_id_but_of_an_opaque_key_its_name_or_eight_digits() {
    assertThat(principal(ID, Map.of("name", "laptop")).displayId()).isEqualTo(ID);
    assertThat(principal(OPAQUE_ID, Map.of("name", "laptop")).displayId()).isEqualTo("laptop");
    assertThat(principal(OPAQUE_ID, Map.of()).displayId()).isEqualTo("0f3a9b2c");
  }

  @Test
  void printed_whole_it_shows_no_more_than_a_log_may() {
    assertThat(principal(OPAQUE_ID, Map.of())).hasToString("demo/0f3a9b2c");
    assertThat(principal(ID, Map.of())).hasToString("demo/" + ID);
  }

  @Test
  void the_vertx_user_holds_a_name_and_an_expiry_and_no_more() {
    User user = principal(ID, Map.of("exp", "4102444800", "owner", "ann", "tools", "*")).toUser();

    assertThat(user.principal()).isEqualTo(new JsonObject().put("username", ID));
    assertThat(user.attributes()).isEqualTo(new JsonObject().put("exp", 4102444800L));
    assertThat(user.subject()).isEqualTo(ID);
    assertThat(user.expired()).isFalse();
    assertThat(principal(ID, Map.of("exp", "1")).toUser().expired()).isTrue();
    assertThat(principal(ID, Map.of()).toUser().attributes()).isEmpty();
  }

  @Test
  void the_vertx_user_is_authorized_by_our_patterns_and_not_by_vertx_wildcards() {
    User user = principal(ID, Map.of("tools", "ad* math.* !math.div")).toUser();

    assertThat(new ToolAuthorization("add").match(user)).isTrue();
    assertThat(new ToolAuthorization("math.add.two").match(user)).isTrue();
    assertThat(new ToolAuthorization("math.div").match(user)).isFalse();
    assertThat(new ToolAuthorization("sub").match(user)).isFalse();
    assertThat(new ToolAuthorization("*").match(user)).isFalse();
    assertThat(PermissionBasedAuthorization.create("add").match(user)).isFalse();
    assertThat(new ToolAuthorization("add").match(User.fromName("stranger"))).isFalse();
  }

  @Test
  void later_changes_to_a_user_change_nothing_here() {
    Principal principal = principal(ID, Map.of());
    principal.toUser().principal().put("username", "root");

    assertThat(principal.keyId()).isEqualTo(ID);
    assertThat(principal.toUser().subject()).isEqualTo(ID);
  }

  private static LimitRule limit(String subject, String pattern, String rate) {
    return LimitRule.of(subject.startsWith("key") ? Scope.KEY : Scope.ADDRESS, subject, pattern, Rate.parseAll(rate).get(0));
  }

  private static Principal principal(String id, Map<String, String> more) {
    Map<String, String> fields = new TreeMap<>(more);
    fields.putAll(Map.of("tenant", "demo", "salt", "aa", "hash", "0".repeat(64)));
    Admission admission = KeyRecord.of(id, KeyState.of(fields, null, -1), Instant.EPOCH).at(Instant.EPOCH);
    assertThat(List.of(admission)).hasOnlyElementsOfType(Admission.Admitted.class);
    return ((Admission.Admitted) admission).principal();
  }
}
