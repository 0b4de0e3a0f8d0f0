package dev.gatehouse.cli;

import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.config.TlsConfig;
import dev.gatehouse.http.CertificateCheck;
import dev.gatehouse.tenant.TempFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong with the certificates of the host and their keys, in the same words for {@code check} and for a start. */
public final class TlsFault {

  private TlsFault() {
  }

  /** A line for each wrong pair that names the configuration, the field and the file. Blocks. */
  public static List<String> of(Path file, HostConfig config) {
    Map<String, TlsConfig> pairs = pairs(config);
    if (pairs.isEmpty()) {
      return List.of();
    }
    Vertx vertx = Vertx.vertx(TempFolder.unusedBy(new VertxOptions()));
    try {
      return pairs.entrySet().stream().flatMap(pair -> CertificateCheck.fault(vertx, pair.getValue())
          .map(fault -> Stream.of(file + ": " + pair.getKey() + ": " + fault)).orElse(Stream.empty())).toList();
    } finally {
      Await.quietly(vertx.close());
    }
  }

  private static Map<String, TlsConfig> pairs(HostConfig config) {
    Map<String, TlsConfig> pairs = new LinkedHashMap<>();
    RedisTlsConfig redis = config.redis().tls();
    if (config.http().tls() != null) {
      pairs.put("http.tls", config.http().tls());
    }
    if (redis.cert() != null) {
      pairs.put("redis.cert", new TlsConfig(redis.cert(), redis.key()));
    }
    return pairs;
  }
}
