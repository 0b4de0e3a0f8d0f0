package dev.gatehouse.http;

import dev.gatehouse.auth.key.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves a file of the console that lies in the host's jar. It is read at its first request; a browser asks whether it has changed. */
public final class FileHandler implements Handler<RoutingContext> {

  private static final int TAG_DIGITS = 32;

  private final String resource;
  private final String type;
  private volatile @Nullable Content content;

  /** What lies in the jar, and its entity tag. */
  private record Content(Buffer bytes, String tag) {
  }

  /**
   * Serves a file.
   *
   * @param resource its name on the class path, without a slash at its beginning
   * @param type its media type
   */
  public FileHandler(String resource, String type) {
    this.resource = resource;
    this.type = type;
  }

  @Override
  public void handle(RoutingContext rc) {
    content(rc.vertx()).onSuccess(found -> send(rc, found)).onFailure(rc::fail);
  }

  private void send(RoutingContext rc, Content found) {
    HttpServerResponse response = rc.response().putHeader("ETag", found.tag()).putHeader("Cache-Control", "private, no-cache");
    if (found.tag().equals(rc.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", type).end(found.bytes());
    }
  }

  private Future<Content> content(Vertx vertx) {
    Content known = content;
    return known != null ? Future.succeededFuture(known) : vertx.executeBlocking(this::read, false).onSuccess(read -> content = read);
  }

  private Content read() throws IOException {
    try (InputStream in = Objects.requireNonNull(FileHandler.class.getClassLoader().getResourceAsStream(resource), resource)) {
      byte[] bytes = in.readAllBytes();
      String digest = HexFormat.of().formatHex(Sha256.of(bytes));
      return new Content(Buffer.buffer(bytes), '"' + digest.substring(0, TAG_DIGITS) + '"');
    }
  }
}
