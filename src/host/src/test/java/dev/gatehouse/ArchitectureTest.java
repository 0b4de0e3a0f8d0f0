package dev.gatehouse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The house stands: a room imports only rooms on lower floors, and what a room alone may know stays in it. */
final class ArchitectureTest {

  private static final String BASE = "dev.gatehouse";

  /**
   * Floor by room. Several rooms have parts, each a package below it.
   */
  private static final Map<String, Integer> FLOORS = floors(List.of("spi", "rpc"), List.of("record"), List.of("config"),
      List.of("auth", "feature"), List.of("plugin"), List.of("tenant"), List.of("cluster", "mcp"), List.of("http", "redis"),
      List.of("console", "telemetry"));

  private static JavaClasses house;

  @BeforeAll
  static void read_the_class_files() {
    house = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(BASE);
  }

  @SafeVarargs
  private static Map<String, Integer> floors(List<String>... rooms) {
    Map<String, Integer> floors = new TreeMap<>();
    for (int floor = 0; floor < rooms.length; floor++) {
      for (String room : rooms[floor]) {
        floors.put(room, floor);
      }
    }
    return floors;
  }

  private static String room(String name) {
    return BASE + "." + name + "..";
  }

  static Set<String> rooms() {
    return FLOORS.keySet();
  }

  private static String[] below(String name) {
    return FLOORS.entrySet().stream().filter(other -> other.getValue() < FLOORS.get(name)).map(other -> room(other.getKey()))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_imports_only_rooms_on_lower_floors(String name) {
    classes().that().resideInAPackage(room(name))
        .should().onlyDependOnClassesThat(resideOutsideOfPackage(BASE + "..")
            .or(resideInAPackage(room(name)))
            .or(resideInAnyPackage(below(name))))
        .check(house);
  }

  @Test
  void every_class_is_in_a_room_or_on_the_top_floor() {
    Set<String> found = house.stream().map(type -> type.getPackageName()).filter(name -> !name.equals(BASE))
        .map(name -> name.substring(BASE.length() + 1).split("\\.")[0]).collect(Collectors.toSet());

    Set<String> rooms = new TreeSet<>(FLOORS.keySet());
    rooms.add("cli");
    assertThat(found).isEqualTo(rooms);
  }

  @Test
  void only_commands_import_the_host_and_nobody_imports_commands() {
    classes().that().resideInAPackage(BASE).should().onlyHaveDependentClassesThat().resideInAnyPackage(BASE, BASE + ".cli").check(house);
    classes().that().resideInAPackage(room("cli")).should().onlyHaveDependentClassesThat().resideInAPackage(room("cli")).check(house);
  }

  /**
   * What a library keeps for itself changes without notice. There are three exceptions: Vert.x gives no other way to cut a connection
   * without waiting for its peer, none to resolve a name as its own clients do, and none to ask a Redis command for its keys.
   */
  @Test
  void libraries_are_used_by_their_public_types() {
    noClasses().that(not(nameMatching(Pattern.quote(BASE) + "\\.(http\\.UnreadResponses|redis\\.link\\.(RedisEndpoint|HashSlot))(\\$.*)?")))
        .should().dependOnClassesThat(resideInAnyPackage("..impl..", "..internal..").and(resideOutsideOfPackage(BASE + "..")))
        .check(house);
  }

  /** NullAway checks every package but the SPI. That compiles against the JDK alone, so it has no annotations. */
  @Test
  void null_is_named_where_it_is_meant() {
    Set<String> unmarked = house.stream().map(type -> type.getPackageName()).filter(name -> !name.equals(BASE + ".spi"))
        .filter(name -> !house.getPackage(name).isAnnotatedWith(NullMarked.class)).collect(Collectors.toSet());

    assertThat(unmarked).isEmpty();
  }

  @Test
  void no_packages_import_each_other_in_a_circle() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(house);
  }

  @Test
  void no_era_of_the_protocol_knows_the_other() {
    noClasses().that().resideInAnyPackage(BASE + ".mcp", BASE + ".mcp.modern").should()
        .dependOnClassesThat().resideInAPackage(BASE + ".mcp.legacy").check(house);
    noClasses().that().resideInAnyPackage(BASE + ".mcp", BASE + ".mcp.legacy").should()
        .dependOnClassesThat().resideInAPackage(BASE + ".mcp.modern").check(house);
  }

  @Test
  void a_types_translation_knows_no_plugin() {
    noClasses().that().resideInAPackage(BASE + ".plugin.type").should().dependOnClassesThat().resideInAPackage(BASE + ".plugin")
        .check(house);
  }

