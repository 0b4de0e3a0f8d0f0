package dev.gatehouse.redis.keys;

import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.redis.keys.RecordReader.Read;
import dev.gatehouse.redis.keys.RecordReader.Wanted;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads credentials in batches, one at a time: what is asked for while one is under way goes with the next, so that many keys at once cost a
 * few round trips, and records that they share are read once. Any thread may ask.
 */
final class KeyReads {

  private static final int MOST_IN_BATCH = 256;

  private final RecordReader reader;
  private final Context context;
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean reading = new AtomicBoolean();

  private record Asked(Wanted wanted, Promise<Read> answer) {
  }

  /** Reads on the event loop of this context. */
  KeyReads(RecordReader reader, Context context) {
    this.reader = reader;
    this.context = context;
  }

  /**
   * Reads what a credential may do.
   *
   * @param dependsOn told the names of the other records before they are read
   * @return on this context's event loop; read after it was asked for
   */
  Future<Read> read(Credential credential, Consumer<Set<String>> dependsOn) {
    Promise<Read> answer = Promise.promise();
    asked.add(new Asked(new Wanted(credential, dependsOn), answer));
    begin();
    return answer.future();
  }

  private void begin() {
    if (reading.compareAndSet(false, true)) {
      context.runOnContext(now -> readSome());
    }
  }

  private void readSome() {
    List<Asked> batch = new ArrayList<>();
    for (Asked one = asked.poll(); one != null; one = batch.size() < MOST_IN_BATCH ? asked.poll() : null) {
      batch.add(one);
    }
    if (batch.isEmpty()) {
      ended();
    } else {
      reader.readAll(batch.stream().map(Asked::wanted).toList()).onComplete(read -> {
        ended();
        answer(batch, read);
      });
    }
  }

  private void ended() {
    reading.set(false);
    if (!asked.isEmpty()) {
      begin();
    }
  }

  private static void answer(List<Asked> batch, AsyncResult<List<Future<Read>>> read) {
    for (int i = 0; i < batch.size(); i++) {
      if (read.succeeded()) {
        read.result().get(i).onComplete(batch.get(i).answer());
      } else {
        batch.get(i).answer().fail(read.cause());
      }
    }
  }
}
