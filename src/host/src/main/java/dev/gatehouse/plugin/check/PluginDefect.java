package dev.gatehouse.plugin.check;

import dev.gatehouse.plugin.load.PluginException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a plugin is not loaded: a clause that follows the name of its file. It becomes a {@link PluginException} in one place.
 */
public final class PluginDefect extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;
  private final transient List<String> clauses;

  public PluginDefect(String clause) {
    this(clause, null);
  }

  public PluginDefect(String clause, @Nullable Throwable cause) {
    this(clause, cause, false);
  }

  /**
   * Creates a defect.
   *
   * @param passing whether loading the same files may succeed another time
   */
  public PluginDefect(String clause, @Nullable Throwable cause, boolean passing) {
    this(List.of(clause), clause, cause, passing);
  }

  /**
   * Merges several defects.
   *
   * @param clauses those of the merged defects
   * @param text all of them as one clause
   */
  public PluginDefect(List<String> clauses, String text, @Nullable Throwable cause, boolean passing) {
    super(text, cause);
    this.clauses = List.copyOf(clauses);
    this.passing = passing;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  List<String> clauses() {
    return clauses;
  }

  public boolean passing() {
    return passing;
  }
}
