package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.AuthFailure;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.handler.HttpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two headers may hold a key. What holds none competes with none, and is none the less no caller without a credential. */
class PresentedKeyTest {

  private static final String KEY = "gth_0f3a9b2c1d4e_" + "ab".repeat(32) + "_01234567";

  private static PresentedKey present(String authorization, String apiKey) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (authorization != null) {
      headers.add("authorization", authorization.replace("KEY", KEY));
    }
    if (apiKey != null) {
      headers.add("x-api-key", apiKey.replace("KEY", KEY));
    }
    return PresentedKey.of(headers);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"Bearer KEY |", "bearer   KEY  |", "| KEY", "|  KEY ", "Bearer KEY | KEY", "Bearer KEY | ''", "Bearer KEY | '  '",
          "'' | KEY", "Basic dXNlcjpwdw== | KEY", "Negotiate YII | KEY", "Bearer | KEY", "'Bearer ' | KEY", "BEARER | KEY",
          "Digest username=x | KEY",
          "bearerish x | KEY", "Token abc | KEY"})
  void the_one_key_is_taken_from_either_header(String authorization, String apiKey) {
    assertThat(present(authorization, apiKey)).isEqualTo(new PresentedKey(KEY, null));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"'' |", "Bearer |", "'Bearer ' |", "Basic dXNlcjpwdw== |", "Negotiate YII |", "KEY |", "Basic KEY |", "'' | ''",
          "Bearer | ''", "Basic dXNlcjpwdw== | '  '"})
  void a_header_that_holds_none_is_a_bad_credential(String authorization, String apiKey) {
    assertThat(present(authorization, apiKey)).isEqualTo(new PresentedKey(null, AuthFailure.WRONG_SCHEME));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"KEY | KEY", "Basic KEY | KEY", "Basic KEY | other", "Token KEY | KEY", "user:KEY | KEY"})
  void a_key_under_another_scheme_is_a_bad_credential_whatever_stands_beside_it(String authorization, String apiKey) {
    assertThat(present(authorization, apiKey)).isEqualTo(new PresentedKey(null, AuthFailure.WRONG_SCHEME));
  }

  @Test
  void an_empty_key_alone_is_no_caller_without_one() {
    assertThat(present(null, "")).isEqualTo(new PresentedKey("", null));
    assertThat(present(null, null)).isEqualTo(new PresentedKey(null, AuthFailure.MISSING));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"Bearer KEY | KEYx", "Bearer a | b", "Bearer a.b.c | KEY"})
  void two_different_keys_are_a_bad_request(String authorization, String apiKey) {
    assertThatThrownBy(() -> present(authorization, apiKey)).isInstanceOfSatisfying(HttpException.class, e -> {
      assertThat(e.getStatusCode()).isEqualTo(400);
      assertThat(e.getPayload()).contains("different keys").doesNotContain(KEY);
    });
  }

  @ParameterizedTest
  @CsvSource({"Authorization, Bearer x", "Authorization, ''", "X-API-Key, x", "X-API-Key, ''"})
  void a_repeated_header_is_a_bad_request_even_an_empty_one(String name, String value) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(name, value).add(name, value);

    assertThatThrownBy(() -> PresentedKey.of(headers)).isInstanceOfSatisfying(HttpException.class,
        e -> assertThat(e.getStatusCode()).isEqualTo(400));
  }
}
