/**
 * Features on the event bus: a tool, prompt, resource, resource template or completion is one {@link dev.gatehouse.feature.Feature} with a
 * {@link dev.gatehouse.feature.Key}, is called by one {@link dev.gatehouse.feature.Call} and answers with a
 * {@link dev.gatehouse.feature.Result} that writes and measures itself; the catalogue, the verticle that serves one plugin of one tenant,
 * and the caller's side with its deadlines. The bulkheads are in {@code feature.bulkhead}, event loops and their timers in
 * {@code feature.loop}.
 *
 * <p>Layer 3: imports {@code rpc}, {@code record}, {@code config} and the SPI's data types, nothing above. A bus address is
 * {@code tool/<tenant>/<plugin>/<generation>}, for example {@code tool/demo/math/1}. Each event loop
 * from which calls come has a consumer of its own at that address with the loop's number behind it: {@code tool/demo/math/1/0}. A message is
 * a {@code Delivery}, which carries its reply: Vert.x's reply handler, with its address, close hook and timer, cost
 * more than all the rest of the way (2.8 to 3.5 µs of processor time for a call through the dispatcher and a thread with 64 in flight, and
 * 0.9 to 1.1 µs now; 0.5 to 0.7 µs without a thread; JDK 17, a busy machine with two processors).
 */
@NullMarked
package dev.gatehouse.feature;

import org.jspecify.annotations.NullMarked;
