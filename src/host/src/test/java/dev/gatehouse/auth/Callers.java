package dev.gatehouse.auth;

import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.Rate;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Callers as they are admitted, for tests of what they open. */
public final class Callers {

  private Callers() {
  }

  /** An anonymous caller, of a tenant whose rule stays. */
  public static Principal anonymous(String tenant, Patterns tools, List<Rate> rates, String address) {
    Anonymous rule = new Anonymous(tools, rates);
    return new AnonymousAccess(name -> rule).admit(tenant, address);
  }

  /** The holder of a key of tenant {@code acme}, which counts on a line and whose store does not answer. */
  public static Principal key(String id, String line, Patterns resources) {
    return new Principal("acme", id, null, null, new Grants(Patterns.none(), Patterns.none(), resources), Limits.NONE, line, false, null,
        "abcd1234", new Unanswered(id), null);
  }

  private record Unanswered(String subject) implements Validity, Validity.State {

    @Override
    public State admittedBy() {
      return this;
    }

    @Override
    public State current() {
      return null;
    }

    @Override
    public Future<State> read() {
      return Future.failedFuture("no store");
    }

    @Override
    public long serial() {
      return 0;
    }

    @Override
    public Instant due() {
      return null;
    }

    @Override
    public Admission readmit(Principal caller, Instant now) {
      return new Admission.Admitted(caller);
    }
  }
}
