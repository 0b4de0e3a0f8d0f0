package dev.gatehouse.plugin.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a jar's name says. */
final class FileNameTest {

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "shop.jar, shop, -, ''",
      "shop-1.2.3.jar, shop, 1.2.3, ''",
      "shop-1.2.3.JAR, shop, 1.2.3, ''",
      "shop-1.jar, shop, 1, ''",
      "shop-20261128.jar, shop, 20261128, ''",
      "shop-1.2.3-SNAPSHOT.jar, shop, 1.2.3-SNAPSHOT, ''",
      "shop-1-SNAPSHOT.jar, shop, 1-SNAPSHOT, ''",
      "shop-1.2.3-20261128.101500-7.jar, shop, 1.2.3-20261128.101500-7, ''",
      "shop-1.2.3-all.jar, shop, 1.2.3, all",
      "shop-1-all.jar, shop, 1, all",
      "shop-1.2.3-jar-with-dependencies.jar, shop, 1.2.3, jar-with-dependencies",
      "shop-1.2.3-SNAPSHOT-shaded.jar, shop, 1.2.3-SNAPSHOT, shaded",
      "shop-2.0.0-rc.1.jar, shop, 2.0.0-rc.1, ''",
      "shop-2.0.0-M2-plain.jar, shop, 2.0.0-M2, plain",
      "shop-1.2.3.Final.jar, shop, 1.2.3.Final, ''",
      "shop-1.2.3+5.jar, shop, 1.2.3+5, ''",
      "shop-1.2.3-4-gdeadbee.jar, shop, 1.2.3-4, gdeadbee",
      "shop-v1.2.3.jar, shop, 1.2.3, ''",
      "shop_1.2.3.202611281015.jar, shop, 1.2.3.202611281015, ''",
      "shop_2.13-1.2.3.jar, shop, 2.13-1.2.3, ''",
      "my-shop-1.2.3.jar, my-shop, 1.2.3, ''",
      "shop-all.jar, shop-all, -, ''",
      "shop-v2.jar, shop-v2, -, ''",
      "shop2.jar, shop2, -, ''",
      "shop_3-1.0.jar, shop_3, 1.0, ''",
      "shop-3d-models.jar, shop-3d-models, -, ''",
      "shop-1.0 (1).jar, shop-1.0 (1), -, ''"})
  void its_parts(String file, String plugin, String version, String classifier) {
    FileName name = FileName.of(file);

    assertThat(name.plugin()).isEqualTo(plugin);
    assertThat(name.version() == null ? null : name.version().toString()).isEqualTo(version);
    assertThat(name.classifier()).isEqualTo(classifier);
  }

  /** Maven's order; {@code org.apache.maven.artifact.versioning.ComparableVersion} says the same of these. */
  @ParameterizedTest
  @CsvSource({"1, 2", "1.9, 1.10", "1.2.3, 1.2.4", "1.0.1, 1.1", "1.0-alpha1, 1.0-beta1", "1.0-beta2, 1.0-beta10", "1.0-b1, 1.0-m1",
      "1.0-milestone1, 1.0-rc1", "1.0-rc1, 1.0-SNAPSHOT", "1.0-SNAPSHOT, 1.0", "1.0, 1.0-sp1", "1.0.RC1, 1.0", "1.0-rc1, 1.0.1-alpha1",
      "1.0.0.Alpha1, 1.0.0.Final", "1.0-SNAPSHOT, 1.0.1", "9, 99999999999999999999", "1.0.foo, 1.0.1", "1.0, 1.0.foo"})
  void the_order_of_versions(String lower, String higher) {
    assertThat(new Version(lower)).isLessThan(new Version(higher));
    assertThat(new Version(higher)).isGreaterThan(new Version(lower));
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0", "1.0, 1.0.0.0", "1.0-RC1, 1.0-cr1", "1.0.Final, 1", "1.0-rc1, 1-rc.1", "1.0-GA, 1.0-release", "1.02, 1.2"})
  void versions_that_are_the_same(String one, String other) {
    assertThat(new Version(one)).isEqualByComparingTo(new Version(other)).isEqualTo(new Version(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop-1.0-sources.jar", "shop-1.0-SNAPSHOT-javadoc.jar", "shop-1.0-tests.jar", "shop-1.0-test-sources.jar"})
  void what_a_build_puts_beside_its_jar(String file) {
    assertThat(FileName.of(file).companion()).isPresent();
    assertThat(FileName.of("shop-sources.jar").companion()).isEmpty();
  }
}
