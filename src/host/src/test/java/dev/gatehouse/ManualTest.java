package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ManualPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README and the manual: links lead somewhere, every page is in the menu, every command says who runs it. */
final class ManualTest {

  private static final Pattern RUN_BY = Pattern.compile("run by ([\\w./-]+)(?:: (.+))?");
  private static final int TWO_SCREENS = 130;

  @Test
  void the_readme_is_two_screens() {
    assertThat(ManualPage.read(Path.of("README.md")).text().lines().count()).isLessThanOrEqualTo(TWO_SCREENS);
  }

  @Test
  void every_link_leads_to_a_file_and_a_heading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (ManualPage page : ManualPage.all()) {
      page.anchors();
      page.links().stream().filter(link -> !leads(page, link)).forEach(link -> broken.add(page.path() + ": " + link));
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leads(ManualPage page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
    return Files.exists(ManualPage.ROOT.resolve(target))
        && (parts.length == 1 || ManualPage.read(target).anchors().contains(parts[1]));
  }

  /** What a page of the site links to must be of the site. */
  @Test
  void the_manual_links_to_pages_of_its_own_alone() throws IOException {
    for (ManualPage page : ManualPage.manual()) {
      assertThat(page.links()).as(page.name()).allMatch(link -> link.matches("([a-z]+\\.md)?(#.*)?"));
    }
  }

  @Test
  void every_page_is_in_the_menu() throws IOException {
    Matcher items =
        Pattern.compile("<item [^>]*href=\"(\\w+)\\.html\"").matcher(Files.readString(ManualPage.ROOT.resolve("src/site/site.xml")));

    assertThat(items.results().map(item -> item.group(1) + ".md"))
        .containsExactlyInAnyOrderElementsOf(ManualPage.manual().stream().map(ManualPage::name).toList());
  }

  @Test
  void every_command_is_run_by_a_test_or_says_why_not() throws IOException {
    List<String> untested = new ArrayList<>();
    for (ManualPage page : ManualPage.all()) {
      assertThat(page.languages()).as(page.name()).doesNotContain("bash", "shell", "console");
      page.shellBlocks().stream().filter(block -> !accounted(page, block)).forEach(block -> untested.add(page.path() + ":\n" + block));
    }
    assertThat(untested).isEmpty();
  }

  private static boolean accounted(ManualPage page, Block block) {
    String marker = block.marker() == null ? "" : block.marker();
    Matcher by = RUN_BY.matcher(marker);
    return by.matches() ? runs(by.group(1), by.group(2), block)
        : marker.startsWith("test: ") ? runner("src/interop/readme.test.mjs").contains("'" + page.name() + "'")
        : marker.startsWith("not run: ");
  }

  private static boolean runs(String file, String text, Block block) {
    String runner = runner(file);
    return text == null ? block.script().lines().allMatch(runner::contains) : runner.contains(text);
  }

  private static String runner(String file) {
    return ManualPage.read(Path.of(file)).text();
  }
}
