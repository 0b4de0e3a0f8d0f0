/**
 * Tools on the event bus: what a tool is, what a call and its result are, the verticle that serves one plugin of one tenant, and
 * the caller's side with its deadlines. What runs at once is decided in {@code tool.bulkhead}.
 *
 * <p>Floor 2: imports {@code rpc} and {@code config} (floor 1) and the SPI's data types, nothing above. A bus address is
 * {@code tool/<tenant>/<plugin>/<generation>}, for example {@code tool/demo/math/1}.
 */
package dev.gatehouse.feature;
