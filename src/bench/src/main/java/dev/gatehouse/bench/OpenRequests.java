package dev.gatehouse.bench;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/**
 * Requests as long as one may be, all of it {@code {}}, that stay open: half of them listen to changes, half of them call a tool that
 * hangs. One that ends is followed by the next.
 */
final class OpenRequests implements Trouble {

  private static final String PADDING = "\"padding\":[" + "{},".repeat(349_000) + "{}],";

  private final Place place;
  private final HttpClient client;
  private boolean running = true;

  private OpenRequests(Place place, int requests) {
    this.place = place;
    this.client = place.vertx().createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(requests));
  }

  static OpenRequests start(Place place, int requests) {
    OpenRequests open = new OpenRequests(place, requests);
    ModernRequest listen = ModernRequest.listen(PADDING);
    ModernRequest hang = ModernRequest.call("hang", PADDING);
    for (int i = 0; i < requests; i++) {
      open.send(i % 2 == 0 ? listen : hang);
    }
    return open;
  }

  private void send(ModernRequest request) {
    if (!running) {
      return;
    }
    client.request(request.options(place.to().port(), place.to().key()))
        .compose(sent -> sent.send(request.body())).compose(Answer::read).otherwise(Answer::none)
        .onSuccess(answer -> {
          place.counted().accept(answer);
          place.vertx().setTimer(Noise.IMPATIENCE_MILLIS, later -> send(request));
        });
  }

  @Override
  public void stop() {
    running = false;
    client.close().await();
  }
}
