package dev.gatehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {

  private final Document svg = parse(BarChart.of("Cost & noise, µs", List.of(
      new Row("bare", "bare <Vert.x>", false, List.of(10.0, 20.0, 40.0), List.of()),
      new Row("key", "key", true, List.of(80.0), List.of()))));

  @Test
  void each_row_is_a_bar_as_long_as_its_median() {
    List<Element> bars = elements("rect");

    assertThat(bars).extracting(bar -> bar.getAttribute("class")).containsExactly("other", "ours");
    assertThat(width(bars.get(1))).isCloseTo(4 * width(bars.get(0)), within(2));
  }

  @Test
  void each_row_has_its_noise_as_a_line() {
    Element line = elements("line").get(0);

    assertThat(number(line, "x2") - number(line, "x1")).isCloseTo(number(elements("rect").get(1), "width") * 3 / 8,
        within(2));
  }

  @Test
  void titles_are_text_and_not_markup() {
    assertThat(elements("text")).extracting(Element::getTextContent)
        .containsExactly("Cost & noise, µs", "bare <Vert.x>", "20.0", "this host, key", "80.0");
  }

  private List<Element> elements(String name) {
    NodeList found = svg.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static int width(Element bar) {
    return number(bar, "width");
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  private static Document parse(String text) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    } catch (Exception e) {
      throw new AssertionError("the chart is no XML", e);
    }
  }
}
