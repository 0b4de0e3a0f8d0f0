package dev.gatehouse.redis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger.Entry;
import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.ToolUse;
import dev.gatehouse.rpc.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountJsonTest {

  private static Entry call(String at, String key, String tool, Outcome outcome, long millis, String request) {
    return ToolUse.entry(Instant.parse(at), "demo", key, key, "ann", tool, outcome, outcome == Outcome.OK ? null : "timeout", millis,
        request, "abcd1234");
  }

  private static String write(Entry... calls) {
    CallGroups groups = new CallGroups(List.of(calls));
    return AccountJson.write(new UsageCounts(new RedisKeys("mcp:"), "demo", groups), 3, groups, List.of(calls));
  }

  @Test
  void what_calls_share_is_sent_once_and_increments_are_added_up() {
    assertThat(write(
        call("2026-07-28T10:00:00.001Z", "k1", "add", Outcome.OK, 3, "7"),
        call("2026-07-28T10:00:00.002Z", "k1", "sub", Outcome.ERROR, 4, "8"),
        call("2026-07-28T10:00:00.002Z", "k1", "add", Outcome.OK, 5, "9"))).isEqualTo("""
            [4,3,"calls",3,3,"tool:add",2,3,"tool:sub",1,3,"errors",1,\
            2,"k1","ann","tool","add","ok","-","abcd1234","tools/call","k1","ann","tool","sub","error","timeout","abcd1234","tools/call",\
            1,"2026-07-28T10:00:00.001Z","3","7",2,"2026-07-28T10:00:00.002Z","4","8",1,"2026-07-28T10:00:00.002Z","5","9"]""");
  }

  @Test
  void each_key_and_each_day_has_counters_of_its_own() {
    assertThat(write(
        call("2026-07-28T23:59:59.999Z", "k1", "add", Outcome.OK, 0, "1"),
        call("2026-07-29T00:00:00Z", "k1", "add", Outcome.OK, 0, "2"),
        call("2026-07-29T00:00:00Z", "k2", "add", Outcome.OK, 0, "3")))
        .startsWith("[6,3,\"calls\",1,3,\"tool:add\",1,4,\"calls\",1,4,\"tool:add\",1,5,\"calls\",1,5,\"tool:add\",1,3,");
  }

  @Test
  void a_call_that_counts_for_no_key_has_an_entry_only() {
    assertThat(write(call("2026-07-28T10:00:00Z", null, "add", Outcome.CANCELLED, 0, null)))
        .isEqualTo("[0,1,\"-\",\"ann\",\"tool\",\"add\",\"cancelled\",\"timeout\",\"abcd1234\",\"tools/call\",1,\"2026-07-28T10:00:00Z\","
            + "\"0\",\"-\"]");
  }

  @Test
  void calls_with_tokens_are_told_apart_by_issuer_and_client_and_say_them_beside_the_tokens_id() {
    Entry key = call("2026-07-28T10:00:00Z", "k1", "add", Outcome.OK, 0, "1");
    Issued first = new Issued("demo", "local", "desk\ttop\u2028");
    assertThat(write(key, ToolUse.issued(key, first), ToolUse.issued(key, new Issued("demo", "local", null)), ToolUse.issued(key, first)))
        .isEqualTo("""
            [2,3,"calls",4,3,"tool:add",4,\
            3,"k1","ann","tool","add","ok","-","abcd1234","tools/call",\
            ["k1","local","desk?top?"],"ann","tool","add","ok","-","abcd1234","tools/call",\
            ["k1","local","-"],"ann","tool","add","ok","-","abcd1234","tools/call",\
            1,"2026-07-28T10:00:00Z","0","1",2,"2026-07-28T10:00:00Z","0","1",3,"2026-07-28T10:00:00Z","0","1",\
            2,"2026-07-28T10:00:00Z","0","1"]""");
  }

  @Test
  void any_text_is_read_again_as_it_was() throws Exception {
    for (String name : List.of("a\"b", "a\\b\\\"", "tab\there", "\u0000\u001f\u007f", "\u00e9\u4e16\ud83d\ude00", "</script>")) {
      JsonNode read = Json.read(write(call("2026-07-28T10:00:00Z", "k1", name, Outcome.OK, 0, "1")));
      assertThat(read.get(5).textValue()).isEqualTo("tool:" + name);
    }
  }
}