  @Test
  void bulkheads_know_no_bus() {
    noClasses().that().resideInAPackage(BASE + ".feature.bulkhead").should()
        .dependOnClassesThat().resideInAnyPackage(BASE + ".feature", "io.vertx.core.eventbus..").check(house);
  }

  @Test
  void plugins_compile_against_the_jdk_alone() {
    classes().that().resideInAPackage(room("spi")).should().onlyDependOnClassesThat().resideInAnyPackage("java..", room("spi"))
        .check(house);
  }

  /** Else a number, a depth or a name twice could come in by another door than that with the bounds. */
  @Test
  void json_is_read_in_one_place() {
    noClasses().that().doNotHaveFullyQualifiedName(BASE + ".rpc.Json").should()
        .callMethodWhere(
            target(owner(assignableTo(ObjectMapper.class).or(assignableTo(ObjectReader.class)))).and(target(nameMatching("read.*"))))
        .orShould().callMethodWhere(target(owner(assignableTo(JsonParser.class))).and(target(nameMatching("read.*|get.*(Value|Number.*)"))))
        .orShould().callMethodWhere(target(owner(assignableTo(JsonMapper.class))).and(target(nameMatching("builder"))))
        .orShould().callConstructorWhere(target(owner(assignableTo(ObjectMapper.class).or(assignableTo(JsonFactory.class)))))
        .check(house);
  }

  @Test
  void a_text_becomes_a_number_of_any_size_in_one_place() {
    noClasses().that().doNotHaveFullyQualifiedName(BASE + ".rpc.JsonNumbers").should().callConstructor(BigDecimal.class, String.class)
        .orShould().callConstructor(BigDecimal.class, char[].class).orShould().callConstructor(BigInteger.class, String.class)
        .check(house);
  }

  /** A plugin may change the JVM's default locale and zone and its System.err: the host names its own. */
  @Test
  void nothing_depends_on_what_a_plugin_may_change() {
    noClasses().that().doNotHaveFullyQualifiedName(BASE + ".cli.process.Stderr").and().resideOutsideOfPackage(room("spi"))
        .should().callMethod(String.class, "format", String.class, Object[].class)
        .orShould().callMethod(String.class, "formatted", Object[].class)
        .orShould().callMethod(String.class, "toLowerCase").orShould().callMethod(String.class, "toUpperCase")
        .orShould().callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould().callMethod(MessageFormat.class, "format", String.class, Object[].class)
        .orShould().callMethod(DateTimeFormatter.class, "ofPattern", String.class)
        .orShould().callMethod(Locale.class, "getDefault").orShould().callMethod(TimeZone.class, "getDefault")
        .orShould().callMethod(LocalDate.class, "now").orShould().callMethod(LocalDateTime.class, "now")
        .orShould().callMethod(OffsetDateTime.class, "now").orShould().callMethod(ZonedDateTime.class, "now")
        .orShould().accessField(System.class, "err").orShould().accessField(System.class, "out")
        .check(house);
  }

  /** What is in one room alone; the top floor may use some of it to wire the rooms. */
  @ParameterizedTest
  @CsvSource({"redis, io.vertx.redis..", "redis, redis.embedded..", "http, io.vertx.ext.web..", "http, io.vertx.core.http..",
      "http, io.vertx.ext.healthchecks..", "plugin, com.networknt..", "telemetry, io.opentelemetry.."})
  void some_libraries_have_one_room(String name, String library) {
    noClasses().that().resideOutsideOfPackages(room(name), BASE).should().dependOnClassesThat().resideInAPackage(library)
        .check(house);
  }

  @Test
  void messages_are_sent_by_features_and_by_the_cluster() {
    noClasses().that().resideOutsideOfPackages(room("feature"), room("cluster"), BASE).should()
        .dependOnClassesThat().resideInAPackage("io.vertx.core.eventbus..").check(house);
  }

  @Test
  void the_command_line_library_stays_with_the_commands() {
    noClasses().that().resideOutsideOfPackage(room("cli")).should().dependOnClassesThat().resideInAnyPackage("picocli..", "sun.misc..")
        .check(house);
  }

  @Test
  void plugins_and_configuration_know_no_vertx() {
    noClasses().that().resideInAnyPackage(room("plugin"), room("config")).should().dependOnClassesThat().resideInAPackage("io.vertx..")
        .check(house);
  }

  @Test
  void json_rpc_knows_vertx_only_for_its_buffers() {
    List<String> used = house.stream().filter(type -> type.getPackageName().equals(BASE + ".rpc"))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .filter(name -> name.startsWith("io.vertx")).distinct().toList();

    assertThat(used).containsExactly("io.vertx.core.buffer");
  }
}
