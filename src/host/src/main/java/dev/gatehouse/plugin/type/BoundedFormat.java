package dev.gatehouse.plugin.type;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import dev.gatehouse.feature.loop.StepBudget;
import java.util.Map;
import java.util.Set;

/**
 * Limits the length of texts that a format of the library checks, against regular-expression denial of service: some formats are slow for
 * long texts, or recurse for each character; the format {@code regex} compiles the text.
 */
record BoundedFormat(Format format) implements Format {

  /** Far longer than any real name, address or time. */
  private static final int LONGEST = 10_000;

  /** The cost of a check of {@link StepBudget}, beside one that grows with the text. */
  private static final int COST = 100;

  /** Formats without a limit: their data is long, and they are checked in linear time. */
  private static final Set<String> UNBOUNDED = Set.of("uri", "uri-reference", "iri", "iri-reference");

  /** Replaces the formats that need a limit. */
  static void replace(Map<String, Format> formats) {
    formats.replaceAll((name, format) -> new BoundedFormat(format));
  }

  @Override
  public String getName() {
    return format.getName();
  }

  @Override
  public String getMessageKey() {
    return format.getMessageKey();
  }

  @Override
  public boolean matches(ExecutionContext context, SchemaContext schemas, String text) {
    boolean linear = UNBOUNDED.contains(getName());
    StepBudget budget = StepBudget.current();
    if (budget != null && !budget.spend(cost(text.length(), linear))) {
      return false;
    }
    try {
      return (linear || text.length() <= LONGEST) && format.matches(context, schemas, text);
    } catch (StackOverflowError e) {
      return false;
    }
  }

  private static long cost(long length, boolean linear) {
    return COST + (linear ? length : length * length / 8);
  }
}
