package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Decision;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.key.KeyState.Role;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several records say together: a role adds, a ceiling cuts, a deny wins, and what cannot be read closes. */
class PermissionsTest {

  private static final KeyStore STORE = keyId -> Future.failedFuture("not asked");

  private static final String ID = "0f3a9b2c1d4e";
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final Map<String, String> key = new HashMap<>(Map.of("tenant", "demo", "salt", "5a17", "hash", "4a54".repeat(16)));
  private final Map<String, String> reader = new HashMap<>();
  private final Map<String, String> owner = new HashMap<>();
  private final Map<String, String> tenant = new HashMap<>();

  private KeyRecord record() {
    List<Role> roles = key.containsKey("roles") ? List.of(new Role("reader", reader)) : List.of();
    return KeyRecord.of(ID, KeyState.of(key, null, -1).with(roles, owner, tenant), NOW);
  }

  private Principal principal() {
    Admission admission = record().at(NOW);
    assertThat(admission).as(admission.toString()).isInstanceOf(Admission.Admitted.class);
    return ((Admission.Admitted) admission).principal();
  }

  private Decision tool(String name, boolean readOnly) {
    return principal().grants().tool(name, readOnly);
  }

  private Admission.Refused refused() {
    assertThat(record().at(NOW)).isInstanceOf(Admission.Refused.class);
    return (Admission.Refused) record().at(NOW);
  }

  private void withRole(String... fields) {
    key.put("roles", "reader");
    put(reader, fields);
  }

  private static void put(Map<String, String> record, String... fields) {
    for (int i = 0; i < fields.length; i += 2) {
      record.put(fields[i], fields[i + 1]);
    }
  }

  @Test
  void a_role_adds_to_the_key() {
    key.put("tools", "add");
    withRole("tools", "read*", "prompts", "greet", "resources", "file:///*");

    assertThat(tool("add", false)).isEqualTo(new Decision(true, "granted by 'add' in tools of the key"));
    assertThat(tool("read_all", false)).isEqualTo(new Decision(true, "granted by 'read*' in tools of role 'reader'"));
    assertThat(tool("drop", false)).isEqualTo(new Decision(false, "no grant in tools of the key and its roles"));
    assertThat(principal().grants().prompt("greet").allowed()).isTrue();
    assertThat(principal().grants().resource(ResourceUri.of("file:///x")).rule())
        .isEqualTo("granted by 'file:///*' in resources of role 'reader'");
  }

  @Test
  void a_deny_wins_wherever_it_stands() {
    key.put("tools", "*");
    withRole("tools", "!drop");
    put(owner, "tools", "* !erase");
    key.put("owner", "ann");
    put(tenant, "tools", "* !reboot");

    assertThat(tool("drop", false)).isEqualTo(new Decision(false, "denied by '!drop' in tools of role 'reader'"));
    assertThat(tool("erase", false)).isEqualTo(new Decision(false, "denied by '!erase' in tools of owner 'ann'"));
    assertThat(tool("reboot", false)).isEqualTo(new Decision(false, "denied by '!reboot' in tools of tenant 'demo'"));
    assertThat(tool("add", false).allowed()).isTrue();
  }

  @Test
  void the_ceilings_of_owner_and_tenant_cut_what_key_and_roles_grant_and_add_nothing() {
    key.put("tools", "add sub");
    withRole("tools", "mul");
    put(tenant, "tools", "add mul div");
    assertThat(tool("sub", false)).isEqualTo(new Decision(false, "cut by the ceiling: nothing in tools of tenant 'demo' allows it"));
    assertThat(tool("div", false).allowed()).isFalse();
    assertThat(tool("mul", false).allowed()).isTrue();

    key.put("owner", "ann");
    put(owner, "tools", "add");
    assertThat(tool("mul", false).rule()).isEqualTo("cut by the ceiling: nothing in tools of owner 'ann' allows it");
    assertThat(tool("add", false).allowed()).isTrue();
  }

  @Test
  void a_ceiling_that_is_silent_about_something_does_not_cut_it_and_an_empty_one_cuts_all() {
    put(key, "tools", "*", "prompts", "*");
    put(tenant, "tools", "");

    assertThat(tool("add", false).allowed()).isFalse();
    assertThat(principal().grants().prompt("greet").allowed()).isTrue();
  }

  @Test
  void a_condition_stands_for_every_tool_that_declares_to_be_read_only() {
    key.put("tools", "@readOnly !secret*");

    assertThat(tool("list", true)).isEqualTo(new Decision(true, "granted by '@readOnly' in tools of the key"));
    assertThat(tool("list", false).allowed()).isFalse();
    assertThat(tool("secret_list", true).allowed()).isFalse();
    assertThat(tool("@readOnly", false).allowed()).isFalse();
  }

