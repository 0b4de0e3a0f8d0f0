package dev.gatehouse.spi;

/** Tells the client how far a call is. Declare a parameter of this type. Nothing is sent unless the client asked for it. */
public interface Progress {

  /**
   * Whether the client asked; if not, what finding out costs can be saved.
   *
   * @return true if so
   */
  boolean isRequested();

  /**
   * Tells how far the call is.
   *
   * @param progress must grow from one to the next
   * @param total what there is in all, or null when unknown
   * @param message in words, or null
   */
  void notify(double progress, Double total, String message);

  /**
   * Tells how far the call is.
   *
   * @param progress must grow from one to the next
   * @param total what there is in all
   */
  default void notify(double progress, double total) {
    notify(progress, total, null);
  }
}
