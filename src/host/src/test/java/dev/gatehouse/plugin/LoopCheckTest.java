package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.loop.LongCheckException;
import dev.gatehouse.plugin.load.LoadedPlugin;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check on an event loop ends after a few steps, whatever a caller sends; on a thread it goes on. */
final class LoopCheckTest {

  private static final Vertx VERTX = Vertx.vertx();

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private static String callOnLoop(LoadedPlugin plugin, String arguments) {
    Promise<String> answer = Promise.promise();
    VERTX.runOnContext(now -> {
      try {
        answer.complete(Fixtures.text(Fixtures.call(plugin, "run", arguments)));
      } catch (Exception e) {
        answer.fail(e);
      }
    });
    return answer.future().await();
  }

  private static String tool(String keywords) {
    String literal = ("{'type':'object','properties':{'it':{" + keywords + "}},'$defs':{'a':{'anyOf':["
        + "{'type':'array','items':{'$ref':'#/$defs/a'}},{'type':'array','items':{'$ref':'#/$defs/a'},'minItems':0}]},"
        + "'p':{'pattern':'(a+)+$'}}}").replace("'", "\\\"");
    return "@Tool(blocking = false, inputSchema = \"" + literal + "\")"
        + " public String run(@ToolArg(required = false) Object it) { return \"ok\"; }";
  }

  private static String filled(String value) {
    return "{\"it\":" + value.replace("SOME", "a".repeat(2_000)).replace("MANY", "a".repeat(5_000))
        .replace("WORDS", IntStream.range(0, 1_000).mapToObj(i -> "'ann@example.com'").collect(Collectors.joining(","))).replace('\'', '"')
        + "}";
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "'pattern':'(a+)+$'                                  | 'a'        | 'SOME!'      | must match",
      "'$ref':'#/$defs/p'                                  | 'a'        | 'SOME!'      | must match",
      "'items':{'anyOf':[{'$ref':'#/$defs/p'},{'type':'integer'}]} | ['a'] | ['SOME!']  | must",
      "'pattern':'(.*)*b'                                  | 'b'        | 'MANY'       | must match",
      "'not':{'pattern':'(a+)+$'}                          | 'b'        | 'SOME!'      | ok",
      "'patternProperties':{'(a+)+$':false}                | {'b':1}    | {'SOME!':1}  | ok",
      "'propertyNames':{'pattern':'(a+)+$'}                | {'a':1}    | {'SOME!':1}  | whose name",
      "'additionalProperties':false,'patternProperties':{'^(a+)+$':{}} | {'a':1} | {'SOME!':1} | is unknown",
      "'type':'string','format':'regex'                    | 'a+'       | 'MANY'       | ok",
      "'type':'string','format':'email'                    | 'ann@example.com' | 'MANY'    | must be an email",
      "'items':{'type':'string','format':'email'}          | ['ann@example.com'] | [WORDS] | ok",
      "'$ref':'#/$defs/a'                                  | [[]]       | [[[[[[[[[[[[1]]]]]]]]]]]] | must be array",
  })
  void of_arguments(String keywords, String easy, String hostile, String words) throws Exception {
    LoadedPlugin plugin = plugins.load(tool(keywords));

    assertThat(callOnLoop(plugin, filled(easy))).isEqualTo("ok");
    assertThatThrownBy(() -> callOnLoop(plugin, filled(hostile))).isInstanceOf(LongCheckException.class);
    assertThat(callOnLoop(plugin, filled(easy))).as("the next has a budget of its own").isEqualTo("ok");
    assertThat(Fixtures.text(Fixtures.call(plugin, "run", filled(hostile)))).as("on a thread").contains(words);
  }

  @Test
  void of_an_annotated_argument() throws Exception {
    LoadedPlugin plugin = plugins.load("public record R(@Pattern(regexp = \"(a+)+b?c\") String it) {}"
        + " @Tool(blocking = false) public String run(R it) { return \"ok\"; }");

    assertThat(callOnLoop(plugin, filled("{'it':'aac'}"))).isEqualTo("ok");
    assertThatThrownBy(() -> callOnLoop(plugin, filled("{'it':'SOME!'}"))).isInstanceOf(LongCheckException.class);
    assertThat(Fixtures.text(Fixtures.call(plugin, "run", filled("{'it':'SOME!'}")))).contains("must match");
  }
}
