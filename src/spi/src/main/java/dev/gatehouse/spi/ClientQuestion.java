package dev.gatehouse.spi;

import java.net.URI;
import java.util.Objects;

/** Something that a tool, prompt or resource can ask the client. */
public sealed interface ClientQuestion permits ClientQuestion.Form, ClientQuestion.Visit, ClientQuestion.Sample, ClientQuestion.ListRoots {

  /**
   * Asks the user to fill in a form. Never for secrets, for which there is {@link Visit}.
   *
   * @param message why, for the user
   * @param schema the form's fields
   */
  record Form(String message, ElicitationSchema schema) implements ClientQuestion {

    /** Refuses null. */
    public Form {
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(schema, "schema");
    }
  }

  /**
   * Asks the user to visit a page, for what must not pass through the client, such as a password or a payment.
   *
   * @param message why, for the user
   * @param url the page; it holds no secret, and finds out by itself who the visitor is
   */
  record Visit(String message, URI url) implements ClientQuestion {

    /** Refuses null. */
    public Visit {
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(url, "url");
    }
  }

  /**
   * Asks the client's model.
   *
   * @param request what
   */
  record Sample(SamplingRequest request) implements ClientQuestion {

    /** Refuses null. */
    public Sample {
      Objects.requireNonNull(request, "request");
    }
  }

  /** Asks for the client's roots: the folders that the user works in. */
  record ListRoots() implements ClientQuestion {
  }
}
