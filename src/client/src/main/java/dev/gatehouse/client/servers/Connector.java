package dev.gatehouse.client.servers;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Connects by Streamable HTTP, and by the older HTTP+SSE transport when the server turns out not to know the former
 * (MCP 2025-11-25, "Backwards compatibility" of transports).
 */
final class Connector {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(15);
  /** Long enough for a tool that asks a person; Ctrl-C is sooner. */
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);
  private static final String EVENT_STREAM = "text/event-stream";
  private static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(Json.MAPPER);

  private final ServerAddress address;
  private final Key key;
  private final Optional<Questions> questions;
  private final Consumer<ProgressNotification> progress;

  Connector(ServerAddress address, Key key, Optional<Questions> questions, Consumer<ProgressNotification> progress) {
    this.address = address;
    this.key = key;
    this.questions = questions;
    this.progress = progress;
  }

  /**
   * Connects.
   *
   * @throws ServerException when the server cannot be used
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  McpSyncClient connect() throws ServerException, InterruptedException {
    try {
      return initialized(streamable());
    } catch (RuntimeException e) {
      if (Failures.interrupted(e)) {
        throw new InterruptedException();
      }
      if (!Failures.mayBeOld(e) || !streamsEvents()) {
        throw Failures.connecting(address, key, e);
      }
      return connectOld(e);
    }
  }

  private McpSyncClient connectOld(RuntimeException first) throws ServerException, InterruptedException {
    try {
      return initialized(sse());
    } catch (RuntimeException e) {
      if (Failures.interrupted(e)) {
        throw new InterruptedException();
      }
      throw Failures.connecting(address, key, first);
    }
  }

  /** Whether a GET opens a stream, as on an old server. Asked first, since the SDK waits for ever on a page that is none. */
  private boolean streamsEvents() throws InterruptedException {
    HttpRequest request = key.request().uri(address.url()).header("Accept", EVENT_STREAM).timeout(CONNECT_TIMEOUT).build();
    try {
      HttpResponse<InputStream> response = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build()
          .send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode() == 200 && response.headers().firstValue("Content-Type").orElse("").startsWith(EVENT_STREAM);
    } catch (IOException e) {
      return false;
    }
  }

  private McpClientTransport streamable() {
    return HttpClientStreamableHttpTransport.builder(address.origin()).endpoint(address.endpoint())
        .requestBuilder(key.request()).connectTimeout(CONNECT_TIMEOUT).jsonMapper(MAPPER).build();
  }

  @SuppressWarnings("deprecation")
  private McpClientTransport sse() {
    return HttpClientSseClientTransport.builder(address.origin()).sseEndpoint(address.endpoint())
        .requestBuilder(key.request()).connectTimeout(CONNECT_TIMEOUT).jsonMapper(MAPPER).build();
  }

  private McpSyncClient initialized(McpClientTransport transport) {
    McpClient.SyncSpec spec = McpClient.sync(transport)
        .clientInfo(Implementation.builder("gatehouse-client", version()).build())
        .initializationTimeout(HANDSHAKE_TIMEOUT)
        .requestTimeout(CALL_TIMEOUT)
        .progressConsumer(progress);
    questions.ifPresent(person -> spec.elicitation(request -> person.form(address.name(), request))
        .urlElicitation(request -> person.url(address.name(), request)));
    McpSyncClient client = spec.build();
    try {
      client.initialize();
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static String version() {
    String version = Connector.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
