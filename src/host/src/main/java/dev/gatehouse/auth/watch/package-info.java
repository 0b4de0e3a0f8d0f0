/** Re-authorisation of open calls, streams and sessions: they end when their credential does. */
@NullMarked
package dev.gatehouse.auth.watch;

import org.jspecify.annotations.NullMarked;
