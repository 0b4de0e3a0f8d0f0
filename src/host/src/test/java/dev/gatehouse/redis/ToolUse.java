package dev.gatehouse.redis;

import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.Ledger.Use;
import java.time.Instant;

/** Entries of the audit log as calls of tools make them, or, without a tool, refusals of keys. */
public final class ToolUse {

  private static final Use TOOL = new Use("tools/call", "tool");

  private ToolUse() {
  }

  public static Entry entry(Instant at, String tenant, String keyId, String shownId, String owner, String tool, Outcome outcome,
      String reason,
      long millis, String requestId, String revision) {
    return new Entry(at, tenant, keyId, shownId, owner, tool == null ? null : TOOL, tool, tool, outcome, reason, millis, requestId,
        revision);
  }

  /** The same as a call with a token makes it. */
  public static Entry issued(Entry entry, Issued issued) {
    return new Entry(entry.at(), entry.tenant(), entry.keyId(), entry.shownId(), entry.owner(), entry.use(), entry.name(), entry.served(),
        entry.outcome(), entry.reason(), entry.millis(), entry.requestId(), entry.revision(), issued);
  }
}
