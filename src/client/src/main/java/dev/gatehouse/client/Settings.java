package dev.gatehouse.client;

import dev.gatehouse.client.servers.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What comes from the environment, or where that is silent from a file. Keys come from nowhere else. */
final class Settings {

  private static final String KEY = "GATEHOUSE_KEY";
  private static final Path DEFAULT_FILE = Path.of(".env");

  private final Map<String, String> environment;
  private final Map<String, String> file;

  Settings(Map<String, String> environment, Map<String, String> file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * The settings of this process.
   *
   * @param file the file to use; null for {@code .env} in the working directory if it is there
   * @throws UsageException when the file cannot be used
   */
  static Settings load(Path file) throws UsageException {
    if (file == null && !Files.exists(DEFAULT_FILE)) {
      return new Settings(System.getenv(), Map.of());
    }
    return new Settings(System.getenv(), EnvFile.read(file == null ? DEFAULT_FILE : file));
  }

  static boolean isSecret(String name) {
    return name.equals("API_KEY") || name.startsWith(KEY);
  }

  /** The key of the only server, {@code GATEHOUSE_KEY}. */
  Key key() throws UsageException {
    return secret(KEY).map(Key::of).orElse(Key.NONE);
  }

  /** The key of the server of that name: {@code GATEHOUSE_KEY_DEMO} is that of {@code demo}. */
  Key key(String server) throws UsageException {
    return secret(KEY + "_" + server.toUpperCase(Locale.ROOT).replace('-', '_')).map(Key::of).orElse(Key.NONE);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(environment.getOrDefault(name, file.get(name))).filter(value -> !value.isBlank());
  }

  /** A value that goes into a header. One that cannot is refused here, since whoever refuses it later may quote it. */
  Optional<String> secret(String name) throws UsageException {
    Optional<String> value = text(name);
    if (value.isPresent() && !value.get().chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new UsageException(name + " holds a character that no key has");
    }
    return value;
  }

  /**
   * Refuses a secret whose address comes from elsewhere: a file that lies in a folder could send the environment's secret anywhere.
   *
   * @throws UsageException when one of the two is of the environment and the other of the file
   */
  void requireOneSource(String secret, String address) throws UsageException {
    boolean both = text(secret).isPresent() && text(address).isPresent();
    if (both && environment.containsKey(secret) != environment.containsKey(address)) {
      throw new UsageException(secret + " comes from the " + source(secret) + " and " + address + " from the " + source(address)
          + ": set both in one place, so that the key cannot go to the wrong server");
    }
  }

  private String source(String name) {
    return environment.containsKey(name) ? "environment" : "file";
  }
}
