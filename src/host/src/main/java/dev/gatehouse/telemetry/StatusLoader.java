package dev.gatehouse.telemetry;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Loads the SDK's parts, and remembers the last HTTP status of each collector, which the SDK's failures have in no public type. */
final class StatusLoader implements ComponentLoader {

  private final ComponentLoader usual = ComponentLoader.forClassLoader(StatusLoader.class.getClassLoader());
  private final Map<URI, Integer> statuses = new ConcurrentHashMap<>();

  /** The status that was answered last, 0 for none. */
  int last(URI url) {
    return statuses.getOrDefault(url, 0);
  }

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    return type == HttpSenderProvider.class ? watched(type) : usual.load(type);
  }

  private <T> List<T> watched(Class<T> type) {
    return StreamSupport.stream(usual.load(HttpSenderProvider.class).spliterator(), false)
        .map(provider -> type.cast((HttpSenderProvider) config -> new Watched(provider.createSender(config), config.getEndpoint())))
        .toList();
  }

  private final class Watched implements HttpSender {

    private final HttpSender to;
    private final URI url;

    Watched(HttpSender to, URI url) {
      this.to = to;
      this.url = url;
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
      to.send(message, response -> {
        statuses.put(url, response.getStatusCode());
        answered.accept(response);
      }, failed);
    }

    @Override
    public CompletableResultCode shutdown() {
      return to.shutdown();
    }
  }
}
