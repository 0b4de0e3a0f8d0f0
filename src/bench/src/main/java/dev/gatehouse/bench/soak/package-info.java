/**
 * A long run of ordinary and less ordinary load on the built host, whose Redis is killed now and then, with an exact comparison of what
 * callers saw and what was written down. {@link dev.gatehouse.bench.soak.Soak} runs it.
 */
package dev.gatehouse.bench.soak;
