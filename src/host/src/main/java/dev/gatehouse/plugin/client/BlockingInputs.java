package dev.gatehouse.plugin.client;

import dev.gatehouse.spi.ClientAnswers;
import dev.gatehouse.spi.ClientInputs;
import dev.gatehouse.spi.ClientQuestion;
import dev.gatehouse.spi.Elicitation;
import dev.gatehouse.spi.ElicitationResponse;
import dev.gatehouse.spi.ElicitationSchema;
import dev.gatehouse.spi.Root;
import dev.gatehouse.spi.Roots;
import dev.gatehouse.spi.Sampling;
import dev.gatehouse.spi.SamplingRequest;
import dev.gatehouse.spi.SamplingResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The context types that ask the client one question and wait for the answer. */
final class BlockingInputs {

  private static final ElicitationSchema NO_FIELDS = ElicitationSchema.of();

  private BlockingInputs() {
  }

  private static ClientAnswers ask(ClientInputs inputs, String key, ClientQuestion question) {
    return inputs.ask(Map.of(key, question));
  }

  record ElicitationInput(ClientInputs inputs) implements Elicitation {

    @Override
    public boolean isSupported() {
      return inputs.isSupported(new ClientQuestion.Form("", NO_FIELDS));
    }

    @Override
    public boolean isUrlSupported() {
      return inputs.isSupported(new ClientQuestion.Visit("", URI.create("")));
    }

    @Override
    public ElicitationResponse elicit(String key, String message, ElicitationSchema schema) {
      return ask(inputs, key, new ClientQuestion.Form(message, schema)).elicitation(key);
    }

    @Override
    public ElicitationResponse elicitUrl(String key, String message, URI url) {
      return ask(inputs, key, new ClientQuestion.Visit(message, url)).elicitation(key);
    }
  }

  record SamplingInput(ClientInputs inputs) implements Sampling {

    @Override
    public boolean isSupported() {
      return inputs.isSupported(new ClientQuestion.Sample(SamplingRequest.of(1)));
    }

    @Override
    public SamplingResponse sample(String key, SamplingRequest request) {
      return ask(inputs, key, new ClientQuestion.Sample(request)).sampling(key);
    }
  }

  record RootsInput(ClientInputs inputs) implements Roots {

    @Override
    public boolean isSupported() {
      return inputs.isSupported(new ClientQuestion.ListRoots());
    }

    @Override
    public List<Root> list(String key) {
      return ask(inputs, key, new ClientQuestion.ListRoots()).roots(key);
    }
  }
}
