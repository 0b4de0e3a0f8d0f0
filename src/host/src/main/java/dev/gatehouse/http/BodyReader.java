package dev.gatehouse.http;

import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.CallCancellation;
import dev.gatehouse.feature.bulkhead.MemoryLease;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.InboundReader;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.mcp.Outlet;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Reads a request's body into memory: bounded in length and reserved from its tenant's byte budget before it arrives. (Vert.x's BodyHandler
 * keeps the body for as long as the response is open, which is hours for a stream.)
 */
final class BodyReader implements Handler<RoutingContext> {

  /** The media type in any case, with or without parameters; not one that merely begins like it. */
  private static final Pattern JSON = Pattern.compile("\\s*application/json\\s*(;|$)", Pattern.CASE_INSENSITIVE);
  private static final String USUAL = "application/json";
  private static final String BODY = "gatehouse.body.bytes";
  /** The bytes reserved at once for a body of known length that comes in several chunks. */
  private static final int FIRST = 64 * 1024;
  private static final Buffer NOTHING = Buffer.buffer();

  private final long most;
  private final BodyDeadline deadline;

  /**
   * Creates a reader.
   *
   * @param most the longest body, in bytes
   * @param deadline how soon it must come
   */
  BodyReader(long most, BodyDeadline deadline) {
    this.most = most;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext rc) {
    long length = length(rc.request());
    if (length > most) {
      rc.fail(413);
    } else {
      read(rc, length);
    }
  }

  private void read(RoutingContext rc, long length) {
    Body body = new Body(rc, length, RequestMemory.open(rc, length));
    if (rc.request().getHeader(HttpHeaders.EXPECT) != null && rc.request().version() != HttpVersion.HTTP_1_0) {
      rc.response().writeContinue();
    }
    rc.request().exceptionHandler(body::fail).handler(body).endHandler(body::end).resume();
  }

  private static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Math.max(0, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Reads the body as a message of the protocol, once.
   *
   * @param gone cancelled when its client goes away
   * @param outlet where messages go that precede the answer
   * @return the message; fails with {@link McpException}, 400 when the body is not JSON, 415 when it does not even claim to be
   */
  static Future<Inbound> inbound(RoutingContext rc, CallCancellation gone, Outlet outlet) {
    String type = rc.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.equals(USUAL) && !JSON.matcher(type).lookingAt()) {
      return Future.failedFuture(new McpException(415, 415, "The Content-Type header must be application/json.", null));
    }
    return new InboundReader(rc.vertx(), rc.request().headers()::getAll, rc.get(Principal.KEY), rc.get(TenantHandler.KEY),
        RequestTraces.of(rc))
        .read(rc.remove(BODY), RequestMemory.of(rc), gone, outlet);
  }

  private final class Body implements Handler<Buffer> {

    private final RoutingContext rc;
    private final MemoryLease memory;
    private final BodyDeadline.Awaited awaited;
    /** The first chunk itself, which most often is the whole body; later a buffer of this body's own. */
    private Buffer bytes = NOTHING;
    private boolean own;
    private long counted;

    Body(RoutingContext rc, long length, MemoryLease memory) {
      this.rc = rc;
      this.memory = memory;
      this.counted = length;
      this.awaited = deadline.begin(rc.request());
    }

    @Override
    public void handle(Buffer chunk) {
      if (rc.failed()) {
        return;
      }
      long length = (long) bytes.length() + chunk.length();
      if (length > most) {
        rc.fail(413);
      } else if (length > counted && !memory.tryGrow(length - counted)) {
        fail(McpErrors.outOfMemory(memory.budget().most()));
      } else {
        append(chunk, counted);
        counted = Math.max(counted, length);
      }
    }

    private void append(Buffer chunk, long expected) {
      if (bytes == NOTHING) {
        bytes = chunk;
        return;
      }
      if (!own) {
        bytes = Buffer.buffer((int) Math.max(bytes.length(), Math.min(FIRST, expected))).appendBuffer(bytes);
        own = true;
      }
      bytes.appendBuffer(chunk);
    }

    /** A failure that is neither a refusal nor the end of the connection is malformed HTTP, such as a bad chunk size. */
    void fail(Throwable failure) {
      bytes = NOTHING;
      if (!rc.failed()) {
        rc.fail(failure instanceof McpException || failure instanceof IOException || failure instanceof HttpClosedException
            ? failure : new HttpException(400, "The body is malformed HTTP."));
      }
    }

    void end(Void ended) {
      deadline.end(awaited);
      if (!rc.failed()) {
        rc.put(BODY, bytes);
        rc.next();
      }
    }
  }
}
