package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Rate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsTest {

  @Test
  void an_empty_tenant_has_defaults() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'a':{}}}").tenants()).isEqualTo(Map.of("a", TenantConfig.defaults()));
    assertThat(TenantConfig.defaults()).isEqualTo(new TenantConfig(null, false, TenantCalls.NONE, Map.of()));
  }

  @Test
  void tenants_keep_their_order() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'z':{},'a':{},'m-1_x':{},'0':{}}}").tenants().keySet())
        .containsExactly("z", "a", "m-1_x", "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "-a", "_a", "a.b", "a b", "ä", "a/b", ".."})
  void a_name_has_a_form(String name) {
    assertThat(Configs.faults("{'tenants':{'" + name + "':{}}}")).singleElement().asString()
        .startsWith("tenants." + name + ": a name is ");
    assertThat(Configs.faults("{'tenants':{'t':{'plugins':{'" + name + "':{}}}}}")).singleElement().asString()
        .startsWith("tenants.t.plugins." + name + ": a name is ");
  }

  @Test
  void a_name_has_63_letters_at_most() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'" + "a".repeat(63) + "':{}}}").tenants()).hasSize(1);
    assertThat(Configs.faults("{'tenants':{'" + "a".repeat(64) + "':{}}}")).hasSize(1);
  }

  @Test
  void all_is_no_tenant() {
    assertThat(Configs.faults("{'tenants':{'_all':{}}}")).singleElement().asString().startsWith("tenants._all: ")
        .contains("not a tenant");
  }

  @Test
  void a_tenant_and_a_plugin_are_objects() {
    assertThat(Configs.faults("{'tenants':{'a':null,'b':{'plugins':{'p':true}},'c':{'plugins':[]}}}")).containsExactly(
        "tenants.a: must be an object, not null; leave it out for the default",
        "tenants.b.plugins.p: must be an object, not true",
        "tenants.c.plugins: must be an object, not a list");
  }

  @Test
  void anonymous_is_what_such_a_caller_may_do() throws ConfigException {
    TenantConfig tenant = Configs.load("{'tenants':{'a':{'anonymous':{'tools':'add !sub','rate':'60/1m 5/1s'}}}}").tenants().get("a");

    assertThat(tenant.anonymous()).isEqualTo(new Anonymous(Patterns.tools("add !sub"), Rate.parseAll("60/1m 5/1s")));
  }

  @Test
  void anonymous_needs_no_rate() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'a':{'anonymous':{'tools':'*'}}}}").tenants().get("a").anonymous().rates()).isEmpty();
  }

  @Test
  void false_is_nobody() throws ConfigException {
    assertThat(Configs.load("{'tenants':{'a':{'anonymous':false}}}").tenants().get("a").anonymous()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null", "'*'", "['*']"})
  void anonymous_must_say_what(String value) {
    assertThat(Configs.faults("{'tenants':{'a':{'anonymous':" + value + "}}}")).singleElement().asString()
        .startsWith("tenants.a.anonymous: must be false, or what a caller without a key may do: {\"tools\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'tools':''}", "{'tools':' '}", "{'tools':'!add'}", "{'tools':'add !'}", "{'tools':['add']}"})
  void anonymous_must_grant_something(String value) {
    assertThat(Configs.faults("{'tenants':{'a':{'anonymous':" + value + "}}}")).singleElement().asString()
        .startsWith("tenants.a.anonymous.tools: ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', quoteCharacter = '"',
      value = {"* !add,!subtract ~ ',' (U+002C)", "* !^add$ ~ '^' (U+005E)", "* !add\u200b ~ U+200B ZERO WIDTH SPACE",
          "* !add\u00a0 ~ U+00A0 NO-BREAK SPACE", "* !\uff21dd ~ '\uff21' (U+FF21 FULLWIDTH LATIN CAPITAL LETTER A)"})
  void a_pattern_that_can_match_no_tool_is_a_fault_that_shows_why(String tools, String shown) {
    assertThat(Configs.faults("{'tenants':{'a':{'anonymous':{'tools':'" + tools + "'}}}}")).singleElement().asString()
        .startsWith("tenants.a.anonymous.tools: " + shown + " can match nothing: a tool pattern holds ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'lots'", "60", "'60/1m lots'", "null"})
  void a_rate_must_be_one(String value) {
    assertThat(Configs.faults("{'tenants':{'a':{'anonymous':{'tools':'*','rate':" + value + "}}}}")).singleElement().asString()
        .startsWith("tenants.a.anonymous.rate: ");
  }

  @Test
  void a_plugin_is_given_plain_values() throws ConfigException {
    Map<String, Object> settings = Configs.load(
        "{'tenants':{'a':{'plugins':{'p':{'s':'x','i':1,'l':3000000000,'d':1.5,'b':true,'n':null,'list':[1,{'k':'v'}],'map':{'k':[]}}}}}}")
        .tenants().get("a").plugin("p").values();

    assertThat(settings).containsEntry("s", "x").containsEntry("i", 1).containsEntry("l", 3_000_000_000L).containsEntry("d", 1.5)
        .containsEntry("b", true).containsEntry("n", null).containsEntry("list", List.of(1, Map.of("k", "v")))
        .containsEntry("map", Map.of("k", List.of()));
    assertThat(settings).isUnmodifiable();
    assertThat((List<?>) settings.get("list")).isUnmodifiable();
    assertThat((Map<?, ?>) settings.get("map")).isUnmodifiable();
  }
}
