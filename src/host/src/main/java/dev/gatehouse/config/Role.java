package dev.gatehouse.config;

/** What a process does: all of it, or a part. */
public enum Role {
  /** One process serves callers and runs the plugins. No cluster is started. */
  ALL,
  /** Serves callers: sockets, keys, limits and audit. It runs no plugin. */
  EDGE,
  /** Runs plugins for edges. It has no public port, no keys and no Redis. */
  WORKER
}
