package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The plain ceiling: the least that a server on Vert.x does for a call of {@code add}. It parses the JSON-RPC message, asks Redis by one
 * script when it has one, sends the call over the event bus to a consumer of the same event loop, and writes the answer. No key, no
 * validation, no audit.
 */
public final class PlainServer extends VerticleBase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setCodecName(ByReference.NAME).setLocalOnly(true);

  private final int port;
  private final String redisUrl;
  private String address;
  private RedisConnection redis;
  private Request limit;

  private PlainServer(int port, String redisUrl) {
    this.port = port;
    this.redisUrl = redisUrl;
  }

  /**
   * Listens on any free port, and says on which.
   *
   * @param args the URL of a Redis to ask, or nothing
   */
  public static void main(String[] args) {
    int loops = Runtime.getRuntime().availableProcessors();
    int port = FreePort.any();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    vertx.eventBus().registerCodec(new ByReference());
    vertx.deployVerticle(() -> new PlainServer(port, args.length == 0 ? null : args[0]), new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> System.out.println("ready http://127.0.0.1:" + port))
        .onFailure(failure -> System.exit(1));
  }

  /** The limiter's script, for whoever asks Redis once a call. */
  static String script() {
    try (InputStream in = PlainServer.class.getResourceAsStream("limit.lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Future<?> start() {
    address = "tool/" + UUID.randomUUID();
    vertx.eventBus().<JsonNode>localConsumer(address, message -> message.reply(sum(message.body()), LOCAL));
    Future<?> ready = redisUrl == null ? Future.succeededFuture() : connect();
    return ready.compose(done -> vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1"));
  }

  /** One connection for this event loop, whose commands are pipelined. */
  private Future<?> connect() {
    return Redis.createClient(vertx, redisUrl).connect().compose(connection -> {
      redis = connection;
      return connection.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script()));
    }).onSuccess(digest -> limit =
        Request.cmd(Command.EVALSHA).arg(digest.toString()).arg(1).arg("plain").arg(86).arg(86_400_000_000L));
  }

  private void answer(HttpServerRequest request) {
    request.body().compose(this::call)
        .onSuccess(answer -> request.response().putHeader("content-type", "application/json").end(answer))
        .onFailure(failure -> request.response().setStatusCode(500).end());
  }

  private Future<Buffer> call(Buffer body) {
    JsonNode message = parse(body);
    return admitted().compose(admitted -> vertx.eventBus().<String>request(address, message.get("params").get("arguments"), LOCAL))
        .map(reply -> write(message.get("id"), reply.body()));
  }

  private Future<?> admitted() {
    return redis == null ? Future.succeededFuture()
        : redis.send(limit).compose(early -> early.toLong() == 0 ? Future.succeededFuture() : Future.failedFuture("too early"));
  }

  private static JsonNode parse(Buffer body) {
    try {
      JsonNode message = JSON.readTree(body.getBytes());
      if (!message.get("method").asText().equals("tools/call") || !message.get("params").get("name").asText().equals("add")) {
        throw new IllegalArgumentException("no call of add");
      }
      return message;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String sum(JsonNode arguments) {
    return arguments.get("a").decimalValue().add(arguments.get("b").decimalValue()).toPlainString();
  }

  private static Buffer write(JsonNode id, String text) {
    try {
      ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0").set("id", id);
      ObjectNode result = answer.putObject("result");
      result.putArray("content").addObject().put("type", "text").put("text", text);
      result.put("resultType", "complete");
      return Buffer.buffer(JSON.writeValueAsBytes(answer));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
