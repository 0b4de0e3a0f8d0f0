package dev.gatehouse.bench.fuzz;

/** What the credentials of a message allow. */
enum Rights {
  /** A good key of the tenant with every right, perhaps in a form that the host need not take. */
  ALL(true, true),
  /** A good key that may call, get and read nothing. */
  NONE(true, false),
  /** No good key: only a refusal may come back. */
  NOBODY(false, false);

  private final boolean admitted;
  private final boolean granted;

  Rights(boolean admitted, boolean granted) {
    this.admitted = admitted;
    this.granted = granted;
  }

  /** Whether a result of any method may come back. */
  boolean mayEnter() {
    return admitted;
  }

  /** Whether the result of a tool, a prompt or a resource may come back. */
  boolean mayUse() {
    return granted;
  }
}
