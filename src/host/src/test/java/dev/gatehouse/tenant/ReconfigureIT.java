package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static dev.gatehouse.tenant.LiveTenants.someLooks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.CallOverride;
import dev.gatehouse.config.TenantCalls;
import dev.gatehouse.config.TenantConfig;
import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.feature.Key;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.PluginSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants' settings that change while the host runs, by the rules of the plugin folder: what is wrong is named, and what runs stays. */
final class ReconfigureIT {

  private static final String GREETER = "public record Settings(String word) {} private String word;"
      + " public void start(PluginContext c) { word = c.config(Settings.class).word(); } @Tool public String greet() { return word; }";

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  private static TenantConfig saying(Object word) {
    return saying(word, TenantCalls.NONE);
  }

  private static TenantConfig saying(Object word, TenantCalls calls) {
    return new TenantConfig(null, false, calls, Map.of("greeter", PluginSettings.of(Map.of("word", word))));
  }

  private static TenantCalls bounds(Integer concurrency, Duration timeout) {
    return new TenantCalls(concurrency, null, new CallOverride(timeout, null, null, null, null), Map.of(), Map.of());
  }

  private static void configure(Tenants tenants, Map<String, TenantConfig> settings) {
    tenants.configure(settings, () -> {});
  }

  private long generation(String tool) {
    return live.tenant("acme").catalogue().find(Key.tool(tool)).address().generation();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_plugin_is_loaded_anew_with_other_settings_and_no_other_is(boolean reload) throws Exception {
    live.put("acme", "greeter", GREETER);
    live.put("acme", "other", "@Tool public String other() { return \"hello\"; }");
    Tenants tenants = live.start(reload, Map.of("acme", saying("one")));
    assertThat(live.call("acme", "greet")).isEqualTo("one");

    configure(tenants, Map.of("acme", saying("two")));

    await(() -> live.call("acme", "greet").equals("two"));
    assertThat(generation("greet")).isEqualTo(2);
    assertThat(generation("other")).isEqualTo(1);
  }

  @Test
  void settings_that_a_plugin_refuses_are_a_fault_and_what_runs_stays() throws Exception {
    live.put("acme", "greeter", GREETER);
    Tenants tenants = live.start(true, Map.of("acme", saying("one")));

    configure(tenants, Map.of("acme", saying(List.of())));

    await(() -> live.faults().size() == 1);
    assertThat(live.faults().get(0)).contains("refuses its configuration", "tenants.acme.plugins.greeter.word");
    assertThat(live.call("acme", "greet")).isEqualTo("one");
    configure(tenants, Map.of("acme", saying("three")));
    await(() -> live.call("acme", "greet").equals("three"));
    await(() -> live.faults().isEmpty());
  }

  @Test
  void a_plugin_that_lacked_its_settings_is_served_when_it_has_them() throws Exception {
    live.put("acme", "greeter", GREETER);
    Tenants tenants = live.start();
    assertThat(live.faults()).hasSize(1);

    configure(tenants, Map.of("acme", saying("one")));

    await(() -> live.call("acme", "greet").equals("one"));
    await(() -> live.faults().isEmpty());
  }

  @Test
  void bounds_and_anonymous_callers_change_and_nothing_is_loaded_for_that() throws Exception {
    live.put("acme", "greeter", GREETER);
    Tenants tenants = live.start(true, Map.of("acme", saying("one")));
    Tenant acme = tenants.find("acme");

    Anonymous anonymous = new Anonymous(Patterns.tools("*"), List.of());
    configure(tenants, Map.of("acme",
        new TenantConfig(anonymous, false, bounds(300, Duration.ofSeconds(7)), saying("one").plugins())));

    await(() -> acme.config().anonymous() == anonymous);
    await(() -> acme.catalogue().find(Key.tool("greet")).timeout().equals(Duration.ofSeconds(7)));
    assertThat(acme.bulkhead().most()).isEqualTo(300);
    assertThat(live.call("acme", "greet")).isEqualTo("one");
    someLooks();
    assertThat(generation("greet")).isEqualTo(1);

    configure(tenants, Map.of());
    await(() -> acme.config().anonymous() == null);
    await(() -> acme.bulkhead().most() == 256);
  }

  @Test
  void a_tenant_comes_and_goes_with_its_name_in_the_configuration() throws Exception {
    live.put("_all", "other", "@Tool public String other() { return \"hello\"; }");
    Tenants tenants = live.start();
    assertThat(tenants.find("acme")).isNull();

    configure(tenants, new HashMap<>(Map.of("acme", TenantConfig.defaults())));
    await(() -> tenants.find("acme") != null && live.call("acme", "other").equals("hello"));

    configure(tenants, Map.of());
    await(() -> tenants.find("acme") == null);
  }
}
