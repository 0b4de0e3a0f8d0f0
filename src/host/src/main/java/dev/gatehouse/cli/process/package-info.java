/**
 * What belongs to the whole process, and so to no host: its signals, its stderr and stdout, which are a non-blocking log, and logback's
 * parts.
 */
@NullMarked
package dev.gatehouse.cli.process;

import org.jspecify.annotations.NullMarked;
