package dev.gatehouse.mcp;

import dev.gatehouse.auth.Admission.Refused;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.auth.watch.CredentialWatch;
import dev.gatehouse.auth.watch.Watch;
import dev.gatehouse.feature.CallCancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends running calls whose key is revoked, reaches its end, or loses the permission that they need. Each fails with an error that its
 * client can read.
 */
public final class RevocationGuard {

  private final CredentialWatch keys;

  /** Binds calls to these keys. */
  public RevocationGuard(CredentialWatch keys) {
    this.keys = keys;
  }

  /** What a call must be allowed; asked again whenever the rights of its caller are others. */
  @FunctionalInterface
  public interface Permission {

    /** Why the caller may not go on, or null when they may. */
    @Nullable
    McpException refusal(Principal now);
  }

  /**
   * Runs a call.
   *
   * @param principal whose it is
   * @param cancellation cancelled when it may run no longer
   * @param permission what it must be allowed
   * @param work the call
   * @return what comes of it; fails with {@link McpErrors#keyEnded()} when the key ends first, and with what the permission says when
   *     that is taken away
   */
  public <T> Future<T> run(Principal principal, CallCancellation cancellation, Permission permission,
      Supplier<? extends Future<? extends T>> work) {
    Promise<T> first = Promise.promise();
    Context context = Vertx.currentContext();
    Watch watch = keys.watch(principal, new Running<>(context, first, cancellation, permission));
    // Nobody waits for a cancelled call, so it need not be ended; a stream whose client has gone never ends by itself.
    cancellation.onCancel(watch::close);
    Attempt.<T>of(work).onComplete(done -> {
      watch.close();
      if (done.succeeded()) {
        first.tryComplete(done.result());
      } else {
        first.tryFail(done.cause());
      }
    });
    return first.future();
  }

  /** A call under way, ended with the refusal that its caller would get now. */
  private record Running<T>(@Nullable Context context, Promise<T> first, CallCancellation cancellation, Permission permission)
      implements Watch.Listener {

    @Override
    public void changed(Principal now) {
      McpException refusal = permission.refusal(now);
      if (refusal != null) {
        stop(refusal);
      }
    }

    @Override
    public void ended(Refused why) {
      stop(McpErrors.keyEnded());
    }

    private void stop(McpException refusal) {
      if (context == null) {
        fail(refusal);
      } else {
        context.runOnContext(now -> fail(refusal));
      }
    }

    private void fail(McpException refusal) {
      if (first.tryFail(refusal)) {
        cancellation.cancel();
      }
    }
  }
}
