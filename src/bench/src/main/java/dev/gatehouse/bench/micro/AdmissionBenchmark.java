package dev.gatehouse.bench.micro;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.bench.MintedKey;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The check of a key whose record is cached: form, salted hash, time. */
public class AdmissionBenchmark extends Micro {

  private final MintedKey key = MintedKey.of(new Random(1));
  private final String text = key.text();
  private final ApiKeyAuthentication authentication =
      new ApiKeyAuthentication(new OneKey(record()), new KeyPolicy(false, true), Clock.systemUTC());

  private KeyRecord record() {
    String[] words = key.command("demo", "tools", "*");
    Map<String, String> fields = new HashMap<>();
    for (int i = 2; i < words.length; i += 2) {
      fields.put(words[i], words[i + 1]);
    }
    return KeyRecord.of(key.id(), KeyState.of(fields, null, -1), Instant.now());
  }

  /** A refusal is fast, and no result. */
  @Setup
  public void check() {
    if (!(admit().result() instanceof Admission.Admitted)) {
      throw new IllegalStateException("the key is refused: " + admit());
    }
  }

  /** A valid key. */
  @Benchmark
  public Future<Admission> admit() {
    return authentication.admit(text, "127.0.0.1");
  }

  private record OneKey(KeyRecord record) implements KeyStore {

    @Override
    public Future<KeyRecord> find(Credential credential) {
      return Future.succeededFuture(record);
    }

    @Override
    public KeyRecord current(String keyId) {
      return record;
    }

    @Override
    public boolean knows(String keyId) {
      return true;
    }
  }
}
