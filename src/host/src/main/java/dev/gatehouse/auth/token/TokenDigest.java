package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A token's SHA-256 with the tenant in the path it was sent to: what a token is known by. */
final class TokenDigest {

  private final byte[] bytes;
  private final @Nullable String tenant;

  private TokenDigest(byte[] bytes, @Nullable String tenant) {
    this.bytes = bytes;
    this.tenant = tenant;
  }

  static TokenDigest of(String token, @Nullable String tenant) {
    return new TokenDigest(Sha256.of(token), tenant);
  }

  /** In hex digits. */
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** As the claim {@code ath} of a DPoP proof has it. */
  String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenDigest digest && Arrays.equals(digest.bytes, bytes) && Objects.equals(digest.tenant, tenant);
  }

  /** The first bytes of a hash are a hash. */
  @Override
  public int hashCode() {
    return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
  }
}
