package dev.gatehouse.feature;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A feature as a {@link FeatureVerticle} serves it.
 *
 * @param address where, for log lines
 * @param body its code
 * @param maxResult its longest answer, in bytes
 * @param onLoop whether its calls run on the event loop
 * @param running counts the calls of the whole verticle whose bodies have not ended
 */
record Served(Address address, Feature.Body body, long maxResult, OnLoop onLoop, AtomicInteger running) {
}
