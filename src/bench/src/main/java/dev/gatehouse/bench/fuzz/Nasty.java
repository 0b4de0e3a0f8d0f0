package dev.gatehouse.bench.fuzz;

import java.util.List;

/** Values that programs stumble over, as JSON or as something that is nearly JSON. */
final class Nasty {

  /** Well-formed, if only by the letter. */
  private static final List<String> VALUES = List.of(
      "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "9007199254740993", "-9007199254740993", "18446744073709551616",
      "2147483648", "-2147483649", "9223372036854775808", "1e400", "1E+2", "0.1e1", "1.0", "7.5", "1e-400",
      "0.1000000000000000055", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\"",
      "\"\\u2028\"", "\"\\u202e\"", "\"\\ufeff\"", "\"../../etc/passwd\"", "\"%00\"", "\"%2e%2e%2f\"", "\"file:///etc/passwd\"",
      "\"test://%73tatic-text\"", "\"test://template/../data\"", "\"test://template/%2e%2e/data\"", "\"test://template//data\"",
      "\"test://template/{id}/data\"", "\"test://template/a%2fb/data\"", "\"http://[::1\"", "\"://\"",
      "\"\u00ef\u00bd\u0081\u00ef\u00bd\u0084\u00ef\u00bd\u0084\"", "\"ADD\"", "\"add \"", "\"add\\u200b\"", "\"*\"",
      "\"!add\"", "\"add\"", "\"weather\"", "\"tools/call\"", "\"tools/list\"", "\"__proto__\"", "\"constructor\"", "\"$ref\"",
      "\"2026-07-28\"", "\"2025-03-26\"", "\"1900-01-01\"", "\"CELSIUS\"", "\"ref/prompt\"", "\"ref/resource\"", "\"accept\"",
      "\"io.modelcontextprotocol\"", "[]", "{}", "[[]]", "[null]", "{\"\":\"\"}", "{\"a\":1,\"a\":2}", "{\"__proto__\":{}}",
      "{\"$ref\":\"#\"}", "{\"type\":\"Circle\"}", "{\"toString\":1}", "[1,2,3]");

  /** Not well-formed. */
  private static final List<String> BROKEN = List.of(
      "00", "01", ".5", "1.", "+1", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "--1", "1e", "1e+", "undefined", "None",
      "'x'", "\"\u00c0\u00af\"", "\"\u00ed\u00a0\u0080\"", "\"\u00ff\u00fe\"", "\"\u00f4\u0090\u0080\u0080\"",
      "\"\u00e2\u0082\"", "\"\\x41\"", "\"\\u12\"", "\"\t\"", "\"\n\"", "\"\u0000\"", "\"", "\"\\", "\"\u001b[31m\"",
      "\"test://\u0000\"", "{a:1}", "[1,]", "{,}", "/* c */ 1", "// c\n1", "1 2", "}", "]", ",", ":", "");

  /** Numbers that take the heap of whoever writes them out. */
  private static final List<String> NUMBERS = List.of(
      "1e999999999", "-1e999999999", "1e-999999999", "1e2147483647", "1e-2147483647", "1e2147483648", "1e-2147483648", "1e99999",
      "1.5e999999", "1E1000000000", "0e999999999", "1e30000000000", "0.0e-999999999", "1e-99999999999999999999", "123456789e999999990");

  private Nasty() {
  }

  static String value(Dice dice) {
    return switch (dice.below(80)) {
      case 0 -> "9".repeat(1 + dice.below(2_000));
      case 1 -> "0." + "3".repeat(1 + dice.below(2_000));
      case 2 -> '"' + "x".repeat(dice.below(20_000)) + '"';
      case 3 -> nested(dice, "1");
      case 4, 5, 6 -> dice.pick(BROKEN);
      default -> dice.pick(VALUES);
    };
  }

  static String number(Dice dice) {
    return switch (dice.below(12)) {
      case 0 -> "9".repeat(100_000);
      case 1 -> "0." + "0".repeat(50_000) + "1";
      default -> dice.pick(NUMBERS);
    };
  }

  /** The same so many levels deep. */
  static String nested(Dice dice, String value) {
    int depth = dice.pick(List.of(2, 10, 60, 64, 65, 100, 500, 999, 1_000, 1_001, 5_000, 50_000));
    return dice.chance(0.5)
        ? "[".repeat(depth) + value + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + value + "}".repeat(depth);
  }

  /** So long that reading, keeping and answering it is work. */
  static String huge(Dice dice) {
    return switch (dice.below(6)) {
      case 0 -> '"' + "x".repeat(1 << 20) + '"';
      case 1 -> '"' + "x".repeat(900_000) + '"';
      case 2 -> "[" + "1,".repeat(200_000) + "1]";
      case 3 -> "[" + "{},".repeat(100_000) + "{}]";
      case 4 -> "{" + "\"k\":1,".repeat(50_000) + "\"z\":1}";
      default -> '"' + "\\u0000".repeat(100_000) + '"';
    };
  }
}
