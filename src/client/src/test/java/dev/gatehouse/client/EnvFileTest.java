package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFileTest {

  @TempDir
  private Path dir;

  @Test
  void values_are_read_as_a_shell_would() throws Exception {
    Path file = write("rw-------", "# a comment\n\nMODEL_NAME=m\nexport BASE_URL = \"http://h/v1\"\nAPI_KEY='a=b'\n");
    assertThat(EnvFile.read(file)).isEqualTo(Map.of("MODEL_NAME", "m", "BASE_URL", "http://h/v1", "API_KEY", "a=b"));
  }

  @Test
  void a_file_with_a_key_that_others_can_read_is_refused_without_the_key() throws Exception {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      Path file = write(mode, "GATEHOUSE_KEY_DEMO=secret\n");
      assertThatThrownBy(() -> EnvFile.read(file)).as(mode).isInstanceOf(UsageException.class)
          .hasMessage(file + ": holds GATEHOUSE_KEY_DEMO, and others can read it: chmod 600 " + file);
    }
  }

  @Test
  void a_file_without_a_key_may_be_anybodys() throws Exception {
    assertThat(EnvFile.read(write("rw-r--r--", "MODEL_NAME=m\n"))).containsEntry("MODEL_NAME", "m");
  }

  @Test
  void a_line_that_is_none_is_named_by_its_number() throws Exception {
    Path file = write("rw-------", "A=1\nsecret\n");
    assertThatThrownBy(() -> EnvFile.read(file)).hasMessage(file + ", line 2: expected NAME=value");
  }

  @Test
  void the_environment_comes_first_and_names_the_key_of_each_server() throws Exception {
    Settings settings = new Settings(Map.of("GATEHOUSE_KEY_MY_DEMO", "one"), Map.of("GATEHOUSE_KEY_MY_DEMO", "two", "MODEL_NAME", "m"));
    assertThat(settings.text("MODEL_NAME")).contains("m");
    assertThat(settings.secret("GATEHOUSE_KEY_MY_DEMO")).contains("one");
    assertThat(settings.key("my-demo")).hasToString("(a key)");
    assertThat(settings.key("other")).hasToString("(no key)");
  }

  @Test
  void a_secret_and_its_address_come_from_one_place() throws Exception {
    Map<String, String> both = Map.of("API_KEY", "k", "BASE_URL", "http://h/v1");
    new Settings(both, Map.of()).requireOneSource("API_KEY", "BASE_URL");
    new Settings(Map.of(), both).requireOneSource("API_KEY", "BASE_URL");
    new Settings(both, Map.of("API_KEY", "other", "BASE_URL", "http://other/v1")).requireOneSource("API_KEY", "BASE_URL");
    new Settings(Map.of("API_KEY", "k"), Map.of("MODEL_NAME", "m")).requireOneSource("API_KEY", "BASE_URL");
    new Settings(Map.of(), Map.of("BASE_URL", "http://h/v1")).requireOneSource("API_KEY", "BASE_URL");

    for (Settings mixed : List.of(new Settings(Map.of("API_KEY", "secret"), Map.of("BASE_URL", "http://h/v1")),
        new Settings(Map.of("API_KEY", "secret"), both), new Settings(Map.of("BASE_URL", "http://h/v1"), Map.of("API_KEY", "secret")))) {
      assertThatThrownBy(() -> mixed.requireOneSource("API_KEY", "BASE_URL")).isInstanceOf(UsageException.class)
          .hasMessageContaining("set both in one place").hasMessageNotContaining("secret").hasMessageNotContaining("http");
    }
  }

  @Test
  void a_key_that_fits_no_header_is_refused_without_the_key() {
    Settings settings = new Settings(Map.of("GATEHOUSE_KEY", "sec\nret"), Map.of());
    assertThatThrownBy(settings::key).isInstanceOf(UsageException.class).hasMessage("GATEHOUSE_KEY holds a character that no key has");
  }

  private Path write(String mode, String text) throws IOException {
    Path file = Files.writeString(dir.resolve("env" + mode), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
