package dev.gatehouse.cli;

import java.util.ArrayList;
import java.util.List;

/** Parses CSV (RFC 4180): records of fields with commas between, quoted where they hold a comma, a quote or a line break. */
final class CsvFile {

  private static final int END = -1;

  private final String text;
  private final List<Row> rows = new ArrayList<>();
  private int at;
  private int line = 1;

  private CsvFile(String text) {
    this.text = text;
  }

  /**
   * A record.
   *
   * @param line the number of the line that it begins on, from 1
   */
  record Row(int line, List<String> fields) {

    boolean isBlank() {
      return fields.stream().allMatch(String::isBlank);
    }
  }

  /**
   * Reads all records that are not blank. A byte order mark is skipped.
   *
   * @throws IllegalArgumentException naming the line, when a quote is not closed, or something follows it
   */
  static List<Row> parse(String text) {
    CsvFile file = new CsvFile(text.startsWith("\uFEFF") ? text.substring(1) : text);
    while (file.at < file.text.length()) {
      file.row();
    }
    return file.rows;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void row() {
    int begin = line;
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (peek() == ',') {
      at++;
      fields.add(field());
    }
    lineBreak(begin);
    Row row = new Row(begin, fields);
    if (!row.isBlank()) {
      rows.add(row);
    }
  }

  private void lineBreak(int begin) {
    if (peek() == '\r') {
      at++;
    }
    if (peek() == '\n') {
      at++;
    } else if (peek() != END && text.charAt(at - 1) != '\r') {
      throw new IllegalArgumentException("line " + begin + ": something follows a closing quote");
    }
    line++;
  }

  private String field() {
    if (peek() == '"') {
      return quoted();
    }
    int start = at;
    while (peek() != END && peek() != ',' && peek() != '\r' && peek() != '\n') {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    int begin = line;
    StringBuilder field = new StringBuilder();
    at++;
    while (true) {
      int next = peek();
      if (next == END) {
        throw new IllegalArgumentException("line " + begin + ": a quote is not closed");
      }
      at++;
      if (next == '"' && peek() != '"') {
        return field.toString();
      }
      if (next == '"') {
        at++;
      } else if (next == '\n') {
        line++;
      }
      field.append((char) next);
    }
  }
}
