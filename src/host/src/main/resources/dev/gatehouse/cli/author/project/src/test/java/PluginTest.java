package @package@;

import static dev.gatehouse.testkit.Key.key;

import dev.gatehouse.testkit.Gatehouse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class @Class@Test {
  @RegisterExtension
  static final Gatehouse gatehouse = Gatehouse.plugin(@Class@.class);

  @Test
  void it_greets() {
    gatehouse.call("greet", "Ada").isText("Hello, Ada!");
    gatehouse.on("2025-06-18").call("greet", Map.of("name", "Ada")).isText("Hello, Ada!");
  }

  @Test
  void it_wants_a_name() {
    gatehouse.call("greet").isError("name");
  }

  @Test
  void a_key_without_the_right_is_refused() {
    gatehouse.as(key().tools("add")).call("greet", Map.of("name", "Ada")).isRefused(403);
  }
}
