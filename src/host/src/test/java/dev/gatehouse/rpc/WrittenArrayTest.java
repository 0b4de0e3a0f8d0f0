package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class WrittenArrayTest {

  private int writes;

  /** Counts how often it is written. */
  @SuppressWarnings("unchecked")
  private final class Counted extends ArrayNode {

    private static final long serialVersionUID = 1L;

    Counted() {
      super(JsonNodeFactory.instance);
      add("ü\u2028\ud800\"");
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
      writes++;
      super.serialize(generator, provider);
    }
  }

  private ArrayNode items() {
    return Json.array().add(new Counted()).add(Json.object().put("name", "add").put("title", "Add")).add(2);
  }

  private static String text(ArrayNode array) {
    ObjectNode document = Json.object().put("before", 1);
    document.set("list", array);
    document.put("after", 2);
    return Json.write(Json.array().add(array).add(document)).toString();
  }

  @Test
  void its_text_is_that_of_a_plain_array_and_is_written_once() {
    String plain = text(items());
    WrittenArray written = new WrittenArray(items());
    writes = 0;
    assertThat(text(written)).isEqualTo(plain);
    assertThat(text(written)).isEqualTo(plain);
    assertThat(writes).isEqualTo(1);
    assertThat(text(new WrittenArray(Json.array()))).isEqualTo(text(Json.array()));
  }

  @Test
  void another_form_is_made_once_and_leaves_the_items_as_they_are() {
    WrittenArray written = new WrittenArray(Json.array().add(Json.object().put("name", "add").put("title", "Add")));
    WrittenArray old = written.form("old", item -> ((ObjectNode) item).without("title"));
    assertThat(Json.write(old).toString()).isEqualTo("[{\"name\":\"add\"}]");
    assertThat(Json.write(written).toString()).isEqualTo("[{\"name\":\"add\",\"title\":\"Add\"}]");
    assertThat(written.form("old", item -> {
      throw new AssertionError("made twice");
    })).isSameAs(old);
  }

  @Test
  void its_length_is_known_when_it_is_written() {
    WrittenArray written = new WrittenArray(Json.array().add("x".repeat(1_000)));
    assertThat(JsonSize.exceeds(written, 900)).isTrue();
    assertThat(JsonSize.exceeds(written, 1_100)).isFalse();
    Json.write(written);
    assertThat(JsonSize.exceeds(written, 900)).isTrue();
    assertThat(JsonSize.exceeds(written, 1_100)).isFalse();
  }
}
