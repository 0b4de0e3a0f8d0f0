/**
 * The ports of tracing: what the host tells of a request and of a call while they are under way. The package {@code telemetry} implements
 * them; without it they are constants that do nothing.
 *
 * <p>Part of {@code feature}; knows no tracing library.
 */
@NullMarked
package dev.gatehouse.feature.trace;

import org.jspecify.annotations.NullMarked;
