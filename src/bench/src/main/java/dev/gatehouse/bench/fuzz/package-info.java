/**
 * A seeded fuzzer of the host's public port: mutated messages of both eras, headers, credentials, paths and raw HTTP, with checks of
 * every answer, of the host's log and of what its process holds. {@link dev.gatehouse.bench.fuzz.Fuzz} runs it.
 */
package dev.gatehouse.bench.fuzz;
