/**
 * JSON Web Tokens as credentials: issuers, their key sets, verification, DPoP proofs, and the rights of a verified token. Imports {@code
 * auth}, {@code auth.key} and {@code auth.limit}; they never import it.
 */
@NullMarked
package dev.gatehouse.auth.token;

import org.jspecify.annotations.NullMarked;
