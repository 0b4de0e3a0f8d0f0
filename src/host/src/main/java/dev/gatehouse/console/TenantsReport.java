package dev.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.http.QueryParams;
import dev.gatehouse.plugin.load.FileVersion;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.Tenant;
import dev.gatehouse.tenant.Tenants;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries of tenants, their plugins, and what these serve. */
final class TenantsReport {

  private static final int MOST = 200;
  private static final int MOST_FEATURES = 500;
  private static final List<Kind> SHOWN = List.of(Kind.TOOL, Kind.PROMPT, Kind.RESOURCE, Kind.TEMPLATE);

  private final Tenants tenants;
  private final Function<String, ObjectNode> rates;

  /**
   * Reports on these.
   *
   * @param rates the latest numbers of a tenant's calls
   */
  TenantsReport(Tenants tenants, Function<String, ObjectNode> rates) {
    this.tenants = tenants;
    this.rates = rates;
  }

  /**
   * The tenant {@code name}, or those whose name contains {@code q}, with their plugins and what runs; at most {@value #MOST}, and how many
   * there are.
   */
  Future<ObjectNode> tenants(QueryParams query) {
    String name = query.text("name");
    String text = query.text("q");
    List<Tenant> found = tenants.all().stream()
        .filter(tenant -> name == null ? text == null || tenant.name().contains(text) : tenant.name().equals(name)).toList();
    Map<String, List<PluginFault>> faults = tenants.faults().stream().collect(Collectors.groupingBy(PluginFault::tenant));
    Collection<String> loading = tenants.loading();
    ObjectNode json = Json.object().put("total", found.size());
    ArrayNode list = json.putArray("tenants");
    found.stream().limit(MOST).forEach(tenant -> list.add(json(tenant, faults.getOrDefault(tenant.name(), List.of()), loading)));
    ArrayNode elsewhere = json.putArray("faults");
    faults.forEach((tenant, its) -> {
      if (tenants.find(tenant) == null) {
        its.stream().limit(MOST).forEach(fault -> elsewhere.add(
            Json.object().put("tenant", tenant).put("plugin", fault.plugin()).put("fault", fault.message())));
      }
    });
    return Future.succeededFuture(json);
  }

  private ObjectNode json(Tenant tenant, List<PluginFault> faults, Collection<String> loading) {
    ObjectNode json = Json.object().put("name", tenant.name())
        .put("anonymous", tenant.config().anonymous() != null)
        .put("running", tenant.bulkhead().running())
        .put("waiting", tenant.bulkhead().waiting())
        .put("memoryHeld", tenant.memory().held())
        .put("memoryMost", tenant.memory().most());
    json.set("rates", rates.apply(tenant.name()));
    ArrayNode plugins = json.putArray("plugins");
    Map<String, String> wrong = faults.stream()
        .collect(Collectors.toMap(PluginFault::plugin, PluginFault::message, (one, other) -> one + "; " + other));
    TreeSet<String> names = new TreeSet<>(tenant.jars().keySet());
    names.addAll(wrong.keySet());
    String prefix = tenant.name() + "/";
    loading.stream().filter(name -> name.startsWith(prefix)).forEach(name -> names.add(name.substring(prefix.length())));
    Map<String, Map<Kind, Long>> serves = SHOWN.stream().flatMap(kind -> tenant.catalogue().all(kind).stream()).collect(
        Collectors.groupingBy(entry -> entry.address().plugin(),
            Collectors.groupingBy(entry -> entry.key().kind(), Collectors.counting())));
    names.forEach(name -> plugins.add(
        plugin(tenant, name, serves.getOrDefault(name, Map.of()), wrong.get(name), loading.contains(prefix + name))));
    return json;
  }

  /** Its state is {@code served}, {@code kept} (an older version runs, the newest is refused), {@code refused} or {@code loading}. */
  private static ObjectNode plugin(Tenant tenant, String name, Map<Kind, Long> counted, @Nullable String fault, boolean loading) {
    List<FileVersion> jars = tenant.jars().get(name);
    String state = fault != null ? jars == null ? "refused" : "kept" : loading ? "loading" : "served";
    ObjectNode json = Json.object().put("name", name).put("state", state).put("fault", fault);
    ArrayNode files = json.putArray("jars");
    (jars == null ? List.<FileVersion>of() : jars)
        .forEach(jar -> files.add(Json.object().put("file", jar.file()).put("version", jar.version()).put("sha256", jar.digest())));
    ObjectNode counts = json.putObject("serves");
    SHOWN.stream().filter(counted::containsKey).forEach(kind -> counts.put(kind.plural(), counted.get(kind)));
    return json;
  }

  /** What a {@code tenant} serves, of one {@code plugin} or of all, each as clients and so models see it. */
  Future<ObjectNode> features(QueryParams query) {
    String name = query.required("tenant");
    Tenant tenant = tenants.find(name);
    if (tenant == null) {
      throw new NoSuchElementException("there is no tenant " + name);
    }
    String plugin = query.text("plugin");
    List<Entry> found = SHOWN.stream().flatMap(kind -> tenant.catalogue().all(kind).stream())
        .filter(entry -> plugin == null || entry.address().plugin().equals(plugin)).toList();
    ObjectNode json = Json.object().put("total", found.size());
    ArrayNode list = json.putArray("features");
    found.stream().limit(MOST_FEATURES).forEach(entry -> list.add(feature(entry)));
    return Future.succeededFuture(json);
  }

  private static ObjectNode feature(Entry entry) {
    ObjectNode json = Json.object().put("kind", entry.key().kind().toString()).put("name", entry.key().name())
        .put("plugin", entry.address().plugin()).put("running", entry.bulkhead().running()).put("most", entry.bulkhead().most())
        .put("timeoutMillis", entry.timeout().toMillis());
    json.set("listed", entry.info().json());
    return json;
  }
}
