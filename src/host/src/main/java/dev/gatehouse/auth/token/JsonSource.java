package dev.gatehouse.auth.token;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;

/** The port to JSON documents of authorization servers, fetched with bounds on size, time and redirects. Implemented in {@code http}. */
public interface JsonSource {

  /** Gets a document; fails with {@link FetchException}. */
  Future<Document> get(URI url);

  /** Ends what is being fetched. */
  Future<Void> close();

  /**
   * A document.
   *
   * @param text its content, which nobody has parsed
   * @param fresh {@code max-age} of its Cache-Control; zero for none
   */
  record Document(String text, Duration fresh) {
  }

  /** A document could not be fetched or used. The message names its URL. An expected outcome, so it has no stack trace. */
  final class FetchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says why. */
    public FetchException(URI url, String why) {
      super(url + ": " + why, null, false, false);
    }
  }
}
