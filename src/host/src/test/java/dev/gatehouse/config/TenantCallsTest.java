package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tenants.<t>.calls}: bounds of a tenant's own, of a plugin's, of a tool's. */
class TenantCallsTest {

  private static final String ALL =
      "{'calls':{'timeout':'20s','concurrencyPerTenant':100,'concurrencyPerTool':10,'queuePerTenant':9,'queuePerTool':8,'queueTimeout':'3s','maxResult':'1KiB'},"
          + "'tenants':{'t':{'calls':{'timeout':'10s','concurrencyPerTenant':50,'queuePerTenant':7,'queueTimeout':'2s',"
          + "'plugins':{'p':{'timeout':'5s','maxResult':'2KiB'}},"
          + "'tools':{'report.year':{'timeout':'5m'},'report.*':{'timeout':'1m','concurrencyPerTool':2,'queuePerTool':0,'queueTimeout':'1s'},'*':{'maxResult':'3KiB'}}}}}}";

  private static CallBounds bounds(String plugin, String tool) throws ConfigException {
    HostConfig config = Configs.load(ALL);
    return config.tenants().get("t").calls().bounds(config.calls(), plugin, tool);
  }

  @Test
  void the_narrowest_circle_wins_field_by_field() throws ConfigException {
    assertThat(bounds("q", null)).isEqualTo(new CallBounds(Duration.ofSeconds(10), 10, 8, Duration.ofSeconds(2), 1024));
    assertThat(bounds("p", null)).isEqualTo(new CallBounds(Duration.ofSeconds(5), 10, 8, Duration.ofSeconds(2), 2048));
    assertThat(bounds("p", "add")).isEqualTo(new CallBounds(Duration.ofSeconds(5), 10, 8, Duration.ofSeconds(2), 3072));
    assertThat(bounds("p", "report.month")).isEqualTo(new CallBounds(Duration.ofMinutes(1), 2, 0, Duration.ofSeconds(1), 3072));
  }

  @Test
  void of_two_patterns_the_first_to_name_a_field_sets_it() throws ConfigException {
    assertThat(bounds("p", "report.year")).isEqualTo(new CallBounds(Duration.ofMinutes(5), 2, 0, Duration.ofSeconds(1), 3072));
  }

  @Test
  void a_tenant_has_its_own_number_of_calls_that_run_and_that_wait() throws ConfigException {
    HostConfig config = Configs.load(ALL);

    assertThat(config.tenants().get("t").calls().concurrency(config.calls())).isEqualTo(50);
    assertThat(config.tenants().get("t").calls().queue(config.calls())).isEqualTo(7);
    assertThat(TenantConfig.defaults().calls().concurrency(config.calls())).isEqualTo(100);
    assertThat(TenantConfig.defaults().calls().queue(config.calls())).isEqualTo(9);
  }

  @Test
  void a_drain_waits_for_the_longest_call_that_there_can_be() throws ConfigException {
    HostConfig config = Configs.load(ALL);

    assertThat(config.calls().longest(config.tenants().values())).isEqualTo(Duration.ofMinutes(5).plusSeconds(2));
    HostConfig shorter = Configs.load("{'tenants':{'t':{'calls':{'timeout':'1s'}}}}");
    assertThat(shorter.calls().longest(shorter.tenants().values())).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void all_that_is_wrong_is_told_at_once() {
    assertThat(Configs.faults("{'tenants':{'t':{'calls':{'timeout':'2d','maxResult':null,'concurrencyPerTenant':0,"
        + "'plugins':{'P':{}},'tools':{'a b':{},'add':{'timeOut':'1s','concurrencyPerTool':'8'}}}}}}")).satisfiesExactlyInAnyOrder(
            fault -> assertThat(fault).startsWith("tenants.t.calls.timeout: '2d' is not a duration from 1ms to 1d"),
            fault -> assertThat(fault).startsWith("tenants.t.calls.maxResult: must be a size from 1B to 1GiB").contains("not null"),
            fault -> assertThat(fault).startsWith("tenants.t.calls.concurrencyPerTenant: '0' is not a whole number from 1 to 1000000"),
            fault -> assertThat(fault).startsWith("tenants.t.calls.plugins.P: a name is "),
            fault -> assertThat(fault).startsWith("tenants.t.calls.tools.a b: is not one tool's name or one pattern"),
            fault -> assertThat(fault).startsWith("tenants.t.calls.tools.add.timeOut: ").contains("'timeout'"),
            fault -> assertThat(fault).startsWith("tenants.t.calls.tools.add.concurrencyPerTool: must be a whole number"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', quoteCharacter = '"',
      value = {"^add$ ~ '^' (U+005E)", "add|sub ~ '|' (U+007C)", "!add ~ '!' (U+0021)", "@readOnly ~ '@' (U+0040)",
          "add\u200b ~ U+200B ZERO WIDTH SPACE", "\"\" ~ the pattern is empty"})
  void a_pattern_that_can_match_no_tool_is_a_fault_that_shows_why(String pattern, String shown) {
    assertThat(Configs.faults("{'tenants':{'t':{'calls':{'tools':{'" + pattern + "':{'timeout':'1s'}}}}}}")).singleElement().asString()
        .startsWith("tenants.t.calls.tools." + pattern.replace('\u200b', ' ') + ": ")
        .contains("is not one tool's name or one pattern such as 'report.*'; " + shown);
  }

  @Test
  void a_tool_cannot_have_more_calls_than_its_tenant() {
    assertThat(Configs.faults("{'tenants':{'t':{'calls':{'concurrencyPerTenant':5,'tools':{'add':{'concurrencyPerTool':6}}}}}}"))
        .containsExactly("tenants.t.calls.tools.add.concurrencyPerTool: 6 is more than the 5 calls that the tenant may run at once;"
            + " lower it, or raise concurrencyPerTenant");
  }
}
