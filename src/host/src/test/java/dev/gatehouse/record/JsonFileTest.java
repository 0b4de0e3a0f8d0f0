package dev.gatehouse.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {

  @TempDir
  Path dir;

  @Test
  void a_missing_file_says_how_to_name_another() {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(Path.of("no/such.json")));

    assertThat(e.faults())
        .containsExactly("no/such.json: no such file; another is named after the command: java -jar gatehouse.jar run FILE");
  }

  @Test
  void a_directory_is_no_file() {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(dir));

    assertThat(e.faults()).containsExactly(dir + ": is a directory, not a file");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "'{\n  \"http\": { \"port\": 80 \"host\": 1 }\n}' | is not JSON at line 2, column 24: ",
      "'{\n  hunter2: 1\n}'                             | is not JSON at line 2, column 3: ",
      "'{ \"redis\": { \"url\": hunter2 } }'            | is not JSON at line 1, column 21: a word that is neither in quotes nor true, false or null",
      "'{ \"http\": {'                                  | is not JSON at line 1, column 12: it ends too early",
      "'{ \"a\": \"hunter2'                             | is not JSON at line 1, column 16: it ends too early",
      "'{} hunter2'                                     | is not JSON at line 1, ",
      "'{} {}'                                          | is not JSON at line 1, column 4: something follows its end",
      "'{ ]'                                            | is not JSON at line 1, column 3: Unexpected close marker ']': expected '}'",
      "'{ \"port\": 080 }'                              | is not JSON at line 1, ",
      "'{ // no\n}'                                     | is not JSON at line 1, column 3: Unexpected character ('/' (code 47)): comments are not allowed",
      "'{ \"a\": NaN }'                                  | is not JSON at line 1, ",
  })
  void a_syntax_error_is_one_line_with_its_place(String json, String fault) {
    assertThat(Configs.faults(json)).singleElement().asString().startsWith(fault)
        .doesNotContain("hunter2", "Source", "Exception", "Feature");
  }

  @Test
  void a_file_in_another_encoding_is_not_shown() throws Exception {
    Path file = Files.write(dir.resolve("latin1.json"), new byte[] {'{', '"', 'a', (byte) 0xe4, '"', ':', '1', '}'});

    ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file));

    assertThat(e.faults()).singleElement().asString().startsWith(file + ": is not ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"''|is empty; the least is {}", "' \n '|is empty; the least is {}",
      "[]|must be one JSON object",
      "null|must be one JSON object", "7|must be one JSON object"})
  void the_file_is_one_object(String json, String fault) {
    assertThat(Configs.faults(json)).containsExactly(fault);
  }

  @Test
  void every_duplicate_is_told_with_its_place() {
    assertThat(Configs.faults("{'http':{'port':1,\n'port':2},'http':{},\n'tenants':{'a':{'plugins':{'p':{'x':[{'y':1,'y':1}]}}}}}"))
        .containsExactly(
            "http.port: stands twice, again at line 2, column 1; keep one",
            "http: stands twice, again at line 2, column 11; keep one",
            "tenants.a.plugins.p.x[0].y: stands twice, again at line 3, column 45; keep one");
  }

  @Test
  void all_faults_are_told_at_once() {
    assertThat(
        Configs.faults("{'http':{'port':-1,'port':70000,'prot':1,'host':'0.0.0.0'},'auth':{'grace':1},'calls':{'timeout':3},'x':{}}"))
        .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
        .containsExactlyInAnyOrder("http.port", "http.prot", "http.plainHttp", "auth.grace", "calls.timeout", "x");
  }

  @Test
  void the_message_is_all_faults() {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> Configs.load("{'x':1,'y':2}"));

    assertThat(e).hasMessage(String.join("\n", e.faults()));
    assertThat(e.faults()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'a\\nb\\u001b[31m\\u2028':1}", "{'redis':{'prefix':'a\\r\\nb'}}", "{'tenants':{'a\\nb':{}}}"})
  void a_fault_is_one_line_whatever_the_file_holds(String json) {
    assertThat(Configs.faults(json)).singleElement().asString().doesNotContain("\n", "\r", "\u001b", "\u2028");
  }

  @Test
  void a_long_value_is_cut() {
    assertThat(Configs.faults("{'redis':{'prefix':'" + "x".repeat(5_000) + "'}}")).singleElement().asString().hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e1001", "1e400", "1e30000000000"})
  void a_number_out_of_range_is_told_with_its_place(String number) {
    assertThat(Configs.faults("{'tenants':{'a':{'plugins':{'p':{'x':[1,\n" + number + "]}}}}}"))
        .containsExactly("is not JSON at line 2, column 1:"
            + " it has a number that is out of range (at most 1000 digits and an exponent from -1000 to 1000)");
  }

  @Test
  void a_number_with_too_many_digits_is_told_too() {
    assertThat(Configs.faults("{'http':{'port':" + "9".repeat(1001) + "}}")).singleElement().asString().contains("out of range");
  }

  @Test
  void endless_nesting_is_refused() {
    assertThat(Configs.faults("[".repeat(5_000))).singleElement().asString().contains("nested deeper than 100");
  }
}
