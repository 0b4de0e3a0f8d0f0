package dev.gatehouse.console;

import dev.gatehouse.http.AdminPage;
import dev.gatehouse.http.ResourcePage;
import java.util.ArrayList;
import java.util.List;

/** The files of the console, all from the host's jar: its own, and those of two libraries (web jars). */
final class ConsoleFiles {

  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final List<String> MODULES =
      List.of("main", "api", "dom", "secrets", "chart", "table", "lines", "overview", "plugins", "keys", "audit",
          "explain", "open");
  /** The versions are those in the parent POM; a test opens each file. */
  private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String TABULATOR = "META-INF/resources/webjars/tabulator-tables/6.3.1/dist/";

  private ConsoleFiles() {
  }

  /** All of them. */
  static List<AdminPage> pages() {
    List<AdminPage> pages = new ArrayList<>();
    pages.add(new ResourcePage("/", "console/index.html", HTML));
    pages.add(new ResourcePage("/console/console.css", "console/console.css", STYLE));
    pages.add(new ResourcePage("/console/icon.svg", "console/icon.svg", "image/svg+xml"));
    MODULES.forEach(name -> pages.add(new ResourcePage("/console/" + name + ".js", "console/" + name + ".js", SCRIPT)));
    pages.add(new ResourcePage("/console/lib/uplot.js", UPLOT + "uPlot.esm.js", SCRIPT));
    pages.add(new ResourcePage("/console/lib/uplot.css", UPLOT + "uPlot.min.css", STYLE));
    pages.add(new ResourcePage("/console/lib/tabulator.js", TABULATOR + "js/tabulator_esm.min.mjs", SCRIPT));
    pages.add(new ResourcePage("/console/lib/tabulator.css", TABULATOR + "css/tabulator_simple.min.css", STYLE));
    return pages;
  }
}
