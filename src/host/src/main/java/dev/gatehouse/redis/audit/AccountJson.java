package dev.gatehouse.redis.audit;

import static dev.gatehouse.record.OneLine.word;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.auth.Ledger.Entry;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes a batch of calls as the JSON argument of {@code account.lua}. One argument costs Redis and the host less than ten a call. */
final class AccountJson {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int USUAL_CALL = 48;
  private static final int USUAL_GROUP = 96;

  private final JsonGenerator json;

  private AccountJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * A flat array of increments, groups and calls.
   *
   * @param firstKey the index of the first usage hash among the script's keys, from 1
   */
  static String write(UsageCounts usage, int firstKey, CallGroups groups, List<Entry> calls) {
    StringWriter text = new StringWriter(USUAL_CALL * calls.size() + USUAL_GROUP * groups.groups().size());
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      AccountJson writer = new AccountJson(json);
      json.writeStartArray();
      writer.increments(usage, firstKey);
      writer.groups(groups);
      writer.calls(groups, calls);
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void increments(UsageCounts usage, int firstKey) throws IOException {
    json.writeNumber(usage.increments().stream().mapToInt(Map::size).sum());
    int key = firstKey;
    for (Map<String, Integer> fields : usage.increments()) {
      for (Map.Entry<String, Integer> field : fields.entrySet()) {
        json.writeNumber(key);
        json.writeString(field.getKey());
        json.writeNumber(field.getValue());
      }
      key++;
    }
  }

  private void groups(CallGroups groups) throws IOException {
    json.writeNumber(groups.groups().size());
    for (CallGroups.Counted counted : groups.groups()) {
      group(counted.group());
    }
  }

  private void group(CallGroup group) throws IOException {
    json.writeString(word(group.shownId()));
    json.writeString(word(group.owner()));
    json.writeString(group.use().kind());
    json.writeString(word(group.name()));
    json.writeString(group.outcome().toString());
    json.writeString(word(group.reason()));
    json.writeString(word(group.revision()));
    json.writeString(group.use().method());
  }

  /** Numbers are written as text where they become text in the entry. */
  private void calls(CallGroups groups, List<Entry> calls) throws IOException {
    MilliTime time = new MilliTime();
    for (int i = 0; i < calls.size(); i++) {
      Entry call = calls.get(i);
      json.writeNumber(groups.ofCall(i).number());
      json.writeString(time.format(call.at()));
      json.writeString(Long.toString(call.millis()));
      json.writeString(word(call.requestId()));
    }
  }
}
