package dev.gatehouse.http;

import dev.gatehouse.auth.token.JsonSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gets JSON documents from issuers, with bounds on size, time and redirects. */
public final class JsonClient implements JsonSource {

  /** The longest document, in bytes. */
  static final int LONGEST = 512 * 1024;

  /** How long a document may take, with its redirects. */
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=(\\d{1,9})", Pattern.CASE_INSENSITIVE);
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final Vertx vertx;
  private final HttpClient client;

  /** Creates the client. */
  public JsonClient(Vertx vertx) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) MOST.toMillis()).setMaxHeaderSize(16 * 1024),
        new PoolOptions().setHttp1MaxSize(2).setMaxWaitQueueSize(100));
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }

  @Override
  public Future<Document> get(URI url) {
    return get(url, 0, System.nanoTime() + MOST.toNanos());
  }

  private Future<Document> get(URI url, int redirects, long deadline) {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url.toString()).setFollowRedirects(false)
        .setConnectTimeout(millis).putHeader("Accept", "application/json");
    return client.request(options).compose(request -> answer(request, url, redirects, deadline, millis))
        .recover(failure -> Future.failedFuture(failure instanceof FetchException ? failure : new FetchException(url, reason(failure))));
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private Future<Document> answer(HttpClientRequest request, URI url, int redirects, long deadline, long millis) {
    Promise<Document> answer = Promise.promise();
    long timer = vertx.setTimer(millis, late -> {
      answer.tryFail(new FetchException(url, "no answer within " + MOST.toMillis() + " ms"));
      request.reset();
    });
    request.send().compose(response -> {
      URI next = redirect(response, url, redirects);
      if (next != null) {
        request.reset();
        return get(next, redirects + 1, deadline);
      }
      return document(response, url);
    }).onComplete(answer::tryComplete, answer::tryFail);
    return answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static @Nullable URI redirect(HttpClientResponse response, URI url, int redirects) {
    String location = response.getHeader("Location");
    if (!REDIRECTS.contains(response.statusCode()) || location == null) {
      return null;
    }
    URI next;
    try {
      next = url.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new FetchException(url, "it redirects to what is no URL");
    }
    if (redirects >= MOST_REDIRECTS || !origin(next).equals(origin(url))) {
      throw new FetchException(url, redirects >= MOST_REDIRECTS ? "too many redirects" : "it redirects to another origin");
    }
    return next;
  }

  private static String origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? HTTPS : HTTP;
    return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ':' + port;
  }

  private static Future<Document> document(HttpClientResponse response, URI url) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture(new FetchException(url, "status " + response.statusCode()));
    }
    Promise<Document> read = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(read::tryFail);
    response.handler(part -> {
      if (body.length() + part.length() > LONGEST) {
        read.tryFail(new FetchException(url, "longer than " + LONGEST + " bytes"));
        response.request().reset();
      } else {
        body.appendBuffer(part);
      }
    });
    response.endHandler(end -> read.tryComplete(new Document(body.toString(), fresh(response.getHeader("Cache-Control")))));
    return read.future();
  }

  private static Duration fresh(@Nullable String cacheControl) {
    Matcher age = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
    return age.find() ? Duration.ofSeconds(Long.parseLong(age.group(1))) : Duration.ZERO;
  }
}
