package dev.gatehouse.plugin;

/** Why a plugin is not loaded: a clause that follows the name of its file. Becomes a {@link PluginException} in one place. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Refusal(String clause) {
    this(clause, null);
  }

  Refusal(String clause, Throwable cause) {
    super(clause, cause);
  }
}
