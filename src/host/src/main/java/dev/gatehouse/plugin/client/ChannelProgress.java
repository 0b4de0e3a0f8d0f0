package dev.gatehouse.plugin.client;

import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.spi.Progress;

/** Progress notifications of one call. */
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
