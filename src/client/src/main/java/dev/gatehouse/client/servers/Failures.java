package dev.gatehouse.client.servers;

import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpTransportException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the SDK throws, in words. Never an exception's own text where that could hold a request's headers. */
final class Failures {

  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** The transport tells a status only in its messages. */
  private static final Pattern STATUS = Pattern.compile("(?:[Ss]tatus code|statusCode|Sending message failed)\\D*(\\d{3})");

  private Failures() {
  }

  /** Whether the server answered, but not as a Streamable HTTP server would: it may be one of before 2025. */
  static boolean mayBeOld(Throwable failure) {
    return find(failure, McpTransportException.class).isPresent()
        && find(failure, McpHttpClientTransportAuthorizationException.class).isEmpty();
  }

  static boolean interrupted(Throwable failure) {
    return Thread.currentThread().isInterrupted() || find(failure, InterruptedException.class).isPresent();
  }

  static ServerException connecting(ServerAddress address, Key key, Throwable failure) {
    return new ServerException(address.name() + ": " + reason(failure, key) + " (" + address.shown() + ")", failure);
  }

  static Outcome calling(Key key, Throwable failure) {
    Optional<JSONRPCError> error = find(failure, McpError.class).map(McpError::getJsonRpcError);
    return error.map(Failures::answered).orElseGet(() -> Outcome.of(Outcome.Kind.UNREACHABLE, reason(failure, key)));
  }

  private static Outcome answered(JSONRPCError error) {
    String message = error.message() == null ? "error " + error.code() : error.message();
    return switch (error.code()) {
      case FORBIDDEN -> Outcome.of(Outcome.Kind.REFUSED, message);
      case TOO_MANY_REQUESTS, UNAVAILABLE -> Outcome.limited(message, retryAfter(error));
      default -> Outcome.of(Outcome.Kind.FAILED, message);
    };
  }

  private static Duration retryAfter(JSONRPCError error) {
    return error.data() instanceof Map<?, ?> data && data.get("retryAfterSeconds") instanceof Number seconds
        ? Duration.ofSeconds(Math.max(0, seconds.longValue())) : Duration.ZERO;
  }

  private static String reason(Throwable failure, Key key) {
    Optional<Integer> status = find(failure, McpHttpClientTransportAuthorizationException.class)
        .map(e -> e.getResponseInfo().statusCode())
        .or(() -> chain(failure).flatMap(e -> status(e).stream()).findFirst());
    if (status.isPresent()) {
      return status(status.get(), key);
    }
    if (find(failure, ConnectException.class).isPresent() || find(failure, UnresolvedAddressException.class).isPresent()) {
      return "nobody answers";
    }
    if (find(failure, TimeoutException.class).isPresent()) {
      return "no answer in time";
    }
    return find(failure, McpError.class).map(e -> "it answered: " + e.getJsonRpcError().message())
        .orElse("the connection broke off");
  }

  private static String status(int status, Key key) {
    return switch (status) {
      case 401 -> key.isPresent() ? "the server does not take this key (HTTP 401)" : "the server wants a key (HTTP 401)";
      case 404 -> "no MCP server is there (HTTP 404)";
      default -> "the server answered HTTP " + status;
    };
  }

  private static Optional<Integer> status(Throwable failure) {
    Matcher matcher = STATUS.matcher(failure.getMessage() == null ? "" : failure.getMessage());
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return chain(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(20);
  }
}
