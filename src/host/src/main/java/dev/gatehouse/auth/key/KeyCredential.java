package dev.gatehouse.auth.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The credential of a key: its own record gives the rights, with its roles, its owner and its tenant. */
record KeyCredential(String id) implements Credential {

  @Override
  public String record() {
    return "key:" + id;
  }

  @Override
  public @Nullable Dependencies dependencies(Map<String, String> fields) {
    return Dependencies.of(fields);
  }

  @Override
  public List<String> revocable(@Nullable Dependencies others) {
    List<String> members = new ArrayList<>(List.of(id));
    if (others != null) {
      members.addAll(others.revocable());
    }
    return members;
  }

  @Override
  public KeyRecord parse(KeyState state, Instant readAt, long lastsMillis) {
    return KeyRecord.of(this, state, readAt, lastsMillis);
  }
}
