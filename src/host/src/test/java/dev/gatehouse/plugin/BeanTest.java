package dev.gatehouse.plugin;

import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.feature.ToolResult;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.rpc.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beans as arguments and results, as tool classes that were written for other servers have them. */
final class BeanTest {

  private static final String ORDER = """
      public static class Base<T> {
        private T id;
        public T getId() { return id; }
        public void setId(T id) { this.id = id; }
      }
      public static class Order extends Base<Long> {
        private String name = "none";
        private int count = 1;
        private boolean paid;
        private List<Line> lines = new ArrayList<>();
        @Min(0) private Integer priority;
        public String getName() { return name; }
        public void setName(String name) { this.name = name; }
        public int getCount() { return count; }
        public void setCount(int count) {
          if (count > 99) throw new IllegalArgumentException("at most 99");
          if (count < -99) throw new IllegalArgumentException();
          this.count = count;
        }
        public boolean isPaid() { return paid; }
        public void setPaid(boolean paid) { this.paid = paid; }
        public List<Line> getLines() { return lines; }
        public void setLines(List<Line> lines) { this.lines = lines; }
        public Integer getPriority() { return priority; }
        public void setPriority(Integer priority) { this.priority = priority; }
        public int getTotal() { return lines.size() * count; }
      }
      public static class Line {
        @ToolArg(description = "its number", required = false) public String article;
        public double price;
      }
      """;

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @Test
  void getters_setters_and_public_fields_make_its_schemas() throws Exception {
    ToolInfo info = plugins.info(ORDER + "@Tool public Order run(Order order) { return order; }");

    assertThat(info.inputSchema().at("/properties/order")).hasToString(json("""
        {'type':'object','properties':{'id':{'type':'integer'},'name':{'type':'string'},\
        'count':{'type':'integer','minimum':-2147483648,'maximum':2147483647},'paid':{'type':'boolean'},\
        'lines':{'type':'array','items':{'type':'object','properties':{'article':{'type':'string','description':'its number'},\
        'price':{'type':'number'}},'additionalProperties':false}},\
        'priority':{'type':'integer','minimum':0,'maximum':2147483647}},'additionalProperties':false}"""));
    assertThat(info.outputSchema().at("/properties").properties()).extracting(java.util.Map.Entry::getKey)
        .containsExactly("id", "name", "count", "paid", "lines", "priority", "total");
    assertThat(info.outputSchema().at("/required")).hasToString(json("['count','paid','total']"));
  }

  @Test
  void what_is_not_given_keeps_the_value_that_the_bean_has() throws Exception {
    LoadedPlugin plugin = plugins.load(ORDER + "@Tool public Order run(Order order) { return order; }");

    ToolResult result = Fixtures.call(plugin, "run", json("{'order':{'id':7,'count':null,'lines':[{'price':2.5},{'article':'A-1'}]}}"));

    assertThat(result.structuredContent()).hasToString(json("{'id':7,'name':'none','count':1,'paid':false,"
        + "'lines':[{'price':2.5},{'article':'A-1','price':0}],'total':2}"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'nmae':'a'}                  | nmae",
      "{'count':'five'}              | /order/count",
      "{'lines':[{},{'price':'x'}]}  | /order/lines/1/price",
      "{'priority':-1}               | /order/priority",
      "{'count':100}                 | at most 99",
      "{'total':1}                   | total",
      "[]                            | /order",
  })
  void what_does_not_fit_is_told_by_member(String order, String words) throws Exception {
    ToolResult result = plugins.call(ORDER + "@Tool public void run(Order order) {}", json("{'order':" + order + "}"));

    assertThat(result.isError()).isTrue();
    assertThat(text(result)).startsWith("The arguments of run are not valid:").contains(words);
  }

  @Test
  void what_is_refused_without_a_word_is_told_without_one() throws Exception {
    assertThat(text(plugins.call(ORDER + "@Tool public void run(Order order) {}", json("{'order':{'count':-100}}"))))
        .endsWith("/order/count: is refused");
  }

