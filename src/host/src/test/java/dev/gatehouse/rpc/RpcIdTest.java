package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RpcIdTest {

  @Test
  void a_number_is_the_same_id_whatever_it_was_kept_in() {
    assertThat(new RpcId(IntNode.valueOf(1))).isEqualTo(new RpcId(LongNode.valueOf(1))).hasSameHashCodeAs(new RpcId(LongNode.valueOf(1)));
    assertThat(new RpcId(DecimalNode.valueOf(new BigDecimal("1.0")))).isEqualTo(new RpcId(IntNode.valueOf(1)));
    assertThat(new RpcId(IntNode.valueOf(1))).isNotEqualTo(new RpcId(TextNode.valueOf("1")));
  }

  @Test
  void a_fraction_is_no_id() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RpcId(DoubleNode.valueOf(1.5)));
  }
}
