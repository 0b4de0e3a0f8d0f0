/**
 * Authentication, authorization and limits: principals, admission, grants, the audit log, and how a caller stays valid. Its parts are
 * {@code auth.key}, {@code auth.limit}, {@code auth.token} and {@code auth.watch}; they import this package, never the other way.
 *
 * <p>Layer 3: imports {@code config}, {@code record} and Vert.x's auth types. It knows neither HTTP nor Redis nor MCP.
 */
@NullMarked
package dev.gatehouse.auth;

import org.jspecify.annotations.NullMarked;
