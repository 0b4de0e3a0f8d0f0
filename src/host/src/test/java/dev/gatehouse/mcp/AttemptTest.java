package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptTest {

  static Stream<Throwable> thrown() {
    return Stream.of(McpException.invalidParams("no"), new NullPointerException(), new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void what_is_thrown_is_the_failure(Throwable thrown) {
    assertThat(Attempt.of(() -> {
      throw AttemptTest.<RuntimeException>sneaky(thrown);
    }).cause()).isSameAs(thrown);
  }

  @Test
  void what_comes_is_what_comes() {
    assertThat(Attempt.of(() -> Future.succeededFuture("x")).result()).isEqualTo("x");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
