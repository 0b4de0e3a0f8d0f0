package dev.gatehouse.redis.audit;

import static dev.gatehouse.record.OneLine.word;

import dev.gatehouse.auth.Issued;
import dev.gatehouse.auth.Ledger.Entry;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes a batch of calls as the JSON argument of {@code account.lua}. One long argument costs Redis and the host less than ten short ones
 * for each call. It is an array of texts and small numbers, flat but for tokens, so it is written by hand: a general writer takes three
 * times as long.
 */
final class AccountJson {

  /** The usual lengths in characters. */
  private static final int USUAL_CALL = 48;
  private static final int USUAL_GROUP = 96;

  private final StringBuilder json;

  private AccountJson(int length) {
    this.json = new StringBuilder(length).append('[');
  }

  /**
   * An array of increments, groups and calls.
   *
   * @param firstKey the index of the first usage hash among the script's keys, from 1
   */
  static String write(UsageCounts usage, int firstKey, CallGroups groups, List<Entry> calls) {
    AccountJson writer = new AccountJson(USUAL_CALL * calls.size() + USUAL_GROUP * groups.groups().size());
    writer.increments(usage, firstKey);
    writer.groups(groups);
    writer.calls(groups, calls);
    return writer.end();
  }

  private void increments(UsageCounts usage, int firstKey) {
    number(usage.increments().stream().mapToInt(Map::size).sum());
    int key = firstKey;
    for (Map<String, Integer> fields : usage.increments()) {
      for (Map.Entry<String, Integer> field : fields.entrySet()) {
        number(key);
        text(field.getKey());
        number(field.getValue());
      }
      key++;
    }
  }

  private void groups(CallGroups groups) {
    number(groups.groups().size());
    for (CallGroups.Counted counted : groups.groups()) {
      group(counted.group());
    }
  }

  private void group(CallGroup group) {
    credential(group);
    text(word(group.owner()));
    text(group.use().kind());
    text(word(group.name()));
    text(group.outcome().toString());
    text(word(group.reason()));
    text(word(group.revision()));
    text(group.use().method());
  }

  /** A key is a text, a token an array: its id, its issuer and its client. */
  private void credential(CallGroup group) {
    Issued issued = group.issued();
    if (issued == null) {
      text(word(group.shownId()));
    } else {
      json.append('[');
      text(word(group.shownId()));
      text(word(issued.issuer()));
      text(word(issued.client()));
      json.setCharAt(json.length() - 1, ']');
      json.append(',');
    }
  }

  /** A duration is text in the entry, so it is text here: Lua formats numbers slowly. */
  private void calls(CallGroups groups, List<Entry> calls) {
    MilliTime time = new MilliTime();
    for (int i = 0; i < calls.size(); i++) {
      Entry call = calls.get(i);
      number(groups.ofCall(i).number());
      text(time.format(call.at()));
      json.append('"').append(call.millis()).append("\",");
      text(word(call.requestId()));
    }
  }

  private void number(int number) {
    json.append(number).append(',');
  }

  private void text(String text) {
    json.append('"');
    if (isPlain(text)) {
      json.append(text);
    } else {
      text.chars().forEach(this::escaped);
    }
    json.append("\",");
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (mustBeEscaped(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mustBeEscaped(int unit) {
    return unit < ' ' || unit == '"' || unit == '\\';
  }

  private void escaped(int unit) {
    if (mustBeEscaped(unit)) {
      json.append("\\u").append(HexFormat.of().toHexDigits((char) unit));
    } else {
      json.append((char) unit);
    }
  }

  /** Ends the array; there is at least one call, and so a last comma. */
  private String end() {
    json.setCharAt(json.length() - 1, ']');
    return json.toString();
  }
}
