package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.config.CallsConfig;
import dev.gatehouse.feature.Changes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class RemoteTenantsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final RemotePlugin PLUGIN = new RemotePlugin("1", List.of(), List.of());

  @Test
  void tenants_of_one_worker_that_come_together_all_stay_and_go_with_their_last_plugin(Vertx vertx) {
    RemoteTenants tenants = new RemoteTenants(vertx, new CallsConfig(TIMEOUT, 4, 4, 0, 0, TIMEOUT, 1 << 20, 1 << 20), Map.of(),
        Changes.NONE, followed -> Future.succeededFuture());
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "t" + i).sorted().toList();

    Future.all(names.stream().map(name -> tenants.serve(name, Map.of("p", PLUGIN))).toList()).await();

    assertThat(tenants.all()).extracting(Tenant::name).containsExactlyElementsOf(names);

    Future.all(names.stream().map(name -> tenants.serve(name, Map.of())).toList()).await();

    assertThat(tenants.all()).isEmpty();
    tenants.close().await();
  }

  /** What a tenant served before it was gone may still drain at its address. */
  @Test
  void a_tenant_that_comes_back_has_other_addresses(Vertx vertx) {
    RemoteTenants tenants = new RemoteTenants(vertx, new CallsConfig(TIMEOUT, 4, 4, 0, 0, TIMEOUT, 1 << 20, 1 << 20), Map.of(),
        Changes.NONE, followed -> Future.succeededFuture());
    try (LogOf log = new LogOf(Tenants.class.getName())) {
      for (int i = 0; i < 2; i++) {
        tenants.serve("demo", Map.of("p", PLUGIN)).await();
        tenants.serve("demo", Map.of()).await();
        assertThat(tenants.find("demo")).isNull();
      }
      assertThat(log.lines()).contains("plugin demo/p is served by workers: features 0, generation 1",
          "plugin demo/p is served by workers: features 0, generation 2");
    }
    tenants.close().await();
  }
}
