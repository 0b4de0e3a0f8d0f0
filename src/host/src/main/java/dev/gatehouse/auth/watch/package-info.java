/** Re-authorisation of what callers have open: calls, streams and sessions end when the key that they were let in with does. */
@NullMarked
package dev.gatehouse.auth.watch;

import org.jspecify.annotations.NullMarked;
