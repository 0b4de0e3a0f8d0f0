package dev.gatehouse.plugin.check;

import static dev.gatehouse.plugin.Recorder.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many models send null for what they leave out: it is as good as absent where nothing need be given, and nowhere else. */
final class NullArgumentsTest {

  private static final String CONTACT =
      """
          public enum Stage { LEAD, LOST }
          public sealed interface Way permits Mail, Post {}
          public record Mail(String address) implements Way {}
          public record Post(String city, Optional<String> zip) implements Way {}
          public record Note(String text, Optional<Instant> at) {}
          public record Contact(String name, Optional<Stage> stage, @ToolArg(required = false) Long size, @ToolArg(defaultValue = "3") @Min(1) int rank,
              Optional<Note> note, @ToolArg(defaultValue = "[]") List<Note> notes, Optional<Way> way, Optional<Map<String, Integer>> labels) {}
          @Tool public String run(Contact contact, Optional<URI> page) { return contact + " " + page; }
          """;
  private static final String NONE = "Optional.empty";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void null_is_as_good_as_absent_at_any_depth() throws Exception {
    String none = "Contact[name=Ann, stage=" + NONE + ", size=null, rank=3, note=" + NONE + ", notes=[], way=" + NONE + ", labels=" + NONE
        + "] " + NONE;

    assertThat(run("{'contact':{'name':'Ann'}}")).isEqualTo(none);
    assertThat(run(
        "{'contact':{'name':'Ann','stage':null,'size':null,'rank':null,'note':null,'notes':null,'way':null,'labels':null},'page':null}"))
        .isEqualTo(none);
    assertThat(run("{'contact':{'name':'Ann','note':{'text':'a','at':null},'notes':[{'text':'b'},{'text':'c','at':null}],"
        + "'way':{'type':'Post','city':'Bonn','zip':null}}}"))
        .contains("note=Optional[Note[text=a, at=Optional.empty]]", "Note[text=c, at=Optional.empty]",
            "Post[city=Bonn, zip=Optional.empty]");
  }

  @Test
  void of_a_long_list_too() throws Exception {
    assertThat(run("{'contact':{'name':'Ann','notes':[" + "{'text':'b','at':null},".repeat(999) + "{'text':'c','at':null}]}}"))
        .contains("Note[text=c, at=Optional.empty]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'name':null}                                  | /contact/name: must be string, is null",
      "{'name':null,'stage':null,'rank':0}            | /contact/name: must be string, is null⏎- /contact/rank: must be at least 1",
      "{'name':'Ann','labels':{'a':null}}             | /contact/labels/a: must be integer, is null",
      "{'name':'Ann','notes':[null]}                  | /contact/notes/0: must be object, is null",
      "{'name':'Ann','way':{'type':'Post','city':null}} | /contact/way/city: must be string, is null",
      "{'name':'Ann','nickname':null}                 | /contact: 'nickname' is unknown; it takes name, stage, size, rank, note, notes, way, labels",
  })
  void null_is_none_where_something_must_be(String contact, String words) throws Exception {
    assertThat(run("{'contact':" + contact + "}"))
        .isEqualTo("The arguments of run are not valid:\n- " + words.replace("⏎", "\n"));
  }

  @Test
  void a_literal_schema_is_read_the_same_way() throws Exception {
    String schema =
        "{'type':'object','properties':{'where':{'oneOf':[{'type':'object'},{'type':'string'}]},'limit':{'type':['integer','null']},"
            + "'in':{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}},'required':['a']}},"
            + "'additionalProperties':{'type':'integer'}}";
    String body = "public void start(PluginContext context) { context.tools().newTool(\"run\").setInputSchema(\""
        + schema.replace("'", "\\\"") + "\").setHandler(a -> ToolResponse.success(a.args().toString())).register(); }";

    assertThat(text(body, "{'where':null,'limit':null,'in':{'a':'x','b':null}}")).isEqualTo("{limit=null, in={a=x}}");
    assertThat(text(body, "{'in':{'a':null},'more':null}")).contains("/in/a: must be string, is null", "/more: must be integer, is null");
  }

  @Test
  void null_stays_where_the_schema_has_it() throws Exception {
    String schema = "{'type':'object','properties':{'a':{'type':['string','null']}},'required':['a']}".replace("'", "\\\"");

    assertThat(text("@Tool(inputSchema = \"" + schema + "\") public String run(Optional<String> a) { return \"\" + a; }", "{'a':null}"))
        .isEqualTo(NONE);
  }

  private String run(String arguments) throws Exception {
    return text(CONTACT, arguments);
  }

  private String text(String body, String arguments) throws Exception {
    ToolResult result = plugins.call(body, json(arguments).toString());
    return Fixtures.text(result);
  }
}
