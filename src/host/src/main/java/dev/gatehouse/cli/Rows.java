package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.rpc.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a report: as a table for people, as one JSON array, or as CSV (RFC 4180). Cells are texts or whole numbers; null is
 * an empty cell.
 */
abstract class Rows {

  final PrintWriter out;
  final List<String> columns;

  private Rows(PrintWriter out, List<String> columns) {
    this.out = out;
    this.columns = List.copyOf(columns);
  }

  /** Writes a row, with a cell for each column. */
  abstract void row(@Nullable Object... cells);

  /** Writes what is left. */
  abstract void end();

  /** A table whose columns are as wide as its first rows need. */
  static Rows table(PrintWriter out, List<String> columns) {
    return new Table(out, columns);
  }

  /** One JSON array with an object for each row. */
  static Rows json(PrintWriter out, List<String> columns) {
    return new JsonRows(out, columns, true);
  }

  /** One JSON object on each line, each written at once. */
  static Rows jsonLines(PrintWriter out, List<String> columns) {
    return new JsonRows(out, columns, false);
  }

  /** CSV with a header. */
  static Rows csv(PrintWriter out, List<String> columns) {
    Rows csv = new Csv(out, columns);
    csv.row(columns.toArray());
    return csv;
  }

  private static final class Table extends Rows {

    /** So many rows decide how wide the columns are; the rows after them are written as they come. */
    private static final int MEASURED = 1_000;
    private static final int WIDEST = 60;

    private List<List<String>> waiting = new ArrayList<>();
    private List<Integer> widths = List.of();

    Table(PrintWriter out, List<String> columns) {
      super(out, columns);
      waiting.add(columns.stream().map(Table::words).toList());
    }

    /** {@code last use} for {@code lastUse}. */
    private static String words(String column) {
      return column.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    @Override
    void row(@Nullable Object... cells) {
      List<String> row = Stream.of(cells).map(cell -> OneLine.word(cell == null ? null : cell.toString())).toList();
      if (widths.isEmpty() && waiting.size() <= MEASURED) {
        waiting.add(row);
      } else {
        measure();
        line(row);
      }
    }

    private void measure() {
      if (widths.isEmpty()) {
        widths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          int column = i;
          int widest = waiting.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
          widths.add(Math.min(WIDEST, widest));
        }
        waiting.forEach(this::line);
        waiting = List.of();
      }
    }

    private void line(List<String> row) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(Math.max(0, widths.get(i) - row.get(i).length()) + 2));
        }
      }
      out.println(line);
    }

    @Override
    void end() {
      measure();
      out.flush();
    }
  }

  private static final class JsonRows extends Rows {

    private static final ObjectWriter WRITER = Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private final boolean array;
    private boolean any;

    JsonRows(PrintWriter out, List<String> columns, boolean array) {
      super(out, columns);
      this.array = array;
    }

    @Override
    void row(@Nullable Object... cells) {
      ObjectNode row = Json.object();
      for (int i = 0; i < cells.length; i++) {
        if (cells[i] instanceof Number number) {
          row.put(columns.get(i), number.longValue());
        } else {
          row.put(columns.get(i), cells[i] == null ? null : String.valueOf(cells[i]));
        }
      }
      out.print((array ? any ? ",\n" : "[\n" : "") + text(row) + (array ? "" : "\n"));
      any = true;
      if (!array) {
        out.flush();
      }
    }

    private static String text(ObjectNode row) {
      try {
        return WRITER.writeValueAsString(row);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    void end() {
      if (array) {
        out.println(any ? "\n]" : "[]");
      }
      out.flush();
    }
  }

  private static final class Csv extends Rows {

    Csv(PrintWriter out, List<String> columns) {
      super(out, columns);
    }

    @Override
    void row(@Nullable Object... cells) {
      out.print(Stream.of(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n");
    }

    /**
     * A cell that a spreadsheet would read as a formula gets an apostrophe in front, which spreadsheets take as the mark of a text: names
     * come from callers.
     */
    private static String cell(@Nullable Object value) {
      String text = value == null ? "" : value.toString();
      String safe = text.matches("(?s)[=+\\-@\t\r].*") ? '\'' + text : text;
      return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    @Override
    void end() {
      out.flush();
    }
  }
}
