package dev.gatehouse.mcp.modern;

import java.time.Instant;
import java.util.List;

/**
 * What an operator sees of a stream of {@code subscriptions/listen}.
 *
 * @param tenant whose it is
 * @param key the key that opened it, as audit shows it
 * @param since when it was opened
 * @param changes which lists its client wants to hear of
 * @param resources how many resources it subscribes to
 */
public record OpenSubscription(String tenant, String key, Instant since, List<String> changes, int resources) {
}
