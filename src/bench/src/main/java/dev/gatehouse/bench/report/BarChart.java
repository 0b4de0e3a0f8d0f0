package dev.gatehouse.bench.report;

import java.util.List;
import java.util.Locale;

/** The comparison as bars in SVG: the median, with a line from the lowest to the highest round. */
public final class BarChart {

  private static final int WIDTH = 860;
  private static final int LABELS = 390;
  private static final int BAR = 20;
  private static final int STEP = 30;
  private static final int TOP = 34;
  private static final int NUMBER = 60;
  private static final String STYLE = """
        <style>
          text { font: 13px sans-serif; fill: #24292f } .title { font-weight: bold } .ours { fill: #1a7f37 } .other { fill: #8c959f }
          line { stroke: #24292f } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } line { stroke: #e6edf3 } }
        </style>
      """;

  private final double most;

  private BarChart(double most) {
    this.most = most;
  }

  /**
   * Draws the rows, in order.
   *
   * @param title what the bars mean, with its unit
   */
  public static String of(String title, List<Row> rows) {
    BarChart chart = new BarChart(rows.stream().mapToDouble(Row::most).max().orElse(1));
    int height = TOP + rows.size() * STEP;
    StringBuilder svg =
        new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, height, WIDTH, height)).append(STYLE)
            .append("  <title>").append(escaped(title)).append("</title>\n")
            .append("  <text class=\"title\" x=\"0\" y=\"16\">").append(escaped(title)).append("</text>\n");
    for (int i = 0; i < rows.size(); i++) {
      svg.append(chart.bar(rows.get(i), TOP + i * STEP));
    }
    return svg.append("</svg>\n").toString();
  }

  private String bar(Row row, int y) {
    int text = y + BAR - 5;
    return """
          <text x="%d" y="%d" text-anchor="end">%s</text>
          <rect class="%s" x="%d" y="%d" width="%d" height="%d"/>
          <line x1="%d" y1="%d" x2="%d" y2="%d"/>
          <text x="%d" y="%d">%s</text>
        """.formatted(LABELS - 8, text, escaped((row.ours() ? "this host, " : "") + row.title()),
        row.ours() ? "ours" : "other", LABELS, y, width(row.micros()), BAR,
        LABELS + width(row.least()), y + BAR / 2, LABELS + width(row.most()), y + BAR / 2,
        LABELS + width(row.most()) + 6, text, String.format(Locale.ROOT, "%.1f", row.micros()));
  }

  private int width(double micros) {
    return (int) Math.round(micros / most * (WIDTH - LABELS - NUMBER));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
