package dev.gatehouse.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerBoardTest {

  private final WorkerBoard board = new WorkerBoard(Map.of(), null);

  /** A hello needs no key. */
  @Test
  void names_of_workers_that_come_and_go_are_kept_up_to_a_bound() {
    for (int i = 0; i < 5_000; i++) {
      board.lost(new Peer(null, "worker " + i, "worker/" + i, 0), 0);
    }
    assertThat(board.lost()).hasSize(1_000);
  }
}
