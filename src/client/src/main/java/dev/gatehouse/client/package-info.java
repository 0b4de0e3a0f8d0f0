/**
 * The client's command line: {@code chat}, {@code tools} and {@code call}, what they take from the environment, and the exit status that
 * they end with. Wires the packages below: {@code chat} imports {@code model} and {@code servers}, which know nothing of each other.
 */
@NullMarked
package dev.gatehouse.client;

import org.jspecify.annotations.NullMarked;
