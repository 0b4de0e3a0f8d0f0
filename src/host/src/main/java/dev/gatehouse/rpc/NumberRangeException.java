package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** A number exceeds the limit of {@link JsonNumbers}. The message gives the place and the limit, not the number. */
public final class NumberRangeException extends JsonProcessingException {

  private static final long serialVersionUID = 1L;

  NumberRangeException(JsonLocation location) {
    super("it has a number that is out of range (" + JsonNumbers.ALLOWED + ")", location);
  }
}
