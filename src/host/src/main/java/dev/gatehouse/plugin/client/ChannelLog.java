package dev.gatehouse.plugin.client;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.plugin.type.JsonType;
import dev.gatehouse.spi.McpLog;
import java.util.Locale;

/**
 * Logging to the client of one call.
 *
 * @param channel where messages go
 * @param any writes any value
 */
record ChannelLog(ClientChannel channel, JsonType any) implements McpLog {

  @Override
  public void send(Level level, Object data) {
    channel.log(level.name().toLowerCase(Locale.ROOT), null, data == null ? NullNode.getInstance() : any.write(data));
  }
}
