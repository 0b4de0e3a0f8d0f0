/**
 * Read-only reports on keys, usage and audit for operators, and the commands that change what they show. The command line and the console
 * both use them, so that they say the same.
 *
 * <p>Scans go through all names in Redis in small rounds, one after the other, and read records in batches.
 */
@NullMarked
package dev.gatehouse.redis.report;

import org.jspecify.annotations.NullMarked;
