package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.record.Section;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The records of the configuration are the list of its fields; the files in {@code conf} and the reference show each of them. */
class DefaultsTest {

  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  private static final Path DEMO = ROOT.resolve("conf/gatehouse.json");
  /** Shows the fields twice: as JSON with their defaults, and as a table of what they mean. */
  private static final Path REFERENCE = ROOT.resolve("src/site/markdown/reference.md");

  private static final Pattern JSON = Pattern.compile("```json\n(\\{\\s*\"http\":.*?)\n```", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("^\\| (`[a-z]+\\.[^|]*) \\| (.*) \\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A record of the configuration, and where its fields stand in the file. */
  private record Part(String path, Record value) {

    Stream<RecordComponent> components() {
      return Stream.of(value.getClass().getRecordComponents());
    }

    String path(RecordComponent component) {
      return ConfigDifference.INLINE.contains(component.getType()) ? path : Section.join(path, component.getName());
    }

    Object value(RecordComponent component) {
      try {
        return component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(path, e);
      }
    }

    /** Itself, and the parts in it that are there by default. */
    Stream<Part> all() {
      return Stream.concat(Stream.of(this), components().filter(component -> value(component) instanceof Record)
          .flatMap(component -> new Part(path(component), (Record) value(component)).all()));
    }

    /** Its fields that are no parts; null stands for a part that is not there by default. */
    Stream<String> fields() {
      return components().filter(component -> !(value(component) instanceof Record)).map(this::path);
    }
  }

  private static Part defaults() throws ConfigException {
    return new Part("", Configs.load("{}"));
  }

  private static List<String> fieldsOutsideTenants() throws ConfigException {
    return defaults().all().flatMap(Part::fields).filter(field -> !field.equals("tenants")).toList();
  }

  private static void addLeaves(Set<String> leaves, String path, JsonNode node) {
    node.properties().forEach(field -> {
      String at = Section.join(path, field.getKey());
      if (field.getValue().isObject() && !field.getValue().isEmpty()) {
        addLeaves(leaves, at, field.getValue());
      } else {
        leaves.add(at);
      }
    });
  }

  private static JsonNode demo() throws IOException {
    return new ObjectMapper().readTree(DEMO.toFile());
  }

  @Test
  void empty_sections_are_all_defaults() throws ConfigException {
    ObjectNode empty = new ObjectMapper().createObjectNode();
    empty.putObject("tenants");
    defaults().all().filter(part -> !part.path.isEmpty()).forEach(part -> empty.withObject('/' + part.path.replace('.', '/')));

    assertThat(empty.has("http")).isTrue();
    assertThat(Configs.load(empty.toString())).isEqualTo(Configs.load("{}"));
  }

  /** Some code knows a record without a file. */
  @Test
  void a_default_that_a_record_names_is_that_of_the_file() throws ConfigException, IllegalAccessException {
    List<Part> parts =
        Stream.concat(defaults().all(), new Part("", Configs.load("{'tenants':{'t':{}}}").tenants().get("t")).all()).toList();
    List<Object> named = new ArrayList<>();
    for (Part part : parts) {
      for (Field field : part.value.getClass().getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && Modifier.isPublic(field.getModifiers()) && field.getType().isInstance(part.value)) {
          named.add(field.get(null));
          assertThat(part.value).as("%s.%s", field.getType().getSimpleName(), field.getName()).isEqualTo(field.get(null));
        }
      }
    }
    assertThat(named).isNotEmpty();
  }

  @Test
  void the_demo_file_has_every_field_with_its_default_and_the_demo_tenant() throws ConfigException, IOException {
    HostConfig demo = ConfigLoader.load(DEMO);

    assertThat(demo).usingRecursiveComparison().ignoringFields("tenants").isEqualTo(Configs.load("{}"));
    assertThat(demo.tenants())
        .isEqualTo(Map.of("demo", new TenantConfig(null, false, TenantCalls.NONE, Map.of("math", PluginSettings.NONE))));
    Set<String> leaves = new LinkedHashSet<>();
    addLeaves(leaves, "", ((ObjectNode) demo()).without("tenants"));
    assertThat(leaves).as("a field that the file leaves out would equal its default, too").hasSameElementsAs(fieldsOutsideTenants());
    assertThat(demo().at("/tenants/demo/anonymous").isBoolean()).isTrue();
  }

  @Test
  void the_reference_shows_the_demo_file() throws IOException {
    Matcher block = JSON.matcher(Files.readString(REFERENCE));

    assertThat(block.find()).as("the configuration as JSON in %s", REFERENCE).isTrue();
    assertThat(new ObjectMapper().readTree(block.group(1))).isEqualTo(demo());
  }

  /** The fields that a row of the table is about, with {@code <>} for a name, and what it says of them. */
  private static Map<String, String> table() throws IOException {
    return ROW.matcher(Files.readString(REFERENCE)).results()
        .flatMap(row -> codes(row.group(1)).map(field -> Map.entry(field.replaceAll("<\\w+>", "<>"), row.group(2))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Stream<String> codes(String text) {
    return CODE.matcher(text).results().map(code -> code.group(1));
  }

  private static Stream<String> fields(String path, Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents())
        .map(component -> Section.join(path, field(component)) + (component.getType() == Map.class ? ".<>" : ""));
  }

  /** Java has a meaning of its own for the word. */
  private static String field(RecordComponent component) {
    return component.getName().equals("isPublic") ? "public" : component.getName();
  }

  @Test
  void the_reference_has_a_row_for_every_field_and_no_other() throws ConfigException, IOException {
    List<String> fields = new ArrayList<>(fieldsOutsideTenants());
    fields("tenants.<>", TenantConfig.class).forEach(fields::add);
    fields("tenants.<>.calls", TenantCalls.class).filter(field -> field.endsWith("<>")).forEach(fields::add);

    assertThat(table().keySet()).hasSameElementsAs(fields);
  }

  @Test
  void the_reference_names_what_a_tenants_calls_may_have_otherwise() throws IOException {
    List<String> fields = Stream.of(TenantCalls.class, CallOverride.class).flatMap(type -> Stream.of(type.getRecordComponents()))
        .filter(component -> component.getType() != Map.class && !component.getType().isRecord()).map(RecordComponent::getName).toList();

    assertThat(codes(table().get("tenants.<>.calls"))).containsAll(fields);
  }
}
