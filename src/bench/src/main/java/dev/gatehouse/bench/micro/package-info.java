/**
 * Micro-benchmarks (JMH) of the steps of a call: {@code src/bench/micro} runs them. Each is against the host's own classes, and most have
 * a baseline beside them: what the libraries alone need.
 */
package dev.gatehouse.bench.micro;
