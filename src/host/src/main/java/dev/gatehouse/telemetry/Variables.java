package dev.gatehouse.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The forms of the {@code OTEL_*} variables. The SDK checks them, too, but its faults seldom name the variable, and quote what may be a secret.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">Environment variables</a>
 */
final class Variables {

  private static final String SIGNAL = "OTEL_EXPORTER_OTLP_(TRACES_|METRICS_)?";
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)?");
  private static final Pattern SIGNAL_PATH = Pattern.compile(".*/v1/(traces|metrics|logs)/?");
  /** RFC 9110 section 5.6.2. */
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** What variables of some names must be. */
  private record Form(Pattern names, String allowed, Predicate<String> good) {
  }

  private static final List<Form> FORMS = List.of(
      form("OTEL_EXPORTER_OTLP_ENDPOINT", "the base URL, without /v1/traces and the like, which the host appends",
          text -> !SIGNAL_PATH.matcher(text).matches()),
      form(SIGNAL + "ENDPOINT", "an http or https URL without user and fragment, such as http://127.0.0.1:4318", Variables::isUrl),
      form(SIGNAL + "PROTOCOL", "http/protobuf, the form of OTLP that this host speaks", "http/protobuf"::equals),
      form("OTEL_(TRACES|METRICS)_EXPORTER", "otlp or none, which this host has",
          text -> names(text).stream().allMatch(name -> name.equals(Settings.OTLP) || name.equals(Settings.NONE))),
      form(SIGNAL + "TIMEOUT|OTEL_(BSP|METRIC)_EXPORT_TIMEOUT",
          "a time in milliseconds, such as 10000", text -> TIME.matcher(text).matches()),
      form("OTEL_BSP_SCHEDULE_DELAY|OTEL_METRIC_EXPORT_INTERVAL", "a time in milliseconds, 1 or more, such as 5000",
          text -> TIME.matcher(text).matches() && !text.matches("0+\\D*")),
      form(SIGNAL + "COMPRESSION", "gzip or none", text -> text.equals("gzip") || text.equals("none")),
      form(SIGNAL + "HEADERS", "name=value, with commas between and values URL-encoded",
          text -> Stream.of(text.split(",")).allMatch(Variables::isHeader)),
      form(SIGNAL + "(CERTIFICATE|CLIENT_KEY|CLIENT_CERTIFICATE)", "a file that can be read", Variables::isFile),
      form("OTEL_BSP_MAX_(QUEUE|EXPORT_BATCH)_SIZE", "a whole number, 1 or more", text -> text.matches("0*[1-9]\\d{0,8}")),
      form("OTEL_\\w+_LIMIT", "a whole number", text -> text.matches("\\d{1,9}")),
      form("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative, delta or lowmemory",
          text -> text.matches("(?i)cumulative|delta|lowmemory")),
      form("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
          "EXPLICIT_BUCKET_HISTOGRAM or BASE2_EXPONENTIAL_BUCKET_HISTOGRAM",
          text -> text.matches("(?i)(EXPLICIT|BASE2_EXPONENTIAL)_BUCKET_HISTOGRAM")));

  private Variables() {
  }

  private static Form form(String names, String allowed, Predicate<String> good) {
    return new Form(Pattern.compile(names), allowed, good);
  }

  /** @throws TelemetryException when a variable asks for what this host cannot do; it names the variable, and not its value */
  static void check(Map<String, String> environment) {
    for (String name : new TreeMap<>(environment).keySet()) {
      String value = value(environment, name);
      if (value != null && name.startsWith("OTEL_")) {
        FORMS.stream().filter(form -> form.names().matcher(name).matches() && !form.good().test(value)).findFirst().ifPresent(form -> {
          throw new TelemetryException(name + ": must be " + form.allowed());
        });
      }
    }
    String sampler = value(environment, "OTEL_TRACES_SAMPLER");
    String ratio = value(environment, "OTEL_TRACES_SAMPLER_ARG");
    if (ratio != null && (sampler == null || sampler.endsWith("ratio")) && !isRatio(ratio)) {
      throw new TelemetryException("OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1");
    }
  }

  /** The names in a list. */
  static List<String> names(@Nullable String list) {
    return list == null ? List.of() : List.of(list.split("\\s*,\\s*"));
  }

  /** An empty variable counts as none, as the specification says. */
  static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return text.matches("(?i)https?://.*") && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null
          && url.getPort() <= 65_535;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What the JDK would refuse at each attempt to send, in an exception that quotes it. The SDK decodes the value. */
  private static boolean isHeader(String text) {
    if (text.isBlank()) {
      return true;
    }
    int end = text.indexOf('=');
    try {
      return end > 0 && HEADER.matcher(text.substring(0, end).strip()).matches()
          && URLDecoder.decode(text.substring(end + 1).strip(), StandardCharsets.UTF_8).matches("[\\x20-\\x7e]*");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isFile(String text) {
    try {
      return Files.isReadable(Path.of(text)) && !Files.isDirectory(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isRatio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      return ratio >= 0 && ratio <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