  @Test
  void a_bean_of_one_constructor_is_made_by_it() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public static class Range {
          private final int from;
          private final OptionalInt to;
          public Range(int from, OptionalInt to) { this.from = from; this.to = to; }
          public int getFrom() { return from; }
          public OptionalInt getTo() { return to; }
        }
        @Tool public Range run(Range range) { return range; }""");

    assertThat(text(plugin, "run", json("{'range':{'from':1,'to':2}}"))).isEqualTo(json("{'from':1,'to':2}"));
    assertThat(text(plugin, "run", json("{'range':{'from':1}}"))).isEqualTo(json("{'from':1}"));
    assertThat(text(Fixtures.call(plugin, "run", json("{'range':{'to':2}}")))).contains("from");
  }

  @Test
  void what_a_subclass_adds_is_written_and_an_interface_is_written_by_its_getters() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public interface Animal { String getName(); }
        public static class Dog implements Animal {
          public String getName() { return "Rex"; }
          public String getBreed() { return "pug"; }
        }
        public interface Marked {}
        public static class Mark implements Marked { public int n = 1; }
        @Tool public List<Animal> all() { return List.of(new Dog(), () -> "Tom"); }
        @Tool public Marked marked() { return new Mark(); }""");

    assertThat(text(plugin, "all", "{}")).isEqualTo(json("[{'breed':'pug','name':'Rex'},{'name':'Tom'}]"));
    assertThat(text(plugin, "marked", "{}")).isEqualTo(json("{'n':1}"));
  }

  @Test
  void the_annotations_of_a_jackson_that_the_plugin_brings_along_count() throws Exception {
    Path jar = PluginJars.jar(plugins.dir(), "fixture",
        annotation("JsonProperty", "String value() default \"\"; boolean required() default false;"),
        annotation("JsonIgnore", "boolean value() default true;"), annotation("JsonPropertyDescription", "String value();"),
        annotation("JsonAnyGetter", "boolean enabled() default true;"), annotation("JsonAnySetter", "boolean enabled() default true;"),
        PluginJars.plugin("""
            public record Point(@com.fasterxml.jackson.annotation.JsonProperty("x_pos") int x) {}
            public static class User {
              @com.fasterxml.jackson.annotation.JsonProperty(value = "first_name", required = true)
              @com.fasterxml.jackson.annotation.JsonPropertyDescription("given name")
              private String firstName;
              @com.fasterxml.jackson.annotation.JsonIgnore public String password = "secret";
              public Point at = new Point(3);
              private final Map<String, Object> more = new TreeMap<>();
              public String getFirstName() { return firstName; }
              public void setFirstName(String name) { firstName = name; }
              @com.fasterxml.jackson.annotation.JsonAnyGetter public Map<String, Object> more() { return more; }
              @com.fasterxml.jackson.annotation.JsonAnySetter public void more(String name, Object value) { more.put(name, value); }
            }
            @Tool public User run(User user) { return user; }"""));
    LoadedPlugin plugin = plugins.load(jar);
    JsonNode user = Fixtures.info(plugin, "run").inputSchema().at("/properties/user");

    assertThat(user.at("/properties/first_name")).hasToString(json("{'type':'string','description':'given name'}"));
    assertThat(user.at("/required")).hasToString(json("['first_name']"));
    assertThat(Json.read(text(plugin, "run", json("{'user':{'first_name':'Ann','age':[5]}}"))))
        .isEqualTo(Json.read(json("{'first_name':'Ann','at':{'x_pos':3},'age':[5]}")));
  }

  @Test
  void a_jackson_that_the_plugin_brings_along_writes_what_it_alone_knows() throws Exception {
    Path folder = Files.createDirectory(plugins.dir().resolve("folder"));
    PluginJars.of(PluginJars.plugin("""
        @com.fasterxml.jackson.databind.annotation.JsonSerialize(using = com.fasterxml.jackson.databind.ser.std.ToStringSerializer.class)
        @com.fasterxml.jackson.databind.annotation.JsonDeserialize(using = com.fasterxml.jackson.databind.JsonDeserializer.None.class)
        public static class Amount { private int cents; public Amount(int cents) { this.cents = cents; }
          @com.fasterxml.jackson.annotation.JsonCreator public static Amount of(String text) {
            return new Amount(Integer.parseInt(text.replace(".", ""))); }
          public int getCents() { return cents; }
          public String toString() { return cents / 100 + "." + cents % 100; } }
        public enum Kind { @com.fasterxml.jackson.annotation.JsonProperty("new") NEW, OLD }
        public enum Level { LOW(1), HIGH(2); private final int n; Level(int n) { this.n = n; }
          @com.fasterxml.jackson.annotation.JsonValue public String text() { return "L" + n; } }
        public record Item(Amount amount, Kind kind, Level level) {}
        @com.fasterxml.jackson.annotation.JsonTypeInfo(use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.CLASS)
        public static class Made { public int n; }
        @Tool public Item run(Item item) { return item; }
        @Tool public void made(Made made) {}
        @Tool public Object any() { return List.of(new Amount(250), Kind.NEW); }""")).against(ObjectMapper.class)
        .against(JsonProperty.class)
        .against(JsonFactory.class).jar(folder, "fixture");
    for (Class<?> type : List.of(ObjectMapper.class, JsonProperty.class, JsonFactory.class)) {
      Path jar = Path.of(PluginJars.location(type));
      Files.copy(jar, folder.resolve(jar.getFileName()));
    }
    LoadedPlugin plugin = plugins.load(folder);
    String item = json("{'amount':'12.50','kind':'new','level':'L2'}");

    assertThat(text(plugin, "run", "{\"item\":" + item + "}")).isEqualTo(item);
    assertThat(text(plugin, "any", "{}")).isEqualTo(json("['2.50','new']"));
    assertThat(Fixtures.info(plugin, "run").inputSchema().at("/properties/item/properties"))
        .hasToString(json("{'amount':{},'kind':{'type':'string','enum':['new','OLD']},'level':{'type':'string','enum':['L1','L2']}}"));
    assertThat(Fixtures.info(plugin, "made").inputSchema().at("/properties/made/properties")).as("callers choose no class")
        .hasToString(json("{'n':{'type':'integer','minimum':-2147483648,'maximum':2147483647}}"));
    assertThat(text(Fixtures.call(plugin, "run", json("{'item':{'amount':'x','kind':'NEW','level':'L2'}}"))))
        .contains("/item/kind");
    assertThat(text(Fixtures.call(plugin, "run", json("{'item':{'amount':'x','kind':'new','level':'L2'}}"))))
        .contains("/item/amount: cannot be read as Amount");
  }

  /** The source of an annotation as a plugin's own Jackson has it. */
  static String annotation(String name, String elements) {
    return "package com.fasterxml.jackson.annotation;\n@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)\n"
        + "public @interface " + name + " { " + elements + " }";
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "void run(Callback it)               | parameter 'it' is a fixture.Fixture$Callback, which can be returned, but not be an argument",
      "void run(List<Silent> it)           | parameter 'it' is a fixture.Fixture$Silent, which has no setter and no public field",
      "Silent run()                        | whose result is a fixture.Fixture$Silent, which has no getter and no public field",
      "void run(Holder it)                 | the bean fixture.Fixture$Holder, whose property 'thread' is a java.lang.Thread, which has no JSON form",
      "void run(Forged it)                 | holds a dev.gatehouse.spi.Caller, which is not for callers to send",
      "void run(Callers it)                | holds a dev.gatehouse.spi.Caller, which is not for callers to send",
      "void run(java.util.stream.Stream<String> it) | which can be returned, but not be an argument",
      "void run(Optional<Iterator<String>> it)      | which can be returned, but not be an argument",
      "void run(Set<URL> it)               | which can be returned, but not be an argument",
      "void run(TreeSet<Locale> it)        | which can be returned, but not be an argument",
      "void run(Map<Locale, String> it)    | which can be returned, but not be an argument",
      "Odd run()                           | which is Iterable but no Collection; return a List",
      "IllegalStateException run()         | an exception; return what of it the caller may read",
      "List<Future<String>> run()          | which has its value later; return a CompletionStage",
  })
  void what_has_no_form_is_refused_in_words(String signature, String words) {
    PluginException refused = catchThrowableOfType(PluginException.class, () -> plugins.load("""
        public interface Callback { String getName(); }
        public static class Silent { private int n; }
        public static class Holder { public Thread thread; public int n; }
        public static class Forged { public String name; private Caller caller; public void setCaller(Caller c) { caller = c; } }
        public static class Callers extends ArrayList<Caller> {}
        public static class Odd implements Iterable<String> { public Iterator<String> iterator() { return null; } }
        @Tool public\s""" + signature + " { throw new IllegalStateException(); }"));

    assertThat(refused).hasMessageContaining(words);
  }

  @Test
  void a_bean_that_can_only_go_one_way_goes_that_way() throws Exception {
    LoadedPlugin plugin = plugins.load("""
        public static class Out { public java.util.stream.IntStream getAll() { return java.util.stream.IntStream.range(0, 3); } }
        public static class In { private Runnable then; private int n; public void setN(int n) { this.n = n; } public int n() { return n; }
          public Runnable getThen() { return then; } }
        @Tool public Out run(In in) { return new Out(); }""");

    assertThat(text(plugin, "run", json("{'in':{'n':5}}"))).isEqualTo(json("{'all':[0,1,2]}"));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
