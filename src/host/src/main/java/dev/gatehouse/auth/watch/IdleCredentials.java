package dev.gatehouse.auth.watch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Credentials that have nothing open any more. They are forgotten after a while, if nobody uses them until then. */
final class IdleCredentials {

  private static final long SWEEP_MILLIS = 1_000;

  private final Queue<CredentialInUse> queue = new ConcurrentLinkedQueue<>();
  private final PendingTask sweep;
  private final Consumer<CredentialInUse> forget;

  /**
   * No credentials.
   *
   * @param forget is given each credential that nobody has used for a while
   */
  IdleCredentials(Scheduler scheduler, Consumer<CredentialInUse> forget) {
    this.sweep = new PendingTask(scheduler, SWEEP_MILLIS, this::sweep);
    this.forget = forget;
  }

  /** Adds a credential that is not in here. Thread-safe. */
  void add(CredentialInUse credential) {
    queue.add(credential);
    sweep.schedule();
  }

  private void sweep() {
    for (int left = queue.size(); left > 0; left--) {
      CredentialInUse credential = queue.remove();
      if (credential.staysIdle()) {
        queue.add(credential);
      } else if (credential.isRetired()) {
        forget.accept(credential);
      }
    }
    if (!queue.isEmpty()) {
      sweep.schedule();
    }
  }
}
