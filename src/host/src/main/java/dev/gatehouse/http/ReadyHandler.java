package dev.gatehouse.http;

import dev.gatehouse.auth.token.KeySetState;
import dev.gatehouse.auth.token.UnreadableIssuer;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.loop.CallersLoop;
import dev.gatehouse.rpc.Utf16;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /health/ready}, the readiness probe: 200 when calls can be served, 503 otherwise. A broken plugin is listed but leaves the status
 * at 200, since the others are served.
 */
public final class ReadyHandler implements Handler<RoutingContext> {

  private static final long CHECK_MILLIS = 1_000;

  /** Probes that time out after a second get their answer in time. */
  private static final long PAUSE_MILLIS = 100;

  private final HealthChecks checks;
  private final SharedWork<Answer> answers;
  private final Set<String> passing = new HashSet<>();

  /** What all who ask at the same time get. */
  private record Answer(int status, Buffer body) {
  }

  /** Creates a page without checks. */
  public ReadyHandler(Vertx vertx) {
    checks = HealthChecks.create(vertx);
    answers = new SharedWork<>(vertx, PAUSE_MILLIS, this::check);
  }

  /**
   * Adds a required check.
   *
   * @param ask fails, or does not answer within a second, when it is away
   * @param state what else is known of it, shown whether it is there or not
   */
  public ReadyHandler needs(String name, Supplier<Future<Void>> ask, Supplier<JsonObject> state) {
    checks.register(name, CHECK_MILLIS,
        done -> ask.get().map(there -> Status.OK(state.get())).otherwise(away -> Status.KO(state.get())).onComplete(done));
    return this;
  }

  /** Adds a required check that needs no query. */
  public ReadyHandler needs(String name, BooleanSupplier there) {
    checks.register(name, done -> done.complete(there.getAsBoolean() ? Status.OK() : Status.KO()));
    return this;
  }

  /** Adds data that is only shown; see {@link Degraded} for the members that degrade the host's status. */
  public ReadyHandler shows(String name, Supplier<JsonObject> state) {
    checks.register(name, done -> done.complete(Status.OK(state.get())));
    return this;
  }

  /** Adds data that is left out while it is empty. */
  public ReadyHandler showsAny(String name, Supplier<JsonObject> state) {
    passing.add(name);
    return shows(name, state);
  }

  private JsonObject withoutEmpty(JsonObject answer) {
    Iterator<Object> checks = answer.getJsonArray("checks", new JsonArray()).iterator();
    while (checks.hasNext()) {
      if (checks.next() instanceof JsonObject check && passing.contains(check.getString("id"))
          && check.getJsonObject("data", new JsonObject()).isEmpty()) {
        checks.remove();
      }
    }
    return answer;
  }

  /**
   * The issuers whose tokens are not served as they should be: the record cannot be read, or the key set cannot be had. They degrade the
   * host and leave it ready: the authorization server is no part of it, all hosts miss it alike, and keys and other issuers are served. A
   * load balancer would else take every host out because somebody's identity provider is away.
   */
  public static JsonObject issuers(List<UnreadableIssuer> unreadable, List<KeySetState> keySets) {
    JsonArray problems = new JsonArray();
    unreadable.forEach(issuer -> problems.add(problem(issuer.tenant(), issuer.name(), issuer.why())));
    keySets.stream().filter(state -> !state.reachable())
        .forEach(state -> problems.add(problem(state.tenant(), state.issuer(), "its keys cannot be fetched: " + state.failure())));
    return problems.isEmpty() ? new JsonObject() : new JsonObject().put("problems", problems);
  }

  private static JsonObject problem(String tenant, String issuer, String fault) {
    return new JsonObject().put("tenant", tenant).put("issuer", issuer).put("fault", fault);
  }

  /** The plugins of each tenant: served ones with their jars, loading ones, and faults. */
  public static JsonObject plugins(Tenants tenants) {
    JsonArray faults = new JsonArray();
    for (PluginFault fault : tenants.faults()) {
      faults.add(new JsonObject().put("tenant", fault.tenant()).put("plugin", fault.plugin()).put("fault", fault.message()));
    }
    JsonObject served = new JsonObject();
    tenants.all().forEach(tenant -> served.put(tenant.name(), new JsonArray(tenant.catalogue().names(Kind.TOOL))));
    JsonObject jars = new JsonObject();
    tenants.all().forEach(tenant -> jars.put(tenant.name(), jars(tenant)));
    return new JsonObject().put("tools", served).put("jars", jars).put("loading", new JsonArray(tenants.loading())).put("faults", faults);
  }

  private static JsonObject jars(Tenant tenant) {
    JsonObject plugins = new JsonObject();
    tenant.jars().forEach((plugin, jars) -> {
      JsonArray versions = new JsonArray();
      jars.forEach(jar -> versions.add(new JsonObject().put("jar", jar.file()).put("version", jar.version()).put("sha256", jar.digest())));
      plugins.put(plugin, versions);
    });
    return plugins;
  }

  @Override
  public void handle(RoutingContext rc) {
    CallersLoop.of(answers.ask())
        .onSuccess(answer -> send(rc, answer.status(), answer.body()))
        .onFailure(rc::fail);
  }

  private static void send(RoutingContext rc, int status, Buffer body) {
    if (!rc.response().closed()) {
      rc.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(body);
    }
  }

  /** The bytes of JSON. Unpaired surrogates, such as in a plugin's message, are replaced. */
  private static Buffer body(JsonObject json) {
    return Buffer.buffer(Utf16.wellFormed(json.encode()));
  }

  private Future<Answer> check() {
    return checks.checkStatus().map(result -> new Answer(CheckResult.isUp(result) ? 200 : 503,
        body(Degraded.tell(withoutEmpty(result.toJson())))));
  }
}
