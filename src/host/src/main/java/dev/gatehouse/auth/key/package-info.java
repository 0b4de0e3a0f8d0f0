/** API keys: their form, their records with roles, owner and tenant, and the check of a presented key. */
@NullMarked
package dev.gatehouse.auth.key;

import org.jspecify.annotations.NullMarked;
