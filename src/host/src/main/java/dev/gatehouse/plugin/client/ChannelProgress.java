package dev.gatehouse.plugin.client;

import dev.gatehouse.spi.Progress;
import dev.gatehouse.tool.ClientChannel;

/** Progress of one call. */
record ChannelProgress(ClientChannel channel) implements Progress {

  @Override
  public boolean isRequested() {
    return channel.wantsProgress();
  }

  @Override
  public void notify(double progress, Double total, String message) {
    channel.progress(progress, total, message);
  }
}
