package dev.gatehouse.auth.key;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store in memory that remembers who was asked for. */
final class FakeKeyStore implements KeyStore {

  final List<String> asked = new ArrayList<>();
  private final Map<String, KeyState> states = new HashMap<>();
  private final Map<String, KeyRecord> cached = new HashMap<>();

  FakeKeyStore put(String keyId, KeyState state) {
    states.put(keyId, state);
    return this;
  }

  FakeKeyStore put(String keyId, Map<String, String> fields) {
    return put(keyId, KeyState.of(fields, null, -1));
  }

  /** From now on the record need not be asked for. */
  void cache(String keyId) {
    cached.put(keyId, KeyRecord.of(keyId, states.get(keyId), Instant.EPOCH));
  }

  @Override
  public @Nullable KeyRecord cached(String keyId) {
    return cached.get(keyId);
  }

  @Override
  public Future<KeyRecord> find(Credential credential) {
    String keyId = credential.id();
    asked.add(keyId);
    return Future.succeededFuture(KeyRecord.of(keyId, states.getOrDefault(keyId, KeyState.unknown()), Instant.EPOCH));
  }
}
