/**
 * The runs whose numbers are published, for anybody to repeat: {@link dev.gatehouse.bench.Compare} what a call costs,
 * {@link dev.gatehouse.bench.Neighbours} what one tenant feels of another, {@link dev.gatehouse.bench.Swaps} what callers notice of a jar
 * that is replaced, {@link dev.gatehouse.bench.growth} what idleness and size cost, {@link dev.gatehouse.bench.micro} what the steps of
 * a call cost; {@link dev.gatehouse.bench.fuzz} and {@link dev.gatehouse.bench.soak} look for faults. Each starts the built host
 * in a process of its own; times of another machine, or another hour, mean nothing.
 */
package dev.gatehouse.bench;
