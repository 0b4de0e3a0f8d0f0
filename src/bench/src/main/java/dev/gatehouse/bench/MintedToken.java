package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token (HS256) of an issuer that the run makes in Redis, with what {@code mint --jwt} writes. */
final class MintedToken {

  private static final String SECRET = "a secret of the run's own, which is long enough";
  private static final String ISSUER = "https://bench.example";
  private static final String AUDIENCE = "urn:gatehouse:bench";
  private static final long LASTS_SECONDS = 86_400;

  private MintedToken() {
  }

  /** Makes the issuer {@code bench} of a tenant, and a token of it for all tools. */
  static String create(RedisProcess redis, String tenant) throws IOException {
    try (Redis connection = redis.connect()) {
      connection.ask("HSET", "mcp:issuer:" + tenant + ":bench", "issuer", ISSUER, "audience", AUDIENCE, "secret", SECRET);
    }
    long now = Instant.now().getEpochSecond();
    return signed("""
        {"iss":"%s","aud":"%s","sub":"ann","jti":"0f3a9c21b7de4c55a1d2","client_id":"bench","iat":%d,"exp":%d,"gatehouse":{"tools":"*"}}"""
        .formatted(ISSUER, AUDIENCE, now, now + LASTS_SECONDS));
  }

  private static String signed(String claims) {
    String text = encoded("{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + '.'
        + encoded(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + '.' + encoded(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
