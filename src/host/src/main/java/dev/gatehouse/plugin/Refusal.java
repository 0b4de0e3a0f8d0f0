package dev.gatehouse.plugin;

/** Why a plugin is not loaded: a clause that follows the name of its file. Becomes a {@link PluginException} in one place. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  Refusal(String clause) {
    this(clause, null);
  }

  Refusal(String clause, Throwable cause) {
    this(clause, cause, false);
  }

  /**
   * A refusal.
   *
   * @param passing whether the same files may do another time
   */
  Refusal(String clause, Throwable cause, boolean passing) {
    super(clause, cause);
    this.passing = passing;
  }

  boolean passing() {
    return passing;
  }
}
