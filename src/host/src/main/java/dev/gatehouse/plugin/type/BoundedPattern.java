package dev.gatehouse.plugin.type;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import dev.gatehouse.feature.loop.StepBudget;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression with bounded matching steps, against denial of service by a caller's text (ReDoS). A match that is not found within
 * the bound, or before the thread is interrupted, counts as none. On an event loop its steps are those of the check too, {@link StepBudget}.
 */
final class BoundedPattern implements RegularExpression {

  private static final long STEPS_PER_CHARACTER = 1000;
  /** Extra length credited to short texts. */
  private static final int SPARE = 100;
  /** However long a text is, as long as it gets {@link #LEAST_STEPS} for each of its characters. */
  private static final long MOST_STEPS = 100_000_000;
  private static final long LEAST_STEPS = 20;
  /** A mask: the steps between two checks whether the thread was interrupted by a call timeout. */
  private static final long INTERVAL = 0xffff;
  /** The same on an event loop. */
  private static final long LOOP_INTERVAL = 0xff;

  private final Pattern pattern;

  /** Compiles; ECMA-262's anchor at the end is not Java's, which passes over a last line break. */
  BoundedPattern(String regexp) {
    pattern = Pattern.compile(RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(regexp)));
  }

  @Override
  public boolean matches(String text) {
    StepBudget budget = StepBudget.current();
    Steps steps = new Steps(text, budget);
    try {
      return pattern.matcher(steps).find();
    } catch (ExhaustedException | StackOverflowError e) {
      // Java goes one call deeper for each repetition of a group.
      return false;
    } finally {
      if (budget != null) {
        budget.spend(steps.taken());
      }
    }
  }

  /** A text that counts how often it is read. */
  private static final class Steps implements CharSequence {

    private final String text;
    private final long most;
    private final long interval;
    private long left;

    Steps(String text, @Nullable StepBudget budget) {
      this.text = text;
      long length = text.length();
      long bound = Math.max(Math.min(STEPS_PER_CHARACTER * (length + SPARE), MOST_STEPS), LEAST_STEPS * length);
      most = budget == null ? bound : Math.min(bound, budget.left());
      interval = budget == null ? INTERVAL : LOOP_INTERVAL;
      left = most;
    }

    /** More than the budget has when the match was cut short. */
    long taken() {
      return most - left;
    }

    @Override
    public char charAt(int index) {
      if ((left-- & interval) == 0) {
        look();
      }
      return text.charAt(index);
    }

    private void look() {
      if (left < 0 || Thread.currentThread().isInterrupted()) {
        throw new ExhaustedException();
      }
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class ExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("no steps are left", null, false, false);
    }
  }
}
