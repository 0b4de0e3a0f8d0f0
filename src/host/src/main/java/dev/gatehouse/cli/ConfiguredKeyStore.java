package dev.gatehouse.cli;

import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** Writes keys to the Redis of a configuration. */
final class ConfiguredKeyStore implements MintCommand.Store {

  @Override
  public void create(Path config, String keyId, Map<String, String> fields) throws Exception {
    RedisQuery.with(config, (link, keys) -> new RedisKeyWriter(link, keys).create(keyId, fields, OptionalLong.empty()));
  }

  @Override
  public Map<String, String> rotate(Path config, Rotation rotation, String keyId, Map<String, String> fields) throws Exception {
    return RedisQuery.with(config, (link, keys) -> new RedisKeyWriter(link, keys).rotate(rotation, keyId, fields));
  }
}