  @Test
  void a_condition_can_deny_and_cut() {
    key.put("tools", "* !@readOnly");
    assertThat(tool("list", true).rule()).isEqualTo("denied by '!@readOnly' in tools of the key");
    assertThat(tool("write", false).allowed()).isTrue();

    key.put("tools", "*");
    put(tenant, "tools", "@readOnly");
    assertThat(tool("list", true).allowed()).isTrue();
    assertThat(tool("write", false).allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"tools,@readonly,'@readonly' is no condition; there is @readOnly", "tools,add @destructive,'@destructive' is no condition",
      "prompts,@readOnly,a condition such as @readOnly is for tools", "resources,* !@readOnly,a condition such as"})
  void a_condition_that_is_none_closes_the_key(String field, String value, String why) {
    key.put(field, value);

    assertThat(refused().detail()).startsWith("field '" + field + "': " + why);
  }

  @Test
  void a_role_that_is_not_there_closes_the_key_since_its_denies_are_not_there_either() {
    key.put("roles", "reader");

    assertThat(refused().reason()).isEqualTo(AuthFailure.UNREADABLE);
    assertThat(refused().detail()).isEqualTo("field 'roles': there is no role 'reader'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Reader", "a:b", "a,b", "", " ", "{a}"})
  void roles_are_names_with_spaces_between(String roles) {
    key.put("roles", roles);

    assertThat(refused().detail()).startsWith("field 'roles': it must be names of roles");
  }

  @Test
  void what_cannot_be_read_in_another_record_closes_the_key_and_is_named() {
    withRole("tool", "add");
    assertThat(refused().detail()).isEqualTo("field 'tool' of role 'reader': a role has no such field; the nearest is 'tools'");
    reader.clear();
    withRole("tools", "add");
    put(tenant, "tools", "* \\!drop");
    assertThat(refused().detail()).startsWith("field 'tools' of tenant 'demo': ");
    tenant.clear();
    put(owner, "status", "off");
    key.put("owner", "ann");
    assertThat(refused().detail()).isEqualTo("field 'status' of owner 'ann': it must be 'active' or 'disabled'");
  }

  @Test
  void a_disabled_owner_or_tenant_disables_its_keys() {
    key.put("owner", "ann");
    put(owner, "status", "disabled");
    assertThat(refused()).isEqualTo(new Admission.Refused(AuthFailure.DISABLED, ID, "status of owner 'ann'"));
    owner.clear();
    put(tenant, "status", "disabled");
    assertThat(refused()).isEqualTo(new Admission.Refused(AuthFailure.DISABLED, ID, "status of tenant 'demo'"));
  }

  @Test
  void a_key_grows_as_old_as_its_tenant_and_owner_allow() {
    put(key, "created", "2026-05-31", "owner", "ann", "exp", "2026-07-01");
    put(tenant, "maxKeyAge", "2d");
    assertThat(principal().expires()).isEqualTo("2026-06-02T00:00:00Z");
    put(owner, "maxKeyAge", "36h");
    assertThat(refused()).isEqualTo(new Admission.Refused(AuthFailure.EXPIRED, ID, "since 2026-06-01T12:00:00Z"));
  }

  @Test
  void a_key_without_a_birthday_is_closed_where_age_counts() {
    put(tenant, "maxKeyAge", "90d");

    assertThat(refused().detail()).isEqualTo("field 'created': it is required, because tenant 'demo' has maxKeyAge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"90", "0d", "-1d", "", "d", "1y"})
  void an_age_that_cannot_be_read_closes_the_key(String age) {
    put(tenant, "maxKeyAge", age);

    assertThat(refused().detail()).isEqualTo("field 'maxKeyAge' of tenant 'demo': it must be a time such as 90d, 12h or 30m");
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3,true", "::ffff:10.1.2.3,true", "2001:db8::5,true", "11.0.0.1,false", "2001:db9::5,false", "unknown,false",
      ",false"})
  void a_key_that_is_bound_to_addresses_is_good_from_there_only(String address, boolean good) {
    key.put("ips", "10.0.0.0/8, 2001:db8::/32");

    assertThat(record().admit(ID, true, NOW, address, STORE) instanceof Admission.Admitted).isEqualTo(good);
    if (!good) {
      assertThat(((Admission.Refused) record().admit(ID, true, NOW, address, STORE)).reason()).isEqualTo(AuthFailure.WRONG_ADDRESS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "home", "10.0.0.0/33", "010.0.0.1"})
  void addresses_that_cannot_be_read_close_the_key(String ips) {
    key.put("ips", ips);

    assertThat(refused().detail()).startsWith("field 'ips': ");
  }

  @Test
  void the_revision_of_the_policy_changes_with_the_rights_and_not_with_the_secret() {
    key.put("tools", "add");
    withRole("tools", "read");
    String before = principal().policy();
    assertThat(before).matches("[0-9a-f]{8}");

    put(key, "salt", "77", "hash", "ab".repeat(32));
    assertThat(principal().policy()).isEqualTo(before);
    reader.put("tools", "read write");
    String role = principal().policy();
    assertThat(role).isNotEqualTo(before);
    tenant.put("tools", "*");
    assertThat(principal().policy()).isNotIn(before, role);
  }
}
