package dev.gatehouse.plugin;

import static dev.gatehouse.Eventually.eventually;
import static dev.gatehouse.plugin.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.LongAnswerException;
import dev.gatehouse.plugin.load.LoadedPlugin;
import dev.gatehouse.plugin.load.PluginException;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.record.PluginSettings;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers may not reach in a plugin's classes, and what of a result does not go out. */
final class BeanGuardTest {

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  @ParameterizedTest
  @ValueSource(strings = {"lists", "maps", "beans", "records", "arrays", "streams", "flat", "own"})
  void a_result_that_shares_its_parts_is_not_written_out_without_end(String tool) throws Exception {
    LoadedPlugin plugin = jackson("""
        public record Pair(Object a, Object b) {}
        public static class Two { public Object a; public Object b; Two(Object of) { a = of; b = of; } }
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) public static class Own { public Own a; public Own b; }
        private static Object nested(java.util.function.UnaryOperator<Object> more) {
          Object it = "leaf";
          for (int i = 0; i < 40; i++) { it = more.apply(it); }
          return it;
        }
        @Tool public Object lists() { return nested(it -> List.of(it, it)); }
        @Tool public Object maps() { return nested(it -> Map.of("a", it, "b", it)); }
        @Tool public Object beans() { return nested(Two::new); }
        @Tool public Object records() { return nested(it -> new Pair(it, it)); }
        @Tool public Object arrays() { return nested(it -> new Object[] {it, it}); }
        @Tool public Object streams() {
          return java.util.stream.Stream.generate(() -> java.util.stream.Stream.generate(() -> 1).limit(100_000)).iterator();
        }
        @Tool public java.util.stream.Stream<Integer> flat() {
          return java.util.stream.Stream.of(1).flatMap(i -> java.util.stream.Stream.generate(() -> i));
        }
        @Tool public Object own() {
          Own it = null;
          for (int i = 0; i < 40; i++) { Own next = new Own(); next.a = it; next.b = it; it = next; }
          return it;
        }""");

    assertThatThrownBy(() -> Fixtures.call(plugin, tool, "{}")).isExactlyInstanceOf(LongAnswerException.class);
  }

  @Test
  void what_a_records_annotations_keep_back_is_neither_read_nor_written() throws Exception {
    LoadedPlugin plugin = jackson("""
        @JsonIgnoreProperties("internal")
        public record User(@JsonPropertyDescription("given name") String name, @JsonIgnore String hash,
            @JsonProperty(access = JsonProperty.Access.READ_ONLY) Integer id,
            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String password, String internal, @JsonIgnore boolean admin) {
          @Override public String hash() { return hash; }
        }
        @Tool public User run(User user) { return new User(user.name() + user.hash() + user.id() + user.password() + user.admin(),
            "hash", 7, "secret", "internal", true); }""");
    JsonNode input = Fixtures.info(plugin, "run").inputSchema().at("/properties/user");

    assertThat(input.at("/properties")).hasToString(json("{'name':{'type':'string','description':'given name'},"
        + "'password':{'type':'string'}}"));
    assertThat(input.at("/required")).hasToString(json("['name','password']"));
    assertThat(text(plugin, "run", json("{'user':{'name':'a','password':'p'}}"))).isEqualTo(json("{'name':'anullnullpfalse','id':7}"));
    assertThat(text(Fixtures.call(plugin, "run", json("{'user':{'name':'a','password':'p','admin':true}}")))).contains("admin");
  }

  @Test
  void callers_reach_only_what_is_meant_to_be_set() throws Exception {
    LoadedPlugin plugin = jackson("""
        public static class Account {
          public String name;
          private boolean admin;
          private boolean owner;
          private String level;
          @JsonProperty private String note;
          @JsonProperty public boolean isAdmin() { return admin; }
          public boolean isOwner() { return owner; }
          private void setOwner(boolean owner) { this.owner = owner; }
          @JsonProperty(access = JsonProperty.Access.READ_ONLY) public String getLevel() { return level; }
          public void setLevel(String level) { this.level = level; }
        }
        @Tool public Account run(Account account) { return account; }""");
    JsonNode input = Fixtures.info(plugin, "run").inputSchema().at("/properties/account/properties");

    assertThat(input).hasToString(json("{'name':{'type':'string'},'note':{'type':'string'}}"));
  }

  @Test
  void a_proxy_is_written_as_the_class_behind_it_and_no_way_back_to_a_parent() throws Exception {
    LoadedPlugin plugin = jackson(
        """
            public static class User {
              public String getName() { return "Ann"; }
              @JsonManagedReference public List<Child> getChildren() { return List.of(new Child(this)); }
            }
            public static class User$HibernateProxy$x extends User {
              public String getName() { return "Ann of the proxy"; }
              public Object getHibernateLazyInitializer() { return Thread.currentThread(); }
            }
            public static class Child { private final User parent; Child(User parent) { this.parent = parent; } public int getAge() { return 3; }
              @JsonBackReference public User getParent() { return parent; } }
            @Tool public User user() { return new User$HibernateProxy$x(); }
            @Tool public Object any() { return new User$HibernateProxy$x(); }
            @Tool public Object getters() {
              return java.lang.reflect.Proxy.newProxyInstance(User.class.getClassLoader(), new Class<?>[] {Named.class}, (p, m, a) -> "Tom");
            }
            public interface Named { String getName(); }""");

    for (String tool : List.of("user", "any")) {
      assertThat(text(plugin, tool, "{}")).isEqualTo(json("{'children':[{'age':3}],'name':'Ann of the proxy'}"));
    }
    assertThat(text(plugin, "getters", "{}")).isEqualTo(json("{'name':'Tom'}"));
  }

