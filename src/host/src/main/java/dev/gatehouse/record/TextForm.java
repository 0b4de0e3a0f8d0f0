package dev.gatehouse.record;

import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The syntax of a text field and its parsed value.
 *
 * @param allowed how a fault describes it: "it must be …"
 * @param parser throws IllegalArgumentException, whose message is never shown, since it could hold a secret, unless it is a {@link
 *     PatternException}
 * @param hidden whether a fault must not show the text, even as the file has it
 */
public record TextForm<T>(String allowed, Function<String, T> parser, boolean hidden) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9])?");
  private static final Pattern AUTHORITY = Pattern.compile("(.+?)(?::(\\d{1,5}))?");
  private static final Pattern ORIGIN_PARTS = Pattern.compile("([a-z][a-z0-9+.-]*)://(.*)");
  /** What browsers send for a page without an origin of its own (RFC 6454 section 7.3). */
  private static final String OPAQUE_ORIGIN = "null";
  private static final Pattern OWN_PORT = Pattern.compile("(http://.*):80|(https://.*):443");
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,9})");
  /** Scheme, host with port, and path segments (RFC 3986 section 3.3) without empty ones. */
  private static final Pattern BASE_URL = Pattern.compile("(https?://[^/@]+)((?:/[A-Za-z0-9._~!$&'()*+,;=:%-]+)*)/?");
  private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");
  private static final Pattern SIGNAL_PATH = Pattern.compile("/v1/(traces|metrics|logs)$");
  private static final Pattern KEY_PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private static final Pattern HEX_32 = Pattern.compile("[0-9a-fA-F]{64}");

  private static final Pattern HEADER_VALUES = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,4094}[\\x21-\\x7e])?");
  private static final Pattern FRACTIONS = Pattern.compile("\\d(\\.\\d{1,17})?([eE]-\\d{1,2})?");

  private static final int LONGEST_URL = 512;

  /** A file may have a private key or comments beside them. */
  private static final Pattern CERTIFICATE_BLOCKS =
      Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
  /** What follows the first line of an encrypted one of the older form is its cipher. */
  private static final Pattern PRIVATE_KEYS = Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----\\R(?!Proc-Type)");

  public static final TextForm<String> HOST =
      of("a host name or an address without brackets, such as 127.0.0.1, 0.0.0.0 or ::1", TextForm::host);
  public static final TextForm<String> HOST_HEADER = of("host[:port], such as mcp.example.com or [::1]:8080", TextForm::authority);
  public static final TextForm<String> ORIGIN =
      of("scheme://host[:port] without a path, such as https://app.example.com, or null", TextForm::origin);
  public static final TextForm<String> PUBLIC_URL =
      of("an http or https URL without user, query and fragment, such as https://mcp.example.com or https://example.com/gate",
          TextForm::baseUrl);
  public static final TextForm<String> COLLECTOR_URL =
      of("an http or https URL without user, query and fragment, such as http://127.0.0.1:4318", TextForm::collectorUrl);
  /** Of an HTTP header, which may hold a secret. */
  public static final TextForm<String> HEADER_VALUE =
      new TextForm<>("a text of printable ASCII, best as ${env:NAME}", TextForm::headerValue, true);
  public static final TextForm<Cidr> RANGE = of("an address or a range such as 10.0.0.0/8", Cidr::parse);
  public static final TextForm<Path> PATH = of("a path", TextForm::path);
  public static final TextForm<Path> READABLE_FILE = of("a file that can be read", TextForm::readableFile);
  public static final TextForm<Path> CERTIFICATES = of("a PEM file with certificates", TextForm::certificates);
  public static final TextForm<Path> PRIVATE_KEY = of("a PEM file with a private key that is not encrypted", TextForm::privateKey);
  public static final TextForm<String> REDIS_URL = new TextForm<>(RedisUrl.ALLOWED, TextForm::redisUrl, true);
  public static final TextForm<String> REDIS_PREFIX = of("1 to 64 of letters, digits and _ . : -, such as mcp:", TextForm::keyPrefix);
  public static final TextForm<String> SECRET =
      new TextForm<>("a secret of 32 characters or more, best as ${env:NAME}", TextForm::secret, true);
  /** A key of 32 bytes. */
  public static final TextForm<String> HEX_KEY = new TextForm<>("a key of 64 hex digits, best as ${file:path}", TextForm::hexKey, true);
  static final TextForm<Double> FRACTION = of("a number from 0 to 1", TextForm::fraction);
  static final TextForm<Boolean> FLAG = of("true or false", TextForm::flag);
  public static final TextForm<Patterns> PATTERNS =
      of("patterns such as 'add math.* !math.secret'; at least one must grant", TextForm::patterns);
  public static final TextForm<List<Rate>> RATES = of("a rate such as 60/1m, or several with spaces between", Rate::parseAll);

  /** One of a few words. */
  public static <E extends Enum<E>> TextForm<E> word(Class<E> words) {
    Map<String, E> all = Stream.of(words.getEnumConstants())
        .collect(Collectors.toMap(word -> word.name().toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a, LinkedHashMap::new));
    return of(all.keySet().stream().map(word -> '"' + word + '"').collect(Collectors.joining(" or ")), text -> {
      check(all.containsKey(text));
      return all.get(text);
    });
  }

  private static <T> TextForm<T> of(String allowed, Function<String, T> parser) {
    return new TextForm<>(allowed, parser, false);
  }

  private static String secret(String text) {
    if (text.length() < 32) {
      throw new IllegalArgumentException("too short");
    }
    return text;
  }

  private static String hexKey(String text) {
    check(HEX_32.matcher(text).matches());
    return text;
  }

  private static String headerValue(String text) {
    check(HEADER_VALUES.matcher(text).matches());
    return text;
  }

  private static Double fraction(String text) {
    check(FRACTIONS.matcher(text).matches());
    double number = Double.parseDouble(text);
    check(number <= 1);
    return number;
  }

  private static boolean flag(String text) {
    check(text.equals("true") || text.equals("false"));
    return text.equals("true");
  }

  static TextForm<Integer> integer(int least, int most) {
    return of("a whole number from " + least + " to " + most, text -> Units.within(integer(text), least, most));
  }

  static TextForm<Duration> duration(String least, String most) {
    return of("a duration from " + least + " to " + most + " in ms, s, m, h or d, such as 30s",
        text -> Units.duration(text, least, most));
  }

  /** A size in bytes. */
  static TextForm<Long> size(String least, String most) {
    return of("a size from " + least + " to " + most + " in B, KiB, MiB or GiB, such as 1MiB",
        text -> Units.within(Units.bytes(text), Units.bytes(least), Units.bytes(most)));
  }

  /** As JSON writes it: neither a plus nor a leading zero. */
  private static Integer integer(String text) {
    check(WHOLE.matcher(text).matches());
    return Integer.valueOf(text);
  }

  private static String host(String text) {
    check(NAME.matcher(text).matches() || isAddress6(text));
    return text;
  }

  /** Host names are the same in either case; the lower one is what clients send. */
  private static String authority(String text) {
    Matcher m = AUTHORITY.matcher(text);
    check(m.matches() && (m.group(2) == null || Integer.parseInt(m.group(2)) <= 65535));
    String host = m.group(1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    check(bracketed ? isAddress6(host.substring(1, host.length() - 1)) : NAME.matcher(host).matches());
    return text.toLowerCase(Locale.ROOT);
  }

  /** As browsers send it, or it would never match: lower case, without the port that the scheme implies. */
  private static String origin(String text) {
    if (text.equals(OPAQUE_ORIGIN)) {
      return text;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher m = ORIGIN_PARTS.matcher(lower);
    check(m.matches());
    authority(m.group(2));
    Matcher own = OWN_PORT.matcher(lower);
    return !own.matches() ? lower : own.group(1) != null ? own.group(1) : own.group(2);
  }

  /** As clients write it: scheme and host in lower case, without the port that the scheme implies, and without a slash at the end. */
  private static String baseUrl(String text) {
    int scheme = text.indexOf("://");
    check(scheme > 0 && text.length() <= LONGEST_URL);
    Matcher m = BASE_URL.matcher(text.substring(0, scheme).toLowerCase(Locale.ROOT) + text.substring(scheme));
    check(m.matches() && !DOT_SEGMENT.matcher(m.group(2)).find());
    String base = origin(m.group(1)) + m.group(2);
    check(URI.create(base).getHost() != null);
    return base;
  }

  /** A user or a query may be a secret, so that a fault must not show the text. */
  private static String collectorUrl(String text) {
    if (text.indexOf('@') >= 0 || text.indexOf('?') >= 0) {
      throw new PatternException("must be " + COLLECTOR_URL.allowed() + ": put credentials in telemetry.headers");
    }
    String base = baseUrl(text);
    if (SIGNAL_PATH.matcher(base).find()) {
      throw new PatternException("must be the base URL, without /v1/traces and the like, which the host appends");
    }
    return base;
  }

  private static boolean isAddress6(String text) {
    return !text.startsWith("[") && NetUtil.isValidIpV6Address(text);
  }

  private static Path path(String text) {
    check(!text.isBlank());
    return Path.of(text);
  }

  private static Path readableFile(String text) {
    Path file = path(text);
    check(Files.isReadable(file) && !Files.isDirectory(file));
    return file;
  }

  private static Path certificates(String text) {
    Path file = readableFile(text);
    try {
      Matcher certificates = CERTIFICATE_BLOCKS.matcher(Files.readString(file));
      check(certificates.find());
      certificates.reset();
      CertificateFactory reader = CertificateFactory.getInstance("X.509");
      while (certificates.find()) {
        reader.generateCertificate(new ByteArrayInputStream(certificates.group().getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(e);
    }
    return file;
  }

  private static Path privateKey(String text) {
    Path file = readableFile(text);
    try {
      check(PRIVATE_KEYS.matcher(Files.readString(file)).find());
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return file;
  }

  private static String redisUrl(String text) {
    RedisUrl.parse(text);
    return text;
  }

  /** No braces: they mark a cluster's hash tag. */
  private static String keyPrefix(String text) {
    check(KEY_PREFIX.matcher(text).matches());
    return text;
  }

  private static Patterns patterns(String text) {
    Patterns patterns = Patterns.tools(text);
    check(!patterns.isEmpty());
    return patterns;
  }

  private static void check(boolean good) {
    if (!good) {
      throw new IllegalArgumentException();
    }
  }
}
