package dev.gatehouse.client.servers;

import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a server is shown to be let in; never in a text. */
public final class Key {

  /** For servers that ask for none. */
  public static final Key NONE = new Key(null);

  private final @Nullable String secret;

  private Key(@Nullable String secret) {
    this.secret = secret;
  }

  /** A key. */
  public static Key of(String secret) {
    return new Key(secret);
  }

  boolean isPresent() {
    return secret != null;
  }

  HttpRequest.Builder request() {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    return isPresent() ? request.header("Authorization", "Bearer " + secret) : request;
  }

  @Override
  public String toString() {
    return isPresent() ? "(a key)" : "(no key)";
  }
}
