package dev.gatehouse.plugin.client;

import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.spi.RequestState;
import java.util.Objects;
import java.util.Optional;

/** The state that one call keeps between its runs. */
record ChannelState(ClientChannel channel) implements RequestState {

  @Override
  public Optional<String> get() {
    return Optional.ofNullable(channel.remembered());
  }

  @Override
  public void set(String state) {
    channel.remember(Objects.requireNonNull(state, "state"));
  }
}
