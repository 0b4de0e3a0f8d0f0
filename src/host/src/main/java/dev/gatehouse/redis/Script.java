package dev.gatehouse.redis;

import dev.gatehouse.redis.connection.RedisErrors;
import dev.gatehouse.redis.link.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A Lua script called by its digest (EVALSHA). It is loaded again when Redis has forgotten it. */
public final class Script {

  private final String purpose;
  private final byte[] text;
  private final byte[] digest;

  public Script(String purpose, byte[] text) {
    this.purpose = purpose;
    this.text = text;
    this.digest = HexFormat.of().formatHex(sha1(text)).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The script beside this class, for example {@code find.lua}.
   *
   * @param purpose what it is for, in a word that an operator knows
   */
  public static Script named(String resource, String purpose) {
    try (InputStream in = Script.class.getResourceAsStream(resource)) {
      return new Script(purpose, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it: one round trip, or two the first time after a start or a fail-over of Redis. */
  public Future<Response> run(RedisLink link, List<String> keys, List<String> args) {
    return link.send(request(Command.EVALSHA, digest, keys, args), purpose)
        .recover(cause -> forgotten(cause)
            ? link.send(request(Command.EVAL, text, keys, args), purpose)
            : Future.failedFuture(cause));
  }

  /** The command by its digest, to which arguments can be added. Redis may not have the script: {@link #forgotten}. */
  public Request byDigest(List<String> keys) {
    return request(Command.EVALSHA, digest, keys, List.of());
  }

  /** The command by its text, to which arguments can be added. */
  public Request byText(List<String> keys) {
    return request(Command.EVAL, text, keys, List.of());
  }

  /** Whether a command failed because Redis does not have the script. */
  public static boolean forgotten(Throwable cause) {
    return RedisErrors.is(cause, "NOSCRIPT");
  }

  private static Request request(Command command, byte[] script, List<String> keys, List<String> args) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    args.forEach(request::arg);
    return request;
  }

  private static byte[] sha1(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
