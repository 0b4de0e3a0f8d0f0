package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.MintedKey;
import java.util.List;

/** Makes the messages of a run: each from the seed and its number alone, but for the ids of sessions. */
final class Messages {

  private final long seed;
  private final Keyring keys;
  private final List<Credentials.Form> credentials;

  Messages(long seed, Keyring keys) {
    this.seed = seed;
    this.keys = keys;
    this.credentials = new Credentials(keys).forms();
  }

  /** The message of this number. */
  Message get(long number) {
    Dice dice = new Dice(seed, number);
    Family family = Family.pick(dice);
    Seed from = Seed.pick(dice);
    // A stream of 2024-11-05 is a connection of its own, so each worker has one, of the first key.
    MintedKey key = Seed.OLDEST.equals(from.revision()) ? keys.good().get(0) : dice.pick(keys.good());
    HttpText http = from.http(key.text());
    StringBuilder what = new StringBuilder();
    switch (family) {
      case JSON -> http.body = JsonMutator.mutate(dice, http.body, what);
      case NUMBERS -> http.body = JsonMutator.bomb(dice, http.body, what);
      case BYTES -> http.body = ByteMutator.mutate(dice, http.body, what);
      case HEADERS -> HeaderMutator.mutate(dice, http, what);
      case PATHS -> Paths.mutate(dice, http, what);
      case CREDENTIALS -> {
        return credential(number, dice, from, key, http);
      }
      case SMUGGLING -> {
        return smuggling(number, dice);
      }
      case HEAD -> {
        return head(number, dice, from, key, http);
      }
      default -> throw new AssertionError(family);
    }
    return new Message(number, family, what + ", " + from.method() + " of " + from.revision(), from.session(), key, Rights.ALL,
        http.toString(), false, 1);
  }

  private Message credential(long number, Dice dice, Seed from, MintedKey key, HttpText http) {
    Credentials.Form form = dice.pick(credentials);
    form.apply().accept(http.without("Authorization"), key);
    return new Message(number, Family.CREDENTIALS, form.what() + ", " + from.method() + " of " + from.revision(), from.session(), key,
        form.rights(), http.toString(), false, 1);
  }

  private Message smuggling(long number, Dice dice) {
    MintedKey key = dice.pick(keys.good());
    Smuggling.Form form = dice.pick(new Smuggling(Seed.modern(dice).http(key.text())).forms());
    return new Message(number, Family.SMUGGLING, form.what(), null, key, Rights.ALL, form.text(), true, form.answers());
  }

  private Message head(long number, Dice dice, Seed from, MintedKey key, HttpText http) {
    StringBuilder what = new StringBuilder();
    String text = http.toString();
    int end = text.indexOf("\r\n\r\n");
    StringBuilder head = new StringBuilder(text.substring(0, end));
    ByteMutator.flip(dice, head, what);
    return new Message(number, Family.HEAD, what.toString(), from.session(), key, Rights.ALL, head + text.substring(end), true, 2);
  }
}
