package dev.gatehouse.http;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import dev.gatehouse.TestIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the revocation of a token by its {@code jti} takes, beside 50 open streams of another token, as {@link KeyLifeIT} measures for
 * keys. A few trials; as many as are asked for with {@code mvn verify -Dit.test=TokenRevocationIT -Dgatehouse.measure=1000}.
 */
@Timeout(1800)
class TokenRevocationIT {

  private static final Logger LOG = LoggerFactory.getLogger(TokenRevocationIT.class);
  private static final int TRIALS = Integer.getInteger("gatehouse.measure", 20);
  private static final int STREAMS = 50;

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static int add(String token) {
    return McpClient.of(host.url() + "/mcp").key(token).call("add", "{\"a\": 2, \"b\": 3}").status();
  }

  private static void revoke(String jti) {
    host.redis().cli("SADD", "mcp:revoked", "token:demo:" + jti);
  }

  @Test
  void how_long_the_revocation_of_a_token_takes() throws Exception {
    TestIssuer issuer = TestIssuer.of(host, "demo", "local");
    String shared = issuer.token(Map.of("jti", "shared"));
    eventually(() -> add(shared) == 200);
    List<SseClient> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(SseClient.open(host.url() + "/sse", shared));
    }
    List<Long> closed = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      String one = issuer.token(Map.of("jti", "trial" + i));
      assertThat(add(one)).isEqualTo(200);
      SseClient stream = SseClient.open(host.url() + "/sse", one);
      stream.next();
      revoke("trial" + i);
      long at = System.nanoTime();
      eventually(() -> add(one) == 401);
      refused.add(System.nanoTime() - at);
      toEnd(stream);
      closed.add(System.nanoTime() - at);
    }
    assertThat(add(shared)).as("another token of the same issuer and owner").isEqualTo(200);
    revoke("shared");
    for (SseClient stream : streams) {
      toEnd(stream);
    }
    assertThat(add(shared)).isEqualTo(401);
    report("first refusal", refused);
    report("stream closed", closed);
  }

  private static void report(String what, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    LOG.warn("{} after SADD, {} trials: p50 {} ms, p99 {} ms, max {} ms", what, sorted.size(), sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6, sorted.get(sorted.size() - 1) / 1e6);
  }

  private static void toEnd(SseClient stream) {
    boolean ended = false;
    while (!ended) {
      ended = stream.next() == null;
    }
  }
}
