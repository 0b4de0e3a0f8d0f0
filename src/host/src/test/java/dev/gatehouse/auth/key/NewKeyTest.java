package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewKeyTest {

  private final NewKey key = NewKey.create(new SecureRandom());

  @Test
  void a_new_key_reads_as_it_should_and_opens_its_record() {
    Map<String, String> fields = key.fields(Map.of("tenant", "demo"));
    FakeKeyStore store = new FakeKeyStore().put(key.id(), fields);

    assertThat(key.text()).matches("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}").startsWith("gth_" + key.id() + "_");
    assertThat(fields.get("salt")).matches("[0-9a-f]{32}");
    assertThat(new ApiKeyAuthentication(store, new KeyPolicy(false, false), Clock.systemUTC()).admit(key.text(), "192.0.2.1").result())
        .isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void the_record_keeps_the_order_given_and_holds_no_secret() {
    Map<String, String> rights = new LinkedHashMap<>();
    rights.put("tenant", "demo");
    rights.put("tools", "add");

    Map<String, String> fields = key.fields(rights);
    assertThat(fields.keySet()).containsExactly("tenant", "tools", "salt", "hash");
    assertThat(fields.values()).noneMatch(value -> key.text().contains(value) && value.length() > 8);
  }

  @Test
  void no_two_keys_are_alike() {
    NewKey other = NewKey.create(new SecureRandom());

    assertThat(other.id()).isNotEqualTo(key.id());
    assertThat(other.text()).isNotEqualTo(key.text());
    assertThat(other.fields(Map.of()).get("salt")).isNotEqualTo(key.fields(Map.of()).get("salt"));
  }

  @Test
  void a_key_shows_its_id_only() {
    assertThat(key).hasToString(key.id());
  }
}
