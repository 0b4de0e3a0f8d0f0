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
import java.nio.file.Path;
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

/** A package imports only packages of lower layers, and what one package alone may know stays in it. */
final class ArchitectureTest {

  private static final String BASE = "dev.gatehouse";

  /**
   * The layer of each package. Several have parts, each a package below it.
   */
  private static final Map<String, Integer> LAYERS = layers(List.of("spi", "rpc"), List.of("record"), List.of("config"),
      List.of("auth", "feature"), List.of("plugin"), List.of("tenant"), List.of("cluster", "mcp"), List.of("http", "redis"),
      List.of("console", "telemetry"));

  private static JavaClasses classes;

  @BeforeAll
  static void read_the_class_files() {
    classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(BASE);
  }

  @SafeVarargs
  private static Map<String, Integer> layers(List<String>... packages) {
    Map<String, Integer> layers = new TreeMap<>();
    for (int layer = 0; layer < packages.length; layer++) {
      for (String name : packages[layer]) {
        layers.put(name, layer);
      }
    }
    return layers;
  }

  private static String in(String name) {
    return BASE + "." + name + "..";
  }

  static Set<String> packages() {
    return LAYERS.keySet();
  }

  private static String[] below(String name) {
    return LAYERS.entrySet().stream().filter(other -> other.getValue() < LAYERS.get(name)).map(other -> in(other.getKey()))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_imports_only_packages_of_lower_layers(String name) {
    classes().that().resideInAPackage(in(name))
        .should().onlyDependOnClassesThat(resideOutsideOfPackage(BASE + "..")
            .or(resideInAPackage(in(name)))
            .or(resideInAnyPackage(below(name))))
        .check(classes);
  }

  @Test
  void every_class_is_in_a_package_of_a_layer_or_on_top() {
    Set<String> found = classes.stream().map(type -> type.getPackageName()).filter(name -> !name.equals(BASE))
        .map(name -> name.substring(BASE.length() + 1).split("\\.")[0]).collect(Collectors.toSet());

    Set<String> known = new TreeSet<>(LAYERS.keySet());
    known.add("cli");
    assertThat(found).isEqualTo(known);
  }

  @Test
  void the_manual_lists_every_package() {
    String page = ManualPage.read(ManualPage.MANUAL.resolve(Path.of("architecture.md"))).text();

    assertThat(classes.stream().map(type -> type.getPackageName()).filter(name -> !name.equals(BASE)).distinct())
        .allSatisfy(name -> assertThat(page).contains('`' + name.substring(BASE.length() + 1) + '`'));
  }

  @Test
  void only_commands_import_the_host_and_nobody_imports_commands() {
    classes().that().resideInAPackage(BASE).should().onlyHaveDependentClassesThat().resideInAnyPackage(BASE, BASE + ".cli").check(classes);
    classes().that().resideInAPackage(in("cli")).should().onlyHaveDependentClassesThat().resideInAPackage(in("cli")).check(classes);
  }

  /**
   * What a library keeps for itself changes without notice. There are three exceptions: Vert.x gives no other way to cut a connection
   * without waiting for its peer, none to resolve a name as its own clients do, and none to ask a Redis command for its keys.
   */
  @Test
  void libraries_are_used_by_their_public_types() {
    noClasses()
        .that(not(nameMatching(
            Pattern.quote(BASE) + "\\.(http\\.UnreadResponses|redis\\.(connection\\.RedisEndpoint|cluster\\.HashSlot))(\\$.*)?")))
        .should().dependOnClassesThat(resideInAnyPackage("..impl..", "..internal..").and(resideOutsideOfPackage(BASE + "..")))
        .check(classes);
  }

  /** NullAway checks every package but the SPI. That compiles against the JDK alone, so it has no annotations. */
  @Test
  void null_is_named_where_it_is_meant() {
    Set<String> unmarked = classes.stream().map(type -> type.getPackageName()).filter(name -> !name.equals(BASE + ".spi"))
        .filter(name -> !classes.getPackage(name).isAnnotatedWith(NullMarked.class)).collect(Collectors.toSet());

    assertThat(unmarked).isEmpty();
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void no_era_of_the_protocol_knows_the_other() {
    noClasses().that().resideInAnyPackage(BASE + ".mcp", BASE + ".mcp.modern").should()
        .dependOnClassesThat().resideInAPackage(BASE + ".mcp.legacy").check(classes);
    noClasses().that().resideInAnyPackage(BASE + ".mcp", BASE + ".mcp.legacy").should()
        .dependOnClassesThat().resideInAPackage(BASE + ".mcp.modern").check(classes);
  }

  @Test
  void a_types_translation_knows_no_plugin() {
    noClasses().that().resideInAPackage(BASE + ".plugin.type").should().dependOnClassesThat().resideInAPackage(BASE + ".plugin")
        .check(classes);
  }

  @Test
  void bulkheads_know_no_bus() {
    noClasses().that().resideInAPackage(BASE + ".feature.bulkhead").should()
        .dependOnClassesThat().resideInAnyPackage(BASE + ".feature", "io.vertx.core.eventbus..").check(classes);
  }

  @Test
  void plugins_compile_against_the_jdk_alone() {
    classes().that().resideInAPackage(in("spi")).should().onlyDependOnClassesThat().resideInAnyPackage("java..", in("spi"))
        .check(classes);
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
        .check(classes);
  }

  @Test
  void a_text_becomes_a_number_of_any_size_in_one_place() {
    noClasses().that().doNotHaveFullyQualifiedName(BASE + ".rpc.JsonNumbers").should().callConstructor(BigDecimal.class, String.class)
        .orShould().callConstructor(BigDecimal.class, char[].class).orShould().callConstructor(BigInteger.class, String.class)
        .check(classes);
  }

  /** A plugin may change the JVM's default locale and zone and its System.err: the host names its own. */
  @Test
  void nothing_depends_on_what_a_plugin_may_change() {
    noClasses().that().doNotHaveFullyQualifiedName(BASE + ".cli.process.Stderr").and().resideOutsideOfPackage(in("spi"))
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
        .check(classes);
  }

  /** What is used in one package alone; the root package may use some of it to connect the packages. */
  @ParameterizedTest
  @CsvSource({"redis, io.vertx.redis..", "redis, redis.embedded..", "http, io.vertx.ext.web..", "http, io.vertx.core.http..",
      "http, io.vertx.ext.healthchecks..", "plugin, com.networknt..", "telemetry, io.opentelemetry.."})
  void some_libraries_are_used_in_one_package(String name, String library) {
    noClasses().that().resideOutsideOfPackages(in(name), BASE).should().dependOnClassesThat().resideInAPackage(library)
        .check(classes);
  }

  @Test
  void messages_are_sent_by_features_and_by_the_cluster() {
    noClasses().that().resideOutsideOfPackages(in("feature"), in("cluster"), BASE).should()
        .dependOnClassesThat().resideInAPackage("io.vertx.core.eventbus..").check(classes);
  }

  @Test
  void the_command_line_library_stays_with_the_commands() {
    noClasses().that().resideOutsideOfPackage(in("cli")).should().dependOnClassesThat().resideInAnyPackage("picocli..", "sun.misc..")
        .check(classes);
  }

  @Test
  void plugins_and_configuration_know_no_vertx() {
    noClasses().that().resideInAnyPackage(in("plugin"), in("config")).should().dependOnClassesThat().resideInAPackage("io.vertx..")
        .check(classes);
  }

  @Test
  void json_rpc_knows_vertx_only_for_its_buffers() {
    List<String> used = classes.stream().filter(type -> type.getPackageName().equals(BASE + ".rpc"))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .filter(name -> name.startsWith("io.vertx")).distinct().toList();

    assertThat(used).containsExactly("io.vertx.core.buffer");
  }
}
