package dev.gatehouse.client;

import dev.gatehouse.client.servers.Server;
import dev.gatehouse.client.servers.ServerAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that talks to one server. */
final class OneServer {

  @Option(names = "--server", required = true, paramLabel = "URL", converter = ServerNames.Unnamed.class,
      description = "The server, for example http://127.0.0.1:8080/mcp. Its key: GATEHOUSE_KEY.")
  private ServerAddress address;

  @Option(names = "--env-file", paramLabel = "FILE", description = "NAME=value lines for what the environment does not say. Default: .env")
  private Path envFile;

  Server open() throws UsageException {
    return new Server(address, Settings.load(envFile).key(), Optional.empty());
  }
}
