/**
 * Binds the annotated methods of a plugin to features: signatures to schemas, arguments to parameters, return values to results.
 */
@NullMarked
package dev.gatehouse.plugin.bind;

import org.jspecify.annotations.NullMarked;