  @Test
  void a_private_constructor_is_not_called() {
    assertThatThrownBy(() -> plugins.load("""
        public static class Percent {
          private final int value;
          private Percent(int value, String unit) { this.value = value; }
          public static Percent of(int value) { if (value > 100) throw new IllegalArgumentException(); return new Percent(value, ""); }
          public int getValue() { return value; }
        }
        @Tool public void run(Percent percent) {}""")).isInstanceOf(PluginException.class)
        .hasMessageContaining("which can be returned, but not be an argument");
  }

  @Test
  void jacksons_own_reader_lets_callers_choose_no_class_and_set_no_private_field() throws Exception {
    LoadedPlugin plugin = jackson("""
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind") @JsonSubTypes(@JsonSubTypes.Type(value = Box.class, name = "box"))
        public static class Base { private boolean admin; public boolean isAdmin() { return admin; } }
        public static class Box extends Base {
          @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) public Object held;
          public int n;
        }
        @Tool public Base run(Base base) { return base; }""");

    assertThat(text(plugin, "run", json("{'base':{'kind':'box','n':1}}"))).contains(json("'n':1"));
    assertThat(text(Fixtures.call(plugin, "run", json("{'base':{'kind':'box','held':{'@class':'java.util.ArrayList'}}}"))))
        .contains("/base: cannot be read as Base");
    assertThat(text(Fixtures.call(plugin, "run", json("{'base':{'kind':'box','held':['java.util.ArrayList',[]]}}"))))
        .contains("/base: cannot be read as Base");
    assertThat(text(Fixtures.call(plugin, "run", json("{'base':{'kind':'box','admin':true}}")))).contains("/base: cannot be read as Base");
  }

  @Test
  void a_sealed_interface_with_jacksons_names_is_jacksons() throws Exception {
    LoadedPlugin plugin = jackson(
        """
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
            @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(value = Square.class, name = "square")})
            public sealed interface Shape permits Circle, Square {}
            public record Circle(int radius) implements Shape {}
            public record Square(int side) implements Shape {}
            public record Drawing(List<Shape> shapes) {}
            @Tool public Drawing run(Drawing drawing) { return drawing; }""");
    String drawing = json("{'shapes':[{'kind':'circle','radius':1},{'kind':'square','side':2}]}");

    assertThat(text(plugin, "run", "{\"drawing\":" + drawing + "}")).isEqualTo(drawing);
  }

  @Test
  void annotations_on_the_parameters_of_a_constructor_count_both_ways_as_kotlin_has_them() throws Exception {
    LoadedPlugin plugin = jackson("""
        public static final class Data {
          private final String firstName;
          private final int age;
          public Data(@JsonProperty("first_name") @ToolArg(description = "given name") String firstName,
              @ToolArg(name = "years", description = "since birth") @Min(1) int age) { this.firstName = firstName; this.age = age; }
          public String getFirstName() { return firstName; }
          public int getAge() { return age; }
        }
        public record Rec(@JsonProperty("first_name") @ToolArg(description = "given name") String firstName,
            @ToolArg(name = "years", description = "since birth") @Min(1) int age) {}
        @Tool public Data bean(Data it) { return it; }
        @Tool public Rec rec(Rec it) { return it; }""");

    for (String tool : List.of("bean", "rec")) {
      JsonNode input = Fixtures.info(plugin, tool).inputSchema().at("/properties/it");
      assertThat(input).as(tool).hasToString(json("""
          {'type':'object','properties':{'first_name':{'type':'string','description':'given name'},\
          'years':{'type':'integer','minimum':1,'maximum':2147483647,'description':'since birth'}},\
          'required':['first_name','years'],'additionalProperties':false}"""));
      assertThat(Fixtures.info(plugin, tool).outputSchema().at("/properties").properties()).as(tool)
          .extracting(java.util.Map.Entry::getKey).containsExactly("first_name", "years");
      assertThat(text(plugin, tool, json("{'it':{'first_name':'Ann','years':5}}"))).isEqualTo(json("{'first_name':'Ann','years':5}"));
    }
  }

  @Test
  void a_jackson_of_its_own_does_not_keep_a_plugin_in_memory() throws Exception {
    WeakReference<ClassLoader> loader = usedAndClosed();

    eventually(() -> {
      System.gc();
      return loader.get() == null;
    });
  }

  private WeakReference<ClassLoader> usedAndClosed() throws Exception {
    LoadedPlugin plugin = PluginSource.of(withJackson("""
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind") public static class Own { public int n; }
        public enum Kind { @JsonProperty("new") NEW }
        @Tool public Own run(Own own, Kind kind) { return own; }""")).load("acme", PluginSettings.NONE, Changes.NONE);
    assertThat(text(plugin, "run", json("{'own':{'kind':'Fixture$Own','n':1},'kind':'new'}"))).contains(json("'n':1"));
    plugin.close();
    return new WeakReference<>(plugin.classLoader());
  }

  private LoadedPlugin jackson(String body) throws Exception {
    return plugins.load(withJackson(body));
  }

  /** A plugin with a Jackson of its own. */
  private Path withJackson(String body) throws Exception {
    Path folder = Files.createDirectory(plugins.dir().resolve("folder"));
    PluginJars.of(PluginJars.plugin(body).replaceFirst("\n", "\nimport com.fasterxml.jackson.annotation.*;\n"))
        .against(ObjectMapper.class).against(JsonProperty.class).against(JsonFactory.class).jar(folder, "fixture");
    for (Class<?> type : List.of(ObjectMapper.class, JsonProperty.class, JsonFactory.class)) {
      Path jar = Path.of(PluginJars.location(type));
      Files.copy(jar, folder.resolve(jar.getFileName()));
    }
    return folder;
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
