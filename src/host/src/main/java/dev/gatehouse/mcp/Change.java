package dev.gatehouse.mcp;

/** A list of a tenant that can change. */
public enum Change {
  /** Its tools. */
  TOOLS("notifications/tools/list_changed"),
  /** Its prompts. */
  PROMPTS("notifications/prompts/list_changed"),
  /** Its resources. */
  RESOURCES("notifications/resources/list_changed");

  private final String notification;

  Change(String notification) {
    this.notification = notification;
  }

  /** The method of the notification that tells it. */
  public String notification() {
    return notification;
  }
}
