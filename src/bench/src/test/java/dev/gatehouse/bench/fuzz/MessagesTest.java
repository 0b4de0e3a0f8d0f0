package dev.gatehouse.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.bench.MintedKey;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static final int MANY = 20_000;

  private static Messages messages(long seed) {
    Random random = new Random(1);
    List<MintedKey> some = Stream.generate(() -> MintedKey.of(random)).limit(8).toList();
    return new Messages(seed, new Keyring(some, some.get(0), some.get(1), some, some.get(2)));
  }

  @Test
  void the_seed_makes_the_messages() {
    Messages first = messages(5);
    Messages second = messages(5);
    assertThat(LongStream.range(0, MANY / 10).mapToObj(first::get)).containsExactlyElementsOf(
        LongStream.range(0, MANY / 10).mapToObj(second::get).toList());
    assertThat(LongStream.range(0, 100).mapToObj(n -> messages(6).get(n).text()).toList())
        .isNotEqualTo(LongStream.range(0, 100).mapToObj(n -> first.get(n).text()).toList());
  }

  @Test
  void every_family_and_every_form_comes() {
    Set<Family> families = EnumSet.noneOf(Family.class);
    Set<String> credentials = new HashSet<>();
    Set<String> smuggling = new HashSet<>();
    Messages messages = messages(1);
    LongStream.range(0, MANY).mapToObj(messages::get).forEach(message -> {
      families.add(message.family());
      if (message.family() == Family.CREDENTIALS) {
        credentials.add(message.what().split(", ")[0]);
      } else if (message.family() == Family.SMUGGLING) {
        smuggling.add(message.what());
      }
    });
    assertThat(families).containsExactlyInAnyOrder(Family.values());
    assertThat(credentials).hasSizeGreaterThan(45);
    assertThat(smuggling).hasSizeGreaterThan(60);
  }

  @Test
  void most_bodies_are_still_json_or_nearly_so_and_no_message_shows_a_key() {
    Messages messages = messages(3);
    List<Message> made = LongStream.range(0, MANY / 10).mapToObj(messages::get).toList();
    assertThat(made).noneMatch(message -> message.toString().matches("(?s).*gth_[0-9a-z]{12}_[0-9a-f]{64}.*"));
    long whole = made.stream().filter(message -> message.family() == Family.JSON).filter(MessagesTest::isJson).count();
    assertThat(whole).isGreaterThan(made.size() / 5L);
  }

  private static boolean isJson(Message message) {
    try {
      new ObjectMapper().readTree(message.text().substring(message.text().indexOf("\r\n\r\n") + 4));
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
