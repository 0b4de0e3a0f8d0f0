/**
 * Features on the event bus: a tool, prompt, resource, resource template or completion is one {@link dev.gatehouse.feature.Feature} with a
 * {@link dev.gatehouse.feature.Key}, is called by one {@link dev.gatehouse.feature.Call} and answers with a
 * {@link dev.gatehouse.feature.Result} that writes and measures itself; the catalogue, the verticle that serves one plugin of one tenant,
 * and the caller's side with its deadlines. The bulkheads are in {@code feature.bulkhead}.
 *
 * <p>Floor 3: imports {@code rpc}, {@code record}, {@code config} and the SPI's data types, nothing above. A bus address is
 * {@code tool/<tenant>/<plugin>/<generation>}, for example {@code tool/demo/math/1}.
 */
@NullMarked
package dev.gatehouse.feature;

import org.jspecify.annotations.NullMarked;
