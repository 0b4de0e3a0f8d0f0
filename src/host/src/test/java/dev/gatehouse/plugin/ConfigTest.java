package dev.gatehouse.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.rpc.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin's configuration as the record that it asks for. */
final class ConfigTest {

  private static final String PATH = "tenants.acme.plugins.fixture";
  private static final String SHOP = """
      public enum Mode { LIVE, TEST }
      public record Db(URI url, int port) {}
      public record Settings(@ToolArg(description = "where the shop answers") URI url, Mode mode, boolean strict, Db db, List<Db> spares,
          @ToolArg(defaultValue = "PT30S") Duration timeout) {}
      """ + bound("s.toString()");

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  private static String bound(String told) {
    return "private Settings s; public void start(PluginContext c) { s = c.config(Settings.class); }"
        + " @Tool public String told() { return " + told + "; }";
  }

  private static Map<String, Object> json(String text) throws Exception {
    return Json.mapper().readerForMapOf(Object.class).readValue(text.replace('\'', '"'));
  }

  private String told(String body, String config) throws Exception {
    return Fixtures.text(plugins.load(body, PluginSettings.of(json(config))), "told", "{}");
  }

  private String refusal(String body, String config, String... secrets) throws Exception {
    PluginSettings settings = new PluginSettings(json(config), Set.of(secrets));
    PluginException refused = catchThrowableOfType(PluginException.class, () -> plugins.load(body, settings));
    assertThat(refused).as("loading with %s", config).isNotNull();
    assertThat(refused.getMessage()).startsWith(plugins.dir().resolve("fixture.jar") + " ").doesNotContain("\n");
    return refused.getMessage().substring(refused.getMessage().indexOf(' ') + 1);
  }

  @Test
  void it_has_the_types_names_and_defaults_of_a_tools_arguments() throws Exception {
    String body = """
        public record Db(URI url, @ToolArg(name = "pool-size", defaultValue = "4") int poolSize) {}
        public record Settings(Db db, Optional<String> proxy, List<String> names, Map<String, Integer> prices, Mode mode,
            @ToolArg(required = false) String note, @ToolArg(defaultValue = "PT30S") Duration timeout, Object any) {}
        public enum Mode { LIVE, TEST }
        """ + bound("s.toString()");

    assertThat(told(body, "{'db':{'url':'http://db'},'names':['a','b'],'prices':{'x':1},'mode':'TEST','any':{'k':[1,true,null]}}"))
        .isEqualTo("Settings[db=Db[url=http://db, poolSize=4], proxy=Optional.empty, names=[a, b], prices={x=1}, mode=TEST,"
            + " note=null, timeout=PT30S, any={k=[1, true, null]}]");
  }

  @ParameterizedTest
  @CsvSource({"30s, PT30S", "500ms, PT0.5S", "0s, PT0S", "5m, PT5M", "2h, PT2H", "90d, PT2160H", "PT1H30M, PT1H30M", "P1D, PT24H"})
  void a_duration_is_written_as_elsewhere_in_the_file_or_in_iso_8601(String written, String read) throws Exception {
    String body = "public record Settings(List<Duration> waits) {} " + bound("s.waits().get(0).toString()");

    assertThat(told(body, "{'waits':['" + written + "']}")).isEqualTo(read);
  }

  @Test
  void a_period_is_asked_for_in_words_that_it_can_be_written_by() throws Exception {
    String body = "public record Settings(Period keep) {} " + bound("s.keep().toString()");
    String example = "P1M15D";

    assertThat(refusal(body, "{'keep':'30s'}"))
        .endsWith(PATH + ".keep must be a duration of days, weeks, months or years such as " + example);
    assertThat(told(body, "{'keep':'" + example + "'}")).isEqualTo(example);
  }

  @Test
  void days_are_a_period_too() throws Exception {
    assertThat(told("public record Settings(Period keep) {} " + bound("s.keep().toString()"), "{'keep':'90d'}")).isEqualTo("P90D");
  }

