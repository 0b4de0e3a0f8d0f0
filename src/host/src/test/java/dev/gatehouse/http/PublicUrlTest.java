package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HttpConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URL of the ready line can be pasted into a client whatever address the host binds. */
class PublicUrlTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "127.0.0.1 | '' | http://127.0.0.1:8080",
      "::1 | '' | http://[::1]:8080",
      "10.0.0.7 | '' | http://10.0.0.7:8080",
      "0.0.0.0 | '' | http://127.0.0.1:8080",
      ":: | '' | http://[::1]:8080",
      "0.0.0.0 | 'mcp.example.com,mcp.example.com:8080' | http://mcp.example.com:8080",
      "0.0.0.0 | mcp.example.com | http://127.0.0.1:8080"})
  void plain(String host, String allowed, String url, @TempDir Path dir) throws Exception {
    assertThat(PublicUrl.of(http(dir, host, allowed, "\"plainHttp\": true"), 8080)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0.0.0.0 | '' | https://127.0.0.1:8443",
      ":: | mcp.example.com | https://mcp.example.com:8443",
      "0.0.0.0 | 'other.example.com:9000,mcp.example.com' | https://mcp.example.com:8443",
      "0.0.0.0 | 'mcp.example.com,b.example.com:8443' | https://b.example.com:8443"})
  void with_tls(String host, String allowed, String url, @TempDir Path dir) throws Exception {
    Path pem = Files.writeString(dir.resolve("x.pem"), "x");
    assertThat(PublicUrl.of(http(dir, host, allowed, "\"tls\": {\"cert\": \"" + pem + "\", \"key\": \"" + pem + "\"}"), 8443))
        .isEqualTo(url);
  }

  private static HttpConfig http(Path dir, String host, String allowed, String more) throws Exception {
    String names = allowed.isEmpty() ? "" : "\"" + allowed.replace(",", "\", \"") + "\"";
    Path file = Files.writeString(dir.resolve("c.json"), """
        { "http": {"host": "%s", "allowedHosts": [%s], %s} }
        """.formatted(host, names, more));
    return ConfigLoader.load(file).http();
  }
}
