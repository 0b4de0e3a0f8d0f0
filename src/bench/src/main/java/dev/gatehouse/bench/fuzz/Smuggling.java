package dev.gatehouse.bench.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Raw HTTP of which two readers may read two different things. Whatever the host makes of one, it must not find a second request in
 * what could be the first one's body: it answers once at most, and what it answers to is the first.
 */
final class Smuggling {

  private static final String MARK = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /**
   * A form.
   *
   * @param what in a few words
   * @param text all bytes
   * @param answers how many answers it may have
   */
  record Form(String what, String text, int answers) {
  }

  private final List<Form> forms = new ArrayList<>();
  private final String body;
  private final String head;
  private final String chunked;

  /**
   * The forms of one request.
   *
   * @param http a good request
   */
  Smuggling(HttpText http) {
    this.body = http.body;
    StringBuilder text = new StringBuilder("POST " + http.target + " HTTP/1.1\r\n");
    http.headers.forEach(header -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    this.head = text.toString();
    this.chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    lengths();
    encodings();
    chunks();
    lines();
    versions();
  }

  List<Form> forms() {
    return forms;
  }

  private void form(String what, String text, int answers) {
    forms.add(new Form(what, text, answers));
  }

  /** A head with more lines, then a body, then what might be taken for another request. */
  private void hidden(String what, String lines, String rest) {
    form(what, head + lines + "\r\n" + rest + MARK, 1);
  }

  private void lengths() {
    int length = body.length();
    String own = "Content-Length: " + length + "\r\n";
    String longer = "Content-Length: " + (length + MARK.length()) + "\r\n";
    hidden("two lengths, the second longer", own + longer, body);
    hidden("two lengths, the first longer", longer + own, body);
    hidden("a list of lengths", "Content-Length: " + length + ", " + (length + 5) + "\r\n", body);
    form("the same length twice", head + "Content-Length: " + length + "\r\nContent-Length: " + length + "\r\n\r\n" + body, 1);
    hidden("a length with a sign", "Content-Length: +" + length + "\r\n", body);
    hidden("a negative length", "Content-Length: -" + length + "\r\n", body);
    hidden("a length with a space", "Content-Length: " + length + " 1\r\n", body);
    hidden("a length in hex", "Content-Length: 0x" + Integer.toHexString(length) + "\r\n", body);
    hidden("a length beyond all numbers", "Content-Length: 99999999999999999999\r\n", body);
    hidden("an empty length", "Content-Length:\r\n", body);
    hidden("a space before the colon of the length", "Content-Length : " + length + "\r\n", body);
    hidden("a tab before the colon of the length", "Content-Length\t: " + length + "\r\n", body);
    form("a length that is too short", head + "Content-Length: " + (length - 5) + "\r\n\r\n" + body, 2);
  }

  private void encodings() {
    String length = "Content-Length: " + body.length() + "\r\n";
    hidden("length and chunks", length + "Transfer-Encoding: chunked\r\n", chunked);
    hidden("chunks and length", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunked);
    hidden("chunks in another case and length", length + "transfer-encoding: CHUNKED\r\n", chunked);
    hidden("chunks twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked);
    hidden("chunks, then identity", "Transfer-Encoding: chunked, identity\r\n", chunked);
    hidden("identity, then chunks", "Transfer-Encoding: identity, chunked\r\n" + length, chunked);
    hidden("an unknown encoding", "Transfer-Encoding: xchunked\r\n" + length, body);
    hidden("an encoding with a quote", "Transfer-Encoding: \"chunked\"\r\n" + length, body);
    hidden("an encoding after a tab", "Transfer-Encoding:\tchunked\r\n" + length, chunked);
    hidden("an encoding after a vertical tab", "Transfer-Encoding:\u000bchunked\r\n" + length, chunked);
    hidden("a space before the colon of the encoding", "Transfer-Encoding : chunked\r\n" + length, chunked);
    hidden("a folded encoding", "Transfer-Encoding:\r\n chunked\r\n" + length, chunked);
    // To fold it is allowed (RFC 9112, 5.2); then a second request does follow.
    form("an encoding in a folded line", head + "X: y\r\n Transfer-Encoding: chunked\r\n" + length + "\r\n" + body + MARK, 2);
    hidden("an encoding behind a bare CR", "X: y\rTransfer-Encoding: chunked\r\n" + length, chunked);
    hidden("an encoding behind a bare LF", "X: y\nTransfer-Encoding: chunked\r\n" + length, chunked);
    hidden("an encoding behind a NUL", "X: y\u0000Transfer-Encoding: chunked\r\n" + length, chunked);
    // Without either there is no body (RFC 9112, 6.3), and a second request does follow.
    form("neither length nor chunks", head + "\r\n" + MARK, 2);
  }

  private void chunks() {
    String chunks = "Transfer-Encoding: chunked\r\n";
    String size = Integer.toHexString(body.length());
    form("plain chunks", head + chunks + "\r\n" + chunked, 1);
    form("a chunk's extension", head + chunks + "\r\n" + size + ";a=b\r\n" + body + "\r\n0\r\n\r\n", 1);
    hidden("a bare LF in a chunk's extension", chunks, size + ";a\nb\r\n" + body + "\r\n0\r\n\r\n");
    hidden("a long extension", chunks, size + ";" + "x".repeat(20_000) + "\r\n" + body + "\r\n0\r\n\r\n");
    hidden("a size with a sign", chunks, "+" + size + "\r\n" + body + "\r\n0\r\n\r\n");
    hidden("a size in hex notation", chunks, "0x" + size + "\r\n" + body + "\r\n0\r\n\r\n");
    hidden("a negative size", chunks, "-1\r\n" + body + "\r\n0\r\n\r\n");
    hidden("a size beyond all numbers", chunks, "ffffffffffffffff\r\n" + body + "\r\n0\r\n\r\n");
    hidden("a size that is no number", chunks, "zz\r\n" + body + "\r\n0\r\n\r\n");
    hidden("bare LF between chunks", chunks, size + "\n" + body + "\n0\n\n");
    hidden("no end of a chunk", chunks, size + "\r\n" + body + "0\r\n\r\n");
    form("a trailer that sets the length", head + chunks + "\r\n" + size + "\r\n" + body + "\r\n0\r\nContent-Length: 5\r\n\r\n", 1);
    form("a trailer that is a credential",
        head + chunks + "\r\n" + size + "\r\n" + body + "\r\n0\r\nAuthorization: Bearer x\r\n\r\n", 1);
    form("no last chunk", head + chunks + "\r\n" + size + "\r\n" + body + "\r\n", 1);
  }

  private void lines() {
    String length = "Content-Length: " + body.length() + "\r\n\r\n" + body;
    form("bare LF everywhere", (head + "Content-Length: " + body.length() + "\r\n\r\n").replace("\r\n", "\n") + body, 1);
    form("bare CR everywhere", (head + "Content-Length: " + body.length() + "\r\n\r\n").replace("\r\n", "\r") + body, 1);
    form("a folded header", head + "X: a\r\n\tb\r\n" + length, 1);
    form("a header without a colon", head + "nonsense\r\n" + length, 1);
    form("a header without a name", head + ": x\r\n" + length, 1);
    form("a space before the first header", head.replaceFirst("\r\n", "\r\n ") + length, 1);
    form("a control character in a name", head + "X\u0001: y\r\n" + length, 1);
    form("64 KiB of one header", head + "X: " + "y".repeat(64 << 10) + "\r\n" + length, 1);
    form("2,000 headers", head + "X: y\r\n".repeat(2_000) + length, 1);
    form("empty lines ahead", "\r\n\r\n" + head + length, 1);
    form("two hosts", head + "Host: evil.example\r\n" + length, 1);
    form("Expect", head + "Expect: 100-continue\r\n" + length, 1);
    form("an unknown Expect", head + "Expect: miracles\r\n" + length, 1);
  }

  private void versions() {
    String rest = "Content-Length: " + body.length() + "\r\n\r\n" + body;
    for (String version : List.of("HTTP/0.9", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "HTTP/1.10", "http/1.1",
        "HTTP/1.1 x", "ICAP/1.0", "")) {
      form("version '" + version + "'", head.replaceFirst("HTTP/1\\.1", version) + rest, 1);
    }
    form("two spaces in the first line", head.replaceFirst(" HTTP", "  HTTP") + rest, 1);
    form("a tab in the first line", head.replaceFirst(" ", "\t") + rest, 1);
    form("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\u0000".repeat(30), 1);
    form("a TLS hello", "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003" + "\u0000".repeat(160), 1);
    form("CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 1);
    form("nothing but line ends", "\r\n".repeat(100), 1);
    form("an absolute target", head.replaceFirst("POST ", "POST http://localhost") + rest, 1);
  }
}
