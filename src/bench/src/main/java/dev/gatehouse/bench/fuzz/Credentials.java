package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.MintedKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Forms of credentials, each with what it allows. */
final class Credentials {

  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "X-API-Key";

  private final Keyring keys;
  private final List<Form> forms = new ArrayList<>();

  /**
   * A form.
   *
   * @param what in a few words
   * @param rights what the host may make of it at most
   * @param apply puts it into a request that has no credentials yet; given a good key
   */
  record Form(String what, Rights rights, BiConsumer<HttpText, MintedKey> apply) {
  }

  Credentials(Keyring keys) {
    this.keys = keys;
    schemes();
    texts();
    places();
    others();
  }

  List<Form> forms() {
    return forms;
  }

  private void schemes() {
    bearer("nothing behind the scheme", Rights.NOBODY, "Bearer", key -> "");
    bearer("spaces behind the scheme", Rights.NOBODY, "Bearer   ", key -> "");
    bearer("small bearer", Rights.ALL, "bearer ", MintedKey::text);
    bearer("two spaces", Rights.ALL, "Bearer  ", MintedKey::text);
    bearer("a tab", Rights.ALL, "Bearer\t", MintedKey::text);
    bearer("no space", Rights.NOBODY, "Bearer", MintedKey::text);
    bearer("no scheme", Rights.NOBODY, "", MintedKey::text);
    bearer("Token", Rights.NOBODY, "Token ", MintedKey::text);
    bearer("Basic", Rights.NOBODY, "Basic ",
        key -> Base64.getEncoder().encodeToString(("key:" + key.text()).getBytes(StandardCharsets.US_ASCII)));
    bearer("the scheme twice", Rights.NOBODY, "Bearer Bearer ", MintedKey::text);
    bearer("a list", Rights.NOBODY, "Bearer ", key -> key.text() + ", Bearer " + key.text());
    bearer("twice in one", Rights.NOBODY, "Bearer ", key -> key.text() + " " + key.text());
  }

  private void bearer(String what, Rights rights, String scheme, Function<MintedKey, String> text) {
    form(what, rights, (http, key) -> http.header(AUTHORIZATION, scheme + text.apply(key)));
  }

  private void texts() {
    text("cut off", key -> key.text().substring(0, key.text().length() - 1));
    text("one more digit", key -> key.text() + "0");
    text("wrong check digits", key -> key.text().substring(0, key.text().length() - 8) + "00000000");
    text("without check digits", key -> key.text().substring(0, key.text().length() - 9));
    text("in capitals", key -> key.text().toUpperCase(Locale.ROOT));
    text("another secret", key -> MintedKey.text(key.id(), "0".repeat(64)));
    text("the secret of another key", key -> MintedKey.text(key.id(), keys.none().secret()));
    text("the salted hash as secret", key -> MintedKey.text(key.id(), key.salt() + key.salt()));
    text("a pattern for an id", key -> MintedKey.text("*".repeat(12), key.secret()));
    text("the id of another kind of record", key -> MintedKey.text("../owner:a:b", key.secret()));
    text("a NUL within", key -> key.text().replace("_", "_\u0000"));
    text("a digit beyond ASCII", key -> key.text().substring(0, 20) + "\u00ef\u00bc\u0091" + key.text().substring(23));
    text("percent-encoded", key -> key.text().replace("_", "%5f"));
    text("quoted", key -> '"' + key.text() + '"');
    text("16 KiB", key -> "gth_" + "0".repeat(16 << 10));
    text("6 KiB", key -> key.text() + "0".repeat(6 << 10));
    text("a JWT without a signature", key -> "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.");
    text("an opaque text", key -> "password");
    text("empty parts", key -> "gth___");
  }

  private void text(String what, Function<MintedKey, String> text) {
    bearer(what, Rights.NOBODY, "Bearer ", text);
  }

  private void places() {
    form("nothing", Rights.NOBODY, (http, key) -> {});
    form("X-API-Key", Rights.ALL, (http, key) -> http.header(API_KEY, key.text()));
    form("both headers alike", Rights.ALL, (http, key) -> http.header(AUTHORIZATION, "Bearer " + key.text()).header(API_KEY, key.text()));
    form("both headers unlike", Rights.NOBODY,
        (http, key) -> http.header(AUTHORIZATION, "Bearer " + key.text()).header(API_KEY, keys.none().text()));
    form("Authorization twice", Rights.NOBODY,
        (http, key) -> http.header(AUTHORIZATION, "Bearer " + key.text()).header(AUTHORIZATION, "Bearer " + key.text()));
    form("a dead key, then a good one", Rights.NOBODY,
        (http, key) -> http.header(AUTHORIZATION, "Bearer " + keys.dead().get(0).text()).header(AUTHORIZATION, "Bearer " + key.text()));
    form("X-API-Key twice", Rights.NOBODY, (http, key) -> http.header(API_KEY, key.text()).header(API_KEY, key.text()));
    form("a space before the colon", Rights.NOBODY, (http, key) -> http.header(AUTHORIZATION + " ", "Bearer " + key.text()));
    form("a folded header", Rights.ALL, (http, key) -> http.header(AUTHORIZATION, "Bearer\r\n " + key.text()));
    form("Cookie", Rights.NOBODY, (http, key) -> http.header("Cookie", "Authorization=Bearer " + key.text()));
    form("Proxy-Authorization", Rights.NOBODY, (http, key) -> http.header("Proxy-Authorization", "Bearer " + key.text()));
    form("in the query", Rights.NOBODY, (http, key) -> http.target += (http.target.contains("?") ? "&" : "?") + "key=" + key.text());
    form("in the query, under any name", Rights.NOBODY,
        (http, key) -> http.target += (http.target.contains("?") ? "&" : "?") + "x=" + key.text());
    form("in the path", Rights.NOBODY, (http, key) -> http.target = "/t/" + key.text() + "/mcp");
  }

  private void others() {
    keys.dead().forEach(dead -> form("a dead key, number " + keys.dead().indexOf(dead), Rights.NOBODY,
        (http, key) -> http.header(AUTHORIZATION, "Bearer " + dead.text())));
    form("a key of another address, forwarded", Rights.NOBODY,
        (http, key) -> http.header(AUTHORIZATION, "Bearer " + keys.dead().get(4).text()).header("X-Forwarded-For", "10.0.0.1"));
    form("another tenant's key at a tenant's path", Rights.NOBODY, (http, key) -> {
      http.target = "/t/" + Keyring.TENANT + "/mcp";
      http.header(AUTHORIZATION, "Bearer " + keys.other().text());
    });
    form("a key at another tenant's path", Rights.NOBODY, (http, key) -> {
      http.target = "/t/" + Keyring.OTHER_TENANT + "/mcp";
      http.header(AUTHORIZATION, "Bearer " + key.text());
    });
    form("a key without rights", Rights.NONE, (http, key) -> http.header(AUTHORIZATION, "Bearer " + keys.none().text()));
  }

  private void form(String what, Rights rights, BiConsumer<HttpText, MintedKey> apply) {
    forms.add(new Form(what, rights, apply));
  }
}
