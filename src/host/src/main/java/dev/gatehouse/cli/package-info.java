/** The command line: one class for each command. What belongs to the whole process is in {@code process}. */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
