package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** A document holds a number beyond the bound of {@link JsonNumbers}. The message says where, and what is allowed; not the number. */
public final class NumberRangeException extends JsonProcessingException {

  private static final long serialVersionUID = 1L;

  NumberRangeException(JsonLocation location) {
    super("it has a number that is out of range (" + JsonNumbers.ALLOWED + ")", location);
  }
}
