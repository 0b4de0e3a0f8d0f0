package dev.gatehouse.console;

import dev.gatehouse.http.AdminPage;
import dev.gatehouse.http.FileHandler;
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
    pages.add(file("/", "console/index.html", HTML));
    pages.add(file("/console/console.css", "console/console.css", STYLE));
    pages.add(file("/console/icon.svg", "console/icon.svg", "image/svg+xml"));
    MODULES.forEach(name -> pages.add(file("/console/" + name + ".js", "console/" + name + ".js", SCRIPT)));
    pages.add(file("/console/lib/uplot.js", UPLOT + "uPlot.esm.js", SCRIPT));
    pages.add(file("/console/lib/uplot.css", UPLOT + "uPlot.min.css", STYLE));
    pages.add(file("/console/lib/tabulator.js", TABULATOR + "js/tabulator_esm.min.mjs", SCRIPT));
    pages.add(file("/console/lib/tabulator.css", TABULATOR + "css/tabulator_simple.min.css", STYLE));
    return pages;
  }

  private static AdminPage file(String path, String resource, String type) {
    return AdminPage.guarded(path, new FileHandler(resource, type));
  }
}
