/** Rate limiters, quotas and concurrency limits: what counts, and the port to what counts for all hosts together. */
@NullMarked
package dev.gatehouse.auth.limit;

import org.jspecify.annotations.NullMarked;
