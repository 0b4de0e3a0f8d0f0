package dev.gatehouse.bench.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Changes a JSON text token by token, so that what comes is nearly a message; characters are bytes. */
final class JsonMutator {

  private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[-0-9.eE+]+|true|false|null|[\\[\\]{}:,]");
  private static final int MOST_CHANGES = 3;

  private final Dice dice;
  private final List<String> tokens = new ArrayList<>();
  private String done = "";

  private JsonMutator(Dice dice, String json) {
    this.dice = dice;
    Matcher matcher = TOKEN.matcher(json);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /** Changes one to three things; what was done is put behind {@code what}. */
  static String mutate(Dice dice, String json, StringBuilder what) {
    JsonMutator mutator = new JsonMutator(dice, json);
    int changes = 1 + dice.below(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      mutator.change();
      what.append(what.isEmpty() ? "" : ", ").append(mutator.done);
    }
    String text = String.join("", mutator.tokens);
    return dice.chance(0.06) ? mutator.around(text, what) : text;
  }

  /** Puts a number beyond all bounds in the place of a value. */
  static String bomb(Dice dice, String json, StringBuilder what) {
    JsonMutator mutator = new JsonMutator(dice, json);
    int at = mutator.value();
    String number = Nasty.number(dice);
    what.append(number.length() > 30 ? number.length() + " digits" : number).append(" for ").append(mutator.tokens.get(at));
    mutator.tokens.set(at, number);
    return String.join("", mutator.tokens);
  }

  private void change() {
    int at = value();
    switch (dice.below(24)) {
      case 0 -> set(dice.below(tokens.size()), "", "left a token out");
      case 1 -> set(key(), '"' + "k".repeat(dice.below(40)) + '"', "renamed a member");
      case 2 -> set(key(), string(dice), "renamed a member strangely");
      case 3 -> set(at, Nasty.nested(dice, tokens.get(at)), "nested a value");
      case 4 -> swap(at, value());
      case 5 -> twice(at);
      case 6 -> set(dice.below(tokens.size()), Nasty.value(dice), "anything for any token");
      case 7 -> subtree();
      case 8, 11, 12 -> added();
      case 9 -> insert(dice.below(tokens.size()));
      case 10 -> set(at, dice.chance(0.1) ? Nasty.huge(dice) : Nasty.value(dice), "a huge value");
      default -> set(at, Nasty.value(dice), "a strange value");
    }
  }

  private static String string(Dice dice) {
    String value = Nasty.value(dice);
    return value.startsWith("\"") ? value : '"' + value.replace("\"", "") + '"';
  }

  private String member() {
    return dice.pick(List.of("\"id\"", "\"jsonrpc\"", "\"method\"", "\"params\"", "\"result\"", "\"error\"", "\"x\"")) + ":"
        + Nasty.value(dice) + ",";
  }

  private void set(int at, String token, String what) {
    tokens.set(at, token);
    done = what;
  }

  private void added() {
    List<Integer> opens = where("{"::equals);
    if (!opens.isEmpty()) {
      int at = dice.pick(opens);
      boolean empty = at + 1 < tokens.size() && tokens.get(at + 1).equals("}");
      set(at, "{" + (empty ? member().replaceAll(",$", "") : member()), "added a member");
    }
  }

  private void swap(int a, int b) {
    String token = tokens.get(a);
    tokens.set(a, tokens.get(b));
    set(b, token, "swapped two values");
  }

  private void insert(int at) {
    tokens.add(at, Nasty.value(dice));
    done = "put something in";
  }

  /** A member twice in one object. */
  private void twice(int at) {
    boolean member = at > 1 && tokens.get(at - 1).equals(":");
    set(at, member ? tokens.get(at) + "," + tokens.get(at - 2) + ":" + Nasty.value(dice) : tokens.get(at), "doubled a member");
  }

  /** Something else for a whole object or array. */
  private void subtree() {
    List<Integer> opens = where(token -> token.equals("{") || token.equals("["));
    if (opens.isEmpty()) {
      return;
    }
    int from = dice.pick(opens);
    int depth = 0;
    int to = from;
    do {
      depth += "{[".contains(tokens.get(to)) && !tokens.get(to).isEmpty() ? 1 : 0;
      depth -= "}]".contains(tokens.get(to)) && !tokens.get(to).isEmpty() ? 1 : 0;
      to++;
    } while (depth > 0 && to < tokens.size());
    tokens.subList(from + 1, to).clear();
    set(from, Nasty.value(dice), "something for an object");
  }

  private int value() {
    List<Integer> values = where(token -> !token.isEmpty() && !"{}[]:,".contains(token)).stream()
        .filter(at -> at + 1 == tokens.size() || !tokens.get(at + 1).equals(":")).toList();
    return values.isEmpty() ? 0 : dice.pick(values);
  }

  private int key() {
    List<Integer> keys = where(token -> token.equals(":")).stream().filter(at -> at > 0).map(at -> at - 1).toList();
    return keys.isEmpty() ? 0 : dice.pick(keys);
  }

  private List<Integer> where(Predicate<String> test) {
    return IntStream.range(0, tokens.size()).filter(at -> test.test(tokens.get(at))).boxed().toList();
  }

  /** What stands around the whole, or how it is written. */
  private String around(String text, StringBuilder what) {
    what.append(", and around it");
    return switch (dice.below(9)) {
      case 0 -> "\u00ef\u00bb\u00bf" + text;
      case 1 -> text + text;
      case 2 -> text + "x";
      case 3 -> " \r\n\t".repeat(dice.below(1_000)) + text;
      case 4 -> "[" + text + "]";
      case 5 -> "[" + (text + ",").repeat(dice.pick(List.of(1, 50, 99, 100, 500))) + text + "]";
      case 6 -> new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1);
      case 7 -> new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
      default -> "\u001e" + text;
    };
  }
}
