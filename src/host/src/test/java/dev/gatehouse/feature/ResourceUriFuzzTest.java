package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.ResourceUri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every URI, tried on seeded random ones that are made of what attacks are made of. */
final class ResourceUriFuzzTest {

  private static final List<String> PIECES =
      List.of("a", "b", "secret", "%73ecret", "S", "/", "/", "//", "%2F", "%2f", "%5C", "\\", ".", "..", "%2e",
          "%2E%2e", "%252e", "?", "%3F", "#", "%23", ":", "%3a", ";", "@", "%40", "*", "%2A", "%25", "%", "%4", "%zz", "%00", "%0a", "%7F",
          "%C3%A9",
          "e%CC%81", "é", "e\u0301", "%C0%AE", "%FF", "%E2%80%8B", "\u200b", " ", "\t", "\0", "{", "}", "|", "^", "[", "]", "!", "+", "%2B",
          "~", "%7e");
  private static final int MANY = 20_000;

  private final Random random = new Random(10);

  private String uri() {
    return (random.nextInt(4) == 0 ? "DOC:" : "doc:///") + IntStream.range(0, 1 + random.nextInt(7))
        .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size()))).collect(Collectors.joining());
  }

  private Stream<ResourceUri> uris() {
    return Stream.generate(this::uri).limit(MANY).map(ResourceUri::orNull).filter(uri -> uri != null);
  }

  @Test
  void a_normal_uri_stays_as_it_is_and_hides_nothing() {
    assertThat(uris().peek(uri -> {
      assertThat(ResourceUri.of(uri.text())).isEqualTo(uri);
      assertThat(uri.text()).matches("doc:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*")
          .doesNotContainPattern("%([46][1-9A-F]|[57][0-9A]|3[0-9]|2[DE]|5F|7E)")
          .doesNotContainPattern("%.?[a-f]");
      String decoded = URLDecoder.decode(uri.text().replace("+", "%2B"), StandardCharsets.UTF_8);
      assertThat(decoded.chars()).noneMatch(Character::isISOControl).doesNotContain(0xfffd);
      assertThat(decoded.split("[/\\\\?#:;]")).doesNotContain(".", "..");
    }).count()).as("good ones").isGreaterThan(MANY / 20);
  }

  @Test
  void what_gives_a_plugin_the_same_is_denied_alike() {
    List<UriTemplate> templates =
        List.of(UriTemplate.of("doc:///{+path}"), UriTemplate.of("doc:///{id}"), UriTemplate.of("doc:///a/{one}/b{two}"),
            UriTemplate.of("doc:{+rest}"));
    List<Patterns> denies =
        Stream.of("doc:///secret*", "doc:///a/b", "doc:///a/*/b", "doc:///*%2F*", "*?*", "*//*", "doc:///a", "*%40*", "*:*:*",
            "doc:///%C3%A9*", "*%25*").map(deny -> Patterns.resources("!" + deny)).toList();
    Map<String, Map.Entry<ResourceUri, List<Boolean>>> first = new HashMap<>();
    int[] twins = {0};
    uris().forEach(uri -> {
      List<Boolean> denied = denies.stream().map(deny -> deny.denying(uri) != null).toList();
      for (UriTemplate template : templates) {
        Map<String, String> values = template.match(uri);
        Map.Entry<ResourceUri, List<Boolean>> twin =
            values == null ? null : first.putIfAbsent(template + " " + values, Map.entry(uri, denied));
        if (twin != null && !twin.getKey().equals(uri)) {
          twins[0]++;
          assertThat(denied).as("%s and %s both give %s", uri, twin.getKey(), values).isEqualTo(twin.getValue());
        }
      }
    });
    assertThat(twins[0]).as("spellings of the same").isGreaterThan(200);
  }
}