  @Test
  void numbers_and_booleans_may_be_text_since_secrets_are() throws Exception {
    String body = "public record Settings(int port, long big, double rate, Optional<Boolean> strict, Map<String, Integer> by, String text,"
        + " Object any) {} " + bound("s.toString()");

    assertThat(told(body, "{'port':'8080','big':'9007199254740993','rate':'-1.5e2','strict':'true','by':{'x':'7'},'text':'1','any':'2'}"))
        .isEqualTo("Settings[port=8080, big=9007199254740993, rate=-150.0, strict=Optional[true], by={x=7}, text=1, any=2]");
  }

  @ParameterizedTest
  @CsvSource({"int, ' 8080'", "int, 080", "int, 8080.5", "int, 0x10", "int, 99999999999", "boolean, yes", "boolean, TRUE", "int, ''",
      "double, NaN"})
  void other_text_is_none(String type, String text) throws Exception {
    assertThat(refusal("public record Settings(" + type + " x) {} " + bound("s.toString()"), "{'x':'" + text + "'}"))
        .startsWith("refuses its configuration: " + PATH + ".x must be ");
  }

  @Test
  void null_stands_for_what_need_not_be_given() throws Exception {
    String body = "public record Db(@ToolArg(defaultValue = \"1\") int port) {} public record Settings(Optional<String> proxy, Db db) {} "
        + bound("s.toString()");

    assertThat(told(body, "{'proxy':null,'db':{'port':null}}")).isEqualTo("Settings[proxy=Optional.empty, db=Db[port=1]]");
    assertThat(refusal(body, "{'db':null}")).endsWith(PATH + ".db must be an object, not null");
  }

  @Test
  void all_that_is_wrong_is_said_at_once_each_by_its_path() throws Exception {
    assertThat(refusal(SHOP, "{'mode':'LIFE','strict':'yes','db':{'url':'http://db','prot':1,'port':70000000000},"
        + "'spares':[{'url':'http://a','port':1},{'url':5,'port':1}],'timeout':'soon','color':'red'}")
        .substring("refuses its configuration: ".length()).split("; (?=tenants)"))
        .containsExactlyInAnyOrder(PATH + ".url is missing (where the shop answers); it must be a uri such as https://example.com/page",
            PATH + ".mode must be one of LIVE, TEST",
            PATH + ".strict must be true or false, not a text",
            PATH + ".db.prot is not known; did you mean 'port'?",
            PATH + ".db.port must be at most 2147483647",
            PATH + ".spares[1].url must be a uri such as https://example.com/page, not a number",
            PATH + ".timeout must be a duration such as 30s or PT1H30M",
            PATH + ".color is not known; known here: url, mode, strict, db, spares, timeout");
  }

  @Test
  void a_plugin_without_a_configuration_is_told_what_it_lacks() throws Exception {
    assertThat(refusal("public record Settings(String url) {} " + bound("s.url()"), "{}"))
        .isEqualTo("refuses its configuration: " + PATH + ".url is missing; it must be a text");
  }

  @Test
  void a_record_may_hold_itself() throws Exception {
    String body =
        "public record Settings(@ToolArg(defaultValue = \"1s\", required = false) String name, Optional<Settings> next, int n) {} "
            + bound("\"\" + s.next().get().next().get().n()");

    assertThat(told(body, "{'n':1,'next':{'n':2,'next':{'n':'3'}}}")).isEqualTo("3");
    assertThat(refusal(body, "{'n':1,'next':{'n':2,'next':{'m':3}}}")).contains(PATH + ".next.next.n is missing; it must be a whole number")
        .contains(PATH + ".next.next.m is not known; did you mean 'n'?");
  }

