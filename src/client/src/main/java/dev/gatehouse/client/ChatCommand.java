package dev.gatehouse.client;

import dev.gatehouse.client.chat.Chat;
import dev.gatehouse.client.model.Model;
import dev.gatehouse.client.model.ModelSettings;
import dev.gatehouse.client.servers.Key;
import dev.gatehouse.client.servers.Questions;
import dev.gatehouse.client.servers.Server;
import dev.gatehouse.client.servers.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chat}: a person, a model and the tools of several servers. */
@Command(name = "chat", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
    description = "A chat with a model that may use the tools of all the servers.", footer = {"",
        "The model: MODEL_NAME, BASE_URL (default: OpenAI's own) and API_KEY. The key of the server NAME: GATEHOUSE_KEY_NAME.",
        "BASE_URL and API_KEY come from one place, the environment or .env, or are refused.",
        "From the environment, or from .env, which must be readable by you alone when it holds a key (chmod 600).",
        "Exit status: 0 left by quit or Ctrl-D, 2 bad option or setting, 3 none of the servers can be used."})
final class ChatCommand implements Callable<Integer> {

  @Option(names = "--server", required = true, paramLabel = "NAME=URL", converter = ServerNames.Named.class,
      description = "A server and the name it goes by; may be repeated.")
  private List<ServerAddress> addresses;

  @Option(names = "--env-file", paramLabel = "FILE", description = "NAME=value lines for what the environment does not say. Default: .env")
  private Path envFile;

  @Override
  public Integer call() throws UsageException, IOException, InterruptedException {
    Settings settings = Settings.load(envFile);
    Map<ServerAddress, Key> keys = keys(settings);
    ModelSettings chosen = model(settings);
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        Model model = new Model(chosen);
        Chat chat = new Chat(terminal, HistoryFile.prepared(), model, questions -> servers(keys, questions))) {
      return chat.run() ? Exit.OK : Exit.NOT_CONNECTED;
    }
  }

  private Map<ServerAddress, Key> keys(Settings settings) throws UsageException {
    Map<ServerAddress, Key> keys = new LinkedHashMap<>();
    for (ServerAddress address : addresses) {
      if (keys.keySet().stream().anyMatch(other -> other.name().equals(address.name()))) {
        throw new UsageException("two servers are called " + address.name());
      }
      keys.put(address, settings.key(address.name()));
    }
    return keys;
  }

  private static ModelSettings model(Settings settings) throws UsageException {
    String name = settings.text("MODEL_NAME").orElseThrow(
        () -> new UsageException("MODEL_NAME is not set: name the model in the environment or in .env"));
    settings.requireOneSource("API_KEY", "BASE_URL");
    return new ModelSettings(name, baseUrl(settings), settings.secret("API_KEY"));
  }

  private static Optional<URI> baseUrl(Settings settings) throws UsageException {
    try {
      return settings.text("BASE_URL").map(ServerAddress::http);
    } catch (IllegalArgumentException e) {
      throw new UsageException("BASE_URL cannot be used: " + e.getMessage());
    }
  }

  private static List<Server> servers(Map<ServerAddress, Key> keys, Questions questions) {
    return keys.entrySet().stream().map(entry -> new Server(entry.getKey(), entry.getValue(), Optional.of(questions))).toList();
  }
}
