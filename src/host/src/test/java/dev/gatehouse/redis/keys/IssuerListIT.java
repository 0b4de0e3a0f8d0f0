package dev.gatehouse.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.redis.LinkedTest;
import org.junit.jupiter.api.Test;

class IssuerListIT extends LinkedTest {

  /** More than a connection takes at once. */
  @Test
  void any_number_of_issuers_is_read() {
    redis.cli("EVAL", """
        for i = 1, 17000 do
          redis.call('HSET', 'mcp:issuer:t' .. i % 7 .. ':n' .. i, 'issuer', 'urn:x', 'secret', ARGV[1])
        end
        redis.call('HSET', 'mcp:issuer:odd:n', 'isuer', 'urn:x')
        redis.call('HSET', 'mcp:issuer:No Tenant:n', 'issuer', 'urn:x')
        redis.call('SET', 'mcp:issuer:text:n', 'no hash')""", "0", "0123456789abcdef0123456789abcdef");

    IssuerList issuers = IssuerList.read(link, KEYS).await();

    assertThat(issuers.issuing("urn:x")).hasSize(17_000);
    assertThat(issuers.tenants()).containsExactly("odd", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "text");
  }
}
