package dev.gatehouse.mcp;

import dev.gatehouse.auth.Ledger;
import dev.gatehouse.auth.limit.DenialLimiter;

/**
 * Who keeps account of calls.
 *
 * @param ledger the audit log
 * @param budget how often a caller may be refused
 * @param meter the metrics
 */
record Accounting(Ledger ledger, DenialLimiter budget, CallMetrics meter) {
}
