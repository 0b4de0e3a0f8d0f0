package dev.gatehouse.cli;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.config.TlsConfig;
import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.redis.report.Finding;
import dev.gatehouse.tenant.PluginCheck;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.TempFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Examines what a host is made of, without its Redis and its ports: configuration, certificates and plugins. */
final class Doctor {

  private static final Duration SOON = Duration.ofDays(30);
  private static final int DNS_NAME = 2;

  private final Path file;
  private final HostConfig config;
  private final Role role;
  private final Clock clock;

  Doctor(Path file, HostConfig config, Role role, Clock clock) {
    this.file = file;
    this.config = config;
    this.role = role;
    this.clock = clock;
  }

  List<Finding> config() {
    List<Finding> found = new ArrayList<>(List.of(Finding.ok("config", file + " can be read")));
    config.warnings().forEach(warning -> found.add(Finding.note("config", warning, "change it, unless it is meant")));
    config.advice().forEach(advice -> found.add(Finding.note("config", advice, "set it, if clients use tokens")));
    RoleFaults.of(file, config, role).forEach(fault -> found.add(Finding.problem("config", fault, "fix the field")));
    TempFolder.fault()
        .ifPresent(fault -> found.add(Finding.problem("config", fault, "make that folder writable, or set -Djava.io.tmpdir")));
    if (role == Role.WORKER) {
      return found;
    }
    if (config.redis().url() == null) {
      found.add(Finding.note("config", "redis.url is not set: the embedded Redis is for trials and one machine",
          "set redis.url to a Redis of your own for production (operate.md)"));
    } else {
      found.addAll(redisUrl(config.redis().url()));
    }
    return found;
  }

  private static List<Finding> redisUrl(String text) {
    RedisUrl url = RedisUrl.parse(text);
    List<Finding> found = new ArrayList<>();
    boolean near = url.path() != null || url.servers().stream().allMatch(server -> isLoopback(server.host()));
    if (!near && !url.tls()) {
      found.add(Finding.note("redis", "redis.url is without TLS: the password and the hashes of keys cross the network in the clear",
          "use rediss://, unless the network is yours alone"));
    }
    if (!near && url.password() == null) {
      found.add(Finding.problem("redis", "redis.url has no password: whoever reaches Redis can make keys",
          "give the host a user of its own, by the line in the manual (keys.md)"));
    }
    return found;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  List<Finding> plugins() {
    if (role == Role.EDGE) {
      return List.of();
    }
    PluginCheck check = BriefVertx.with(vertx -> PluginCheck.run(vertx, config.plugins(), config.calls(), config.tenants(), tenant -> true,
        tenant -> {}, Level.DEBUG));
    List<Finding> found = new ArrayList<>();
    for (PluginFault fault : check.faults()) {
      found.add(Finding.problem("plugins", (fault.plugin().isEmpty() ? "" : fault.tenant() + '/' + fault.plugin() + ": ") + fault.message(),
          "put a jar that loads in its place; the host serves the last one that did"));
    }
    check.unusedSettings().forEach(unused -> found.add(Finding.note("plugins", unused, "fix the name, or remove the setting")));
    return check.faults().isEmpty() ? with(found, Finding.ok("plugins", "all plugins in " + config.plugins().dir() + " load")) : found;
  }

  private static List<Finding> with(List<Finding> found, Finding first) {
    found.add(0, first);
    return found;
  }

  List<Finding> certificates() {
    if (role == Role.WORKER) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    TlsFault.of(file, config).forEach(fault -> found.add(Finding.problem("certificates", fault, "see 'check'; renewed files are served"
        + " without a restart")));
    TlsConfig tls = config.http().tls();
    if (tls != null) {
      found.addAll(certificate("http.tls.cert", tls.cert(), names()));
    }
    if (config.redis().tls().cert() != null) {
      found.addAll(certificate("redis.cert", config.redis().tls().cert(), Set.of()));
    }
    if (config.redis().tls().ca() != null) {
      found.addAll(certificate("redis.ca", config.redis().tls().ca(), Set.of()));
    }
    return found;
  }

  /** The names by which clients know the host. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    String url = config.http().publicUrl();
    if (url != null) {
      names.add(URI.create(url).getHost());
    }
    config.http().allowedHosts().forEach(host -> names.add(host.replaceFirst(":\\d+$", "")));
    return names;
  }

  private List<Finding> certificate(String field, Path pem, Set<String> names) {
    List<Finding> found = new ArrayList<>();
    List<X509Certificate> chain = chain(pem);
    for (X509Certificate certificate : chain) {
      expiry(field, pem, certificate, found);
    }
    Set<String> own = chain.isEmpty() ? Set.of() : dnsNames(chain.get(0));
    for (String name : names) {
      if (!chain.isEmpty() && name.matches(".*[a-zA-Z].*") && own.stream().noneMatch(pattern -> covers(pattern, name))) {
        found.add(
            Finding.problem("certificates", field + ": " + pem + " is not for " + name + ", by which clients know this host; it is for "
                + (own.isEmpty() ? "no name" : String.join(", ", own)), "order a certificate with that name (subjectAltName)"));
      }
    }
    return found;
  }

  private void expiry(String field, Path pem, X509Certificate certificate, List<Finding> found) {
    Instant end = certificate.getNotAfter().toInstant();
    String what = field + ": the certificate of " + certificate.getSubjectX500Principal().getName() + " in " + pem;
    if (end.isBefore(clock.instant())) {
      found.add(Finding.problem("certificates", what + " has expired at " + end, "renew it; the host serves new files without a restart"));
    } else if (end.isBefore(clock.instant().plus(SOON))) {
      found.add(Finding.problem("certificates", what + " expires at " + end, "renew it; the host serves new files without a restart"));
    } else {
      found.add(Finding.ok("certificates", what + " is valid until " + end));
    }
  }

  /** Empty when they cannot be read, which is told elsewhere. */
  private static List<X509Certificate> chain(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream().map(X509Certificate.class::cast).toList();
    } catch (IOException | CertificateException e) {
      return List.of();
    }
  }

  private static Set<String> dnsNames(X509Certificate certificate) {
    Set<String> names = new LinkedHashSet<>();
    try {
      @Nullable
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        all.stream().filter(name -> name.get(0).equals(DNS_NAME)).forEach(name -> names.add(String.valueOf(name.get(1))));
      }
    } catch (CertificateException e) {
      return Set.of();
    }
    return names;
  }

  /** A wildcard stands for one label (RFC 9525 section 6.3). */
  private static boolean covers(String pattern, String name) {
    return pattern.equalsIgnoreCase(name)
        || pattern.startsWith("*.") && name.indexOf('.') > 0 && pattern.substring(1).equalsIgnoreCase(name.substring(name.indexOf('.')));
  }
}
