package dev.gatehouse.client.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void a_value_is_read_as_its_type_says() {
    Map<String, Object> schema = Map.of("properties", Map.of("n", Map.of("type", "number"), "i", Map.of("type", "integer"),
        "b", Map.of("type", "boolean"), "s", Map.of("type", "string"), "l", Map.of("type", "array"), "o", Map.of("type", "object")));
    assertThat(Arguments.of(List.of("n=0.1", "i=90071992547409931", "b=true", "s=1", "l=[1,2]", "o={\"x\":null}"), schema))
        .containsEntry("n", new BigDecimal("0.1")).containsEntry("i", new BigInteger("90071992547409931"))
        .containsEntry("b", true).containsEntry("s", "1").containsEntry("l", List.of(1, 2)).containsKey("o");
  }

  @Test
  void without_a_type_json_is_json_and_the_rest_is_text() {
    assertThat(Arguments.of(List.of("a=2", "b=two", "c=x=y", "d="), Map.of()))
        .isEqualTo(Map.of("a", 2, "b", "two", "c", "x=y", "d", ""));
  }

  @Test
  void a_fault_names_the_argument() {
    Map<String, Object> schema = Map.of("properties", Map.of("b", Map.of("type", "boolean")));
    assertThatThrownBy(() -> Arguments.of(List.of("b=yes"), schema)).hasMessage("argument 'b' must be of type boolean, not 'yes'");
    assertThatThrownBy(() -> Arguments.of(List.of("yes"), schema)).hasMessage("an argument is NAME=VALUE, not 'yes'");
    assertThatThrownBy(() -> Arguments.of(List.of("b=true", "b=true"), schema)).hasMessage("argument 'b' is given twice");
  }
}
