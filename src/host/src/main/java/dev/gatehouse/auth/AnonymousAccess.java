package dev.gatehouse.auth;

import dev.gatehouse.config.TenantConfig.Anonymous;
import dev.gatehouse.record.AddressBlock;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Admits anonymous callers, who have no credential, to the tenants whose configuration allows them ({@code tenants.*.anonymous}). */
public final class AnonymousAccess {

  private final Function<String, @Nullable Anonymous> rules;
  private final AtomicLong reads = new AtomicLong();

  /**
   * Admits by these rules.
   *
   * @param rules what an anonymous caller of a tenant may do, by the tenant's name; null where there are none. Asked for each call
   */
  public AnonymousAccess(Function<String, @Nullable Anonymous> rules) {
    this.rules = rules;
  }

  /** An anonymous caller of the tenant, or null when the tenant does not allow any. Counted by the {@link AddressBlock} they call from. */
  public @Nullable Principal admit(String tenant, String clientAddress) {
    Anonymous rule = rules.apply(tenant);
    return rule == null ? null : principal(tenant, rule, AddressBlock.of(clientAddress), new Access(this, tenant, rule, 0));
  }

  private static Principal principal(String tenant, Anonymous rule, String block, Validity validity) {
    Grants grants = new Grants(rule.tools(), rule.prompts(), rule.resources());
    Limits limits = Limits.rates(Scope.ADDRESS, "anonymous:" + block, rule.rates());
    return new Principal(tenant, Principal.ANONYMOUS, null, null, grants, limits, block, true, null, Principal.ANONYMOUS, validity, null);
  }

  /** A tenant's rule for anonymous callers, as it was at one moment; null when there was none. */
  private record Access(AnonymousAccess from, String tenant, @Nullable Anonymous rule, long serial) implements Validity, Validity.State {

    @Override
    public String subject() {
      return "anonymous:" + tenant;
    }

    @Override
    public State admittedBy() {
      return this;
    }

    @Override
    public State current() {
      return from.rules.apply(tenant) == rule ? this : later();
    }

    @Override
    public Future<State> read() {
      return Future.succeededFuture(later());
    }

    /** Numbered before it is read: a reading that began after a change has a higher number than each that may have missed it. */
    private State later() {
      long number = from.reads.incrementAndGet();
      return new Access(from, tenant, from.rules.apply(tenant), number);
    }

    @Override
    public @Nullable Instant due() {
      return null;
    }

    @Override
    public Admission readmit(Principal caller, Instant now) {
      return rule == null
          ? new Admission.Refused(AuthFailure.MISSING, caller.displayId(), "callers without a key are no longer let in", tenant, null)
          : new Admission.Admitted(principal(tenant, rule, caller.line(), caller.validity()));
    }

    /** All anonymous callers of one tenant are equal here: they have no credential. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Access access && access.tenant.equals(tenant);
    }

    @Override
    public int hashCode() {
      return tenant.hashCode();
    }
  }
}
