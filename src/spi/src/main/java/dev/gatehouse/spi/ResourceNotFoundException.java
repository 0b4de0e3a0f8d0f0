package dev.gatehouse.spi;

/** Thrown by a resource or resource template that has nothing at the URI asked for. */
public class ResourceNotFoundException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Nothing is there.
   *
   * @param message what is not there; it is sent to the caller
   */
  public ResourceNotFoundException(String message) {
    super(message);
  }
}
