package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.auth.key.FieldException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an issuer's record may hold, and that one which cannot be read says which field, and no secret. */
final class IssuerReaderTest {

  private static final String SECRET = "an-example-of-a-secret-that-is-long-enough";

  private static Issuer read(String... fields) {
    Map<String, String> record = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      record.put(fields[i], fields[i + 1]);
    }
    return IssuerReader.read("demo", "corp", record);
  }

  @Test
  void defaults() {
    Issuer issuer = read("issuer", "https://idp.example/realms/corp", "scope.read", "reader", "scope.write", "reader writer");

    assertThat(issuer.anchor()).isInstanceOf(TrustAnchor.Discovered.class);
    assertThat(issuer.algorithms()).contains("RS256", "PS256", "ES256", "EdDSA").doesNotContain("HS256", "none");
    assertThat(issuer.leeway()).hasSeconds(30);
    assertThat(issuer.ownerClaim()).isEqualTo("sub");
    assertThat(issuer.claims()).isFalse();
    assertThat(issuer.scopes()).containsExactly("read", "write");
    assertThat(issuer.hasAuthorizationServer()).isTrue();
    assertThat(read("issuer", "local", "secret", SECRET).algorithms()).containsExactly("HS256");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      issuer     | http://idp.example     | https
      issuer     | local                  | https
      issuer     | ''                     | required
      jwks       | http://idp.example/k   | https
      jwks       | https://idp.example:84433/k | port
      jwks       | https://u:p@x.example/ | without user
      keys       | nothing                | JWKS or PEM
      secret     | too-short              | 32 bytes
      secret     | base64url:?!           | base64url
      algorithms | none                   | HS256 needs
      algorithms | HS256                  | HS256 needs
      leeway     | 6m                     | at most 5m
      leeway     | lots                   | at most 5m
      maxAge     | lots                   | a time
      claims     | maybe                  | 'no' or 'yes'
      status     | off                    | 'disabled'
      scope.a    | Reader!                | names of roles
      scope.     | reader                 | a scope must follow
      tols       | add                    | nearest is 'tools'
      rate       | lots                   | lots
      quota      | 1/1m                   | quota
      concurrency | 0                     | number of calls
      cost.add   | 2                      | no such field
      """)
  void an_unreadable_field_is_named(String field, String value, String says) {
    Map<String, String> record = new HashMap<>(Map.of("issuer", "https://idp.example"));
    record.put(field, value);

    assertThatThrownBy(() -> IssuerReader.read("demo", "corp", record)).isInstanceOf(FieldException.class)
        .hasMessageContaining("'" + field + "'").hasMessageContaining(says);
  }

  @Test
  void a_secret_goes_with_its_own_algorithms_and_with_no_other_key() {
    assertThatThrownBy(() -> read("issuer", "local", "secret", SECRET, "algorithms", "HS256 RS256")).hasMessageContaining("algorithms");
    assertThatThrownBy(() -> read("issuer", "local", "secret", SECRET, "algorithms", "HS512")).hasMessageContaining("algorithms");
    assertThatThrownBy(() -> read("issuer", "local", "secret", SECRET, "jwks", "https://idp.example/k")).hasMessageContaining("only one");
  }

  @Test
  void a_private_key_is_refused() {
    String pair = new JWKSet(TokenFixture.RSA).toString(false);
    assertThatThrownBy(() -> read("issuer", "local", "keys", pair)).hasMessageContaining("private key")
        .hasMessageNotContaining(TokenFixture.RSA.getPrivateExponent().toString().substring(0, 10));
    assertThatThrownBy(() -> read("issuer", "local", "keys", "-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----"))
        .hasMessageContaining("private key");
  }

  @Test
  void shows_no_secret() {
    Issuer issuer = read("issuer", "local", "secret", SECRET);
    assertThat(issuer.toString()).doesNotContain(SECRET).doesNotContain("secret-that");
    assertThatThrownBy(() -> read("issuer", "local", "secret", SECRET, "status", "off")).hasMessageNotContaining(SECRET);
  }

  @Test
  void trust_depends_on_what_decides_about_tokens_alone() {
    String trust = read("issuer", "local", "secret", SECRET).trust();
    assertThat(trust).matches("[0-9a-f]{8}");
    assertThat(read("issuer", "local", "secret", SECRET, "tools", "add", "rate", "1/1m", "scope.a", "b").trust()).isEqualTo(trust);
    assertThat(read("issuer", "local", "secret", SECRET + "x").trust()).isNotEqualTo(trust);
    assertThat(read("issuer", "local", "secret", SECRET, "audience", "x").trust()).isNotEqualTo(trust);
  }
}