  @Test
  void what_came_from_the_environment_is_never_quoted() throws Exception {
    String body = "public record Settings(String password, int port, @ToolArg(required = false) URI url) {"
        + " public Settings { Integer.parseInt(password); } } " + bound("s.toString()");

    assertThat(refusal(body, "{'password':'hunter2','port':'hunter3','url':'hunter 4'}", "hunter2", "hunter3", "hunter 4"))
        .contains(PATH + ".port", PATH + ".url").doesNotContain("hunter");
    assertThat(refusal(body, "{'password':'hunter2','port':1}", "hunter2"))
        .isEqualTo("refuses its configuration: " + PATH + " is refused: For input string: \"…\"");
    assertThat(refusal("public void start(PluginContext c) throws Exception { throw new Exception(\"no \" + c.config()); }",
        "{'password':'hunter2'}", "hunter2")).endsWith(".start threw Exception: no {password=…}");
  }

  @Test
  void constraints_count_and_an_alternative_is_told_by_its_type() throws Exception {
    String body = """
        public sealed interface Store permits Disk, Remote {}
        public record Disk(@Size(min = 1) String dir) implements Store {}
        public record Remote(URI url, @Min(1) @Max(9) int tries, Duration wait_) implements Store {}
        public record Settings(Store store, @Size(max = 2) List<@Pattern(regexp = "[a-z]+") String> names, Optional<Store> spare) {}
        """ + bound("s.toString()");

    assertThat(told(body, "{'store':{'type':'Remote','url':'http://a','tries':'3','wait_':'30s'},'names':['a'],'spare':null}"))
        .isEqualTo("Settings[store=Remote[url=http://a, tries=3, wait_=PT30S], names=[a], spare=Optional.empty]");
    assertThat(refusal(body, "{'store':{'type':'Remote','url':'http://a','tries':'10','wait_':'30s','dir':1},'names':['a','B','c'],"
        + "'spare':{'type':'Dsk'}}").substring("refuses its configuration: ".length()).split("; (?=tenants)"))
        .containsExactlyInAnyOrder(PATH + ".store.tries must be at most 9",
            PATH + ".store.dir is not known; known here: type, url, tries, wait_",
            PATH + ".names must have at most 2 items",
            PATH + ".names[1] must match the regular expression ^(?:[a-z]+)$",
            PATH + ".spare.type must be one of Disk, Remote");
    assertThat(refusal(body, "{'store':{},'names':[]}"))
        .endsWith(PATH + ".store.type is missing; it must be one of Disk, Remote");
  }

  @Test
  void the_manuals_plugin_reads_the_manuals_configuration() throws Exception {
    String manual = Files.readString(Path.of(System.getProperty("gatehouse.root"), "src", "site", "markdown", "plugins.md"));
    String section = manual.substring(manual.indexOf("## How does a plugin read its configuration?"));
    String body = block("java", section) + "@Tool public void ping() {}";
    String config = Json.mapper().readTree("{" + block("json", section) + "}").at("/tenants/demo/plugins/shop").toString()
        .replace("${env:ANNS_LIMIT}", "7");

    assertThat(plugins.load(body, PluginSettings.of(json(config))).tools()).hasSize(1);
    String told =
        refusal(body, config.replace("\"url\"", "\"uri\"").replace("timeout", "tiemout")).replace(PATH, "tenants.demo.plugins.shop");
    assertThat(told).isEqualTo("refuses its configuration: tenants.demo.plugins.shop.url is missing (where the shop answers);"
        + " it must be a uri such as https://example.com/page; tenants.demo.plugins.shop.uri is not known; did you mean 'url'?;"
        + " tenants.demo.plugins.shop.tiemout is not known; did you mean 'timeout'?");
  }

  private static String block(String language, String text) {
    int begin = text.indexOf("```" + language + "\n") + language.length() + 4;
    return text.substring(begin, text.indexOf("```", begin));
  }

  @Test
  void a_class_that_cannot_be_read_is_the_authors_fault() throws Exception {
    assertThat(refusal("public record Settings(Thread thread) {} " + bound("s.toString()"), "{}"))
        .contains("a configuration cannot be read as fixture.Fixture$Settings").contains("java.lang.Thread, which has no JSON form");
    assertThat(refusal("public static class Settings {} " + bound("s.toString()"), "{}"))
        .contains("a configuration is read as a record, which fixture.Fixture$Settings is not");
  }
}
