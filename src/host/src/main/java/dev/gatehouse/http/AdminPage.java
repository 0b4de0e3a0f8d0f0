package dev.gatehouse.http;

import dev.gatehouse.rpc.Utf16;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** A page of the admin port, served for GET and HEAD at one path. To add one, implement this and add it to the port's routes table. */
public interface AdminPage {

  /** The path, which begins with a slash. */
  String path();

  /** Whether it is for operators alone: behind {@link AdminGuard}, which asks for {@code admin.token}. */
  default boolean guarded() {
    return false;
  }

  /** Answers one request. Called on an event loop, and so must not block. */
  void answer(RoutingContext rc);

  /** A page with status 200 and a JSON object that is built for each request. */
  static AdminPage json(String path, Supplier<JsonObject> body) {
    return new AdminPage() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public void answer(RoutingContext rc) {
        send(rc, 200, body(body.get()));
      }
    };
  }

  /** A guarded page of plain text. */
  static AdminPage text(String path, String text) {
    return new AdminPage() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public boolean guarded() {
        return true;
      }

      @Override
      public void answer(RoutingContext rc) {
        rc.response().putHeader("Content-Type", "text/plain; charset=utf-8").end(text);
      }
    };
  }

  /** A guarded page that leads to another path of the port. A slash at the end of its own path makes no difference. */
  static AdminPage redirect(String path, String to) {
    return new AdminPage() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public boolean guarded() {
        return true;
      }

      @Override
      public void answer(RoutingContext rc) {
        rc.response().setStatusCode(302).putHeader("Location", to).end();
      }
    };
  }

  /** The bytes of JSON. Unpaired surrogates, such as in a plugin's message, are replaced. */
  static Buffer body(JsonObject json) {
    return Buffer.buffer(Utf16.wellFormed(json.encode()));
  }

  /** Sends JSON, unless its asker has left. */
  static void send(RoutingContext rc, int status, Buffer body) {
    if (!rc.response().closed()) {
      rc.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(body);
    }
  }
}
