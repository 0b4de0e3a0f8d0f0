package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of new keys whose secrets have been handed over. */
class BulkMintTest {

  private final List<String> said = new ArrayList<>();

  private int write(int keys, int from) {
    return BulkMint.write(IntStream.range(0, keys).boxed().toList(), key -> "id" + key,
        key -> key < from ? Future.succeededFuture(key != 1) : Future.failedFuture(new IllegalStateException("fault of " + key % 2)),
        "keys were made", said::add);
  }

  @Test
  void what_was_not_written_does_not_count() {
    assertThat(write(500, 500)).isEqualTo(499);
    assertThat(said).containsExactly("499 of 500 keys were made");
  }

  @Test
  void a_failure_names_the_keys_that_may_not_exist_and_every_fault_once() {
    assertThatThrownBy(() -> write(402, 198)).hasMessage("fault of 0");
    assertThat(said).startsWith("fault of 1", "not known to be made: id198", "not known to be made: id199", "not known to be made: id200")
        .endsWith("not known to be made: id401", "197 of 402 keys were made").hasSize(1 + 204 + 1);
  }
}
