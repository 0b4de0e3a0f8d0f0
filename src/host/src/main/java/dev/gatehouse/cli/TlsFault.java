package dev.gatehouse.cli;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.config.TlsConfig;
import dev.gatehouse.http.CertificateCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes faults of the host's certificates and keys, in the same words for {@code check} and for a start. */
final class TlsFault {

  private TlsFault() {
  }

  /** One line for each invalid pair that names the configuration, the field and the file. Blocks. */
  static List<String> of(Path file, HostConfig config) {
    Map<String, TlsConfig> pairs = pairs(config);
    if (pairs.isEmpty()) {
      return List.of();
    }
    return BriefVertx.with(vertx -> pairs.entrySet().stream().flatMap(pair -> CertificateCheck.fault(vertx, pair.getValue())
        .map(fault -> file + ": " + pair.getKey() + ": " + fault).stream()).toList());
  }

  private static Map<String, TlsConfig> pairs(HostConfig config) {
    Map<String, TlsConfig> pairs = new LinkedHashMap<>();
    RedisTlsConfig redis = config.redis().tls();
    if (config.http().tls() != null) {
      pairs.put("http.tls", config.http().tls());
    }
    if (redis.cert() != null && redis.key() != null) {
      pairs.put("redis.cert", new TlsConfig(redis.cert(), redis.key()));
    }
    return pairs;
  }
}
