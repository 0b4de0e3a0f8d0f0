package dev.gatehouse.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ResourceUri;
import java.util.Map;
import java.util.Objects;

/** The parameters of a call, by the kind of the feature. Data only. */
public sealed interface CallParams permits CallParams.Arguments, CallParams.Texts, CallParams.Reading, CallParams.Partial {

  /**
   * A tool's.
   *
   * @param values by name; empty when absent, never null
   */
  record Arguments(ObjectNode values) implements CallParams {

    /** Refuses null. */
    public Arguments {
      Objects.requireNonNull(values, "values");
    }
  }

  /**
   * A prompt's.
   *
   * @param values by name; empty when absent, never null
   */
  record Texts(Map<String, String> values) implements CallParams {

    /** Copies. */
    public Texts {
      values = Map.copyOf(values);
    }
  }

  /**
   * What is read of a resource, or of a resource template.
   *
   * @param uri the resource's URI, the same that permission was decided on
   * @param variables what the template's variables stand for; empty without a template
   */
  record Reading(ResourceUri uri, Map<String, String> variables) implements CallParams {

    /** Copies. */
    public Reading {
      Objects.requireNonNull(uri, "uri");
      variables = Map.copyOf(variables);
    }
  }

  /**
   * What is to be completed.
   *
   * @param value what the caller has written so far
   * @param context the other arguments, as far as they are known
   */
  record Partial(String value, Map<String, String> context) implements CallParams {

    /** Copies. */
    public Partial {
      Objects.requireNonNull(value, "value");
      context = Map.copyOf(context);
    }
  }
}
