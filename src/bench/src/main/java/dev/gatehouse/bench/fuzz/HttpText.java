package dev.gatehouse.bench.fuzz;

import java.util.ArrayList;
import java.util.List;

/** A request under construction, as text whose characters are bytes. */
final class HttpText {

  record Header(String name, String value) {
  }

  String method = "POST";
  String target = "/mcp";
  String version = "HTTP/1.1";
  String body = "";
  final List<Header> headers = new ArrayList<>();

  HttpText header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  HttpText without(String name) {
    headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    return this;
  }

  /** With the length of its body, unless it says one. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(method).append(' ').append(target).append(' ').append(version).append("\r\n");
    headers.forEach(header -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    boolean framed = headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Content-Length")
        || header.name().equalsIgnoreCase("Transfer-Encoding"));
    if (!framed && !(method.equals("GET") && body.isEmpty())) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }
}
