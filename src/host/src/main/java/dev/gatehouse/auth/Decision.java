package dev.gatehouse.auth;

/**
 * An authorization decision and the rule that made it.
 *
 * @param allowed whether it is
 * @param rule the rule that decided, in words, with its record and field, for example {@code granted by
 *     'add*' in tools of role 'reader'}
 */
public record Decision(boolean allowed, String rule) {
}
