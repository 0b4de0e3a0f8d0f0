package dev.gatehouse;

import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.console.Console;
import dev.gatehouse.http.AdminPage;
import dev.gatehouse.http.AdminServer;
import dev.gatehouse.http.MetricsHandler;
import dev.gatehouse.http.Readiness;
import dev.gatehouse.http.ReadyHandler;
import dev.gatehouse.http.connection.Connections;
import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.redis.embedded.EmbeddedRedis;
import dev.gatehouse.redis.report.RedisCli;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Stage 4: the admin port is open, so that operators can watch plugins being loaded.
 *
 * @param readiness whether the public port takes calls
 * @param port the one bound
 */
record AdminPort(Readiness readiness, int port) {

  /** Fails with {@link StartException} when the address cannot be bound. */
  static Future<AdminPort> open(Protocol protocol) {
    Platform platform = protocol.store().platform();
    AdminConfig address = platform.config().admin();
    Readiness readiness = new Readiness();
    Connections operators = platform.operators();
    platform.transport().count(operators);
    return new AdminServer(platform.vertx(), address, pages(protocol, readiness), operators, platform.throttle()).start()
        .recover(failure -> Future.failedFuture(StartException.cannotListen("admin", address.host(), address.port(), failure)))
        .map(port -> new AdminPort(readiness, port));
  }

  /** The routes table of the admin port. */
  private static List<AdminPage> pages(Protocol protocol, Readiness readiness) {
    List<AdminPage> pages = new ArrayList<>(List.of(
        AdminPage.live(),
        AdminPage.ready(ready(protocol, readiness)),
        AdminPage.metrics(new MetricsHandler(protocol.store().platform().vertx(), protocol.metrics(), readiness))));
    pages.addAll(console(protocol).pages());
    return pages;
  }

  private static Console console(Protocol protocol) {
    Platform platform = protocol.store().platform();
    return new Console(platform.vertx(), protocol.tenants(), protocol.metrics().meter(), protocol.sessions(), protocol.subscriptions(),
        platform.connections(), protocol.store().redis(), protocol.store().names(), cli(protocol.store()));
  }

  private static RedisCli cli(Store store) {
    EmbeddedRedis embedded = store.embedded();
    return embedded == null ? RedisCli.of(RedisUrl.parse(Objects.requireNonNull(store.platform().config().redis().url())))
        : RedisCli.embedded(embedded.port(), embedded.passwordFile());
  }

  private static ReadyHandler ready(Protocol protocol, Readiness readiness) {
    Store store = protocol.store();
    ReadyHandler page = new ReadyHandler(store.platform().vertx())
        .needs("redis", store.redis()::ping, store::state)
        .needs("http", readiness::isServing)
        .shows("audit", () -> audit(protocol))
        .shows("configuration", store.platform().running()::state)
        .showsAny("issuers", () -> ReadyHandler.issuers(store.issuers().unreadable(), protocol.tokens().keySets()))
        .shows("plugins", () -> ReadyHandler.plugins(protocol.tenants()));
    Edge edge = protocol.edge();
    return edge == null ? page : page.shows("cluster", edge::state);
  }

  private static JsonObject audit(Protocol protocol) {
    return new JsonObject().put("lost", protocol.ledger().lost())
        .put("maxBytes", protocol.store().platform().config().audit().maxBytes())
        .put("nearBound", new JsonObject(new LinkedHashMap<>(protocol.ledger().nearBound())));
  }
}
