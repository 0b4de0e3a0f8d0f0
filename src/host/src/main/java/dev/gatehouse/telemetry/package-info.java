/**
 * Traces and metrics by OpenTelemetry, sent over OTLP. The one package that knows its SDK: {@link dev.gatehouse.telemetry.Telemetry} has no
 * type of it, so that none is loaded while telemetry is off.
 *
 * <p>May import the packages below it; only the root and the command line import it.
 */
@NullMarked
package dev.gatehouse.telemetry;

import org.jspecify.annotations.NullMarked;
