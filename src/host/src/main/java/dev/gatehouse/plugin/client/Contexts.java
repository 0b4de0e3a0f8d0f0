package dev.gatehouse.plugin.client;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.ClientChannel;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PluginCancellation;
import dev.gatehouse.plugin.type.JsonType;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.spi.Caller;
import dev.gatehouse.spi.Cancellation;
import dev.gatehouse.spi.ClientInputs;
import dev.gatehouse.spi.CompleteContext;
import dev.gatehouse.spi.Deadline;
import dev.gatehouse.spi.Elicitation;
import dev.gatehouse.spi.ListChanges;
import dev.gatehouse.spi.McpLog;
import dev.gatehouse.spi.Polling;
import dev.gatehouse.spi.Progress;
import dev.gatehouse.spi.RequestState;
import dev.gatehouse.spi.RequestUri;
import dev.gatehouse.spi.Roots;
import dev.gatehouse.spi.Sampling;
import dev.gatehouse.spi.TraceContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The injected parameters, by type. One instance for each plugin. */
public final class Contexts {

  private static final Set<Class<?>> ASKING =
      Set.of(ClientInputs.class, Elicitation.class, Sampling.class, Roots.class, RequestState.class);

  private static final Set<Class<?>> WAITING = Set.of(Elicitation.class, Sampling.class, Roots.class);

  private final Questions questions;
  private final Map<Class<?>, Function<Call, Object>> suppliers = new HashMap<>();

  /**
   * For one plugin.
   *
   * @param types the plugin's types
   * @param changes notified of changes that it announces
   */
  public Contexts(JsonTypes types, Changes changes) {
    JsonType any = types.any();
    questions = new Questions(any);
    suppliers.put(Caller.class, Call::caller);
    suppliers.put(Deadline.class, Call::deadline);
    suppliers.put(Cancellation.class, call -> new PluginCancellation(call.cancellation()));
    suppliers.put(TraceContext.class, call -> call.trace().handedOn(call.client().meta()));
    suppliers.put(Progress.class, call -> new ChannelProgress(call.client()));
    suppliers.put(McpLog.class, call -> log(call.client(), any));
    suppliers.put(Polling.class, call -> (Polling) call.client()::release);
    suppliers.put(RequestState.class, call -> new ChannelState(call.client()));
    suppliers.put(ListChanges.class, call -> new TenantChanges(changes, call.caller().tenant()));
    suppliers.put(RequestUri.class, call -> new RequestUri(((CallParams.Reading) call.params()).uri().text()));
    suppliers.put(CompleteContext.class, call -> new CompleteContext(((CallParams.Partial) call.params()).context()));
  }

  /** Whether a type is an injected type of any kind of feature. */
  public boolean knows(Class<?> type) {
    return ASKING.contains(type) || suppliers.containsKey(type);
  }

  /**
   * Finds the supplier of a parameter.
   *
   * @param type the parameter's type
   * @param kind the kind of feature that the method is
   * @param mayBlock whether the method may wait
   * @return the supplier, or null when the type is no context type
   * @throws IllegalArgumentException when such a call has no such context, with a clause that follows "parameter 'x'"
   */
  public @Nullable Function<Call, Object> find(Class<?> type, Kind kind, boolean mayBlock) {
    boolean asks = ASKING.contains(type);
    if (asks && kind == Kind.COMPLETION || type == RequestUri.class && kind != Kind.RESOURCE && kind != Kind.TEMPLATE
        || type == CompleteContext.class && kind != Kind.COMPLETION) {
      throw new IllegalArgumentException("is of type " + type.getSimpleName() + ", which there is not here; remove it");
    }
    if (WAITING.contains(type) && !mayBlock) {
      throw new IllegalArgumentException("is of type " + type.getSimpleName() + ", which waits for the answer, and what returns a"
          + " CompletionStage or says that it does not block must not wait; take ClientInputs, and ask by its askAsync");
    }
    return asks && type != RequestState.class ? asking(type, mayBlock) : suppliers.get(type);
  }

  private Function<Call, Object> asking(Class<?> type, boolean mayBlock) {
    Function<Call, ClientInputs> inputs = call -> new ChannelInputs(call.client(), questions, mayBlock,
        call.cancellation().pluginThreads());
    if (type == Elicitation.class) {
      return inputs.andThen(BlockingInputs.ElicitationInput::new);
    }
    if (type == Sampling.class) {
      return inputs.andThen(BlockingInputs.SamplingInput::new);
    }
    return type == Roots.class ? inputs.andThen(BlockingInputs.RootsInput::new) : inputs::apply;
  }

  private static McpLog log(ClientChannel channel, JsonType any) {
    return (level, data) -> channel.log(level.name().toLowerCase(Locale.ROOT), null,
        data == null ? NullNode.getInstance() : any.write(data));
  }

  private record ChannelProgress(ClientChannel channel) implements Progress {

    @Override
    public boolean isRequested() {
      return channel.wantsProgress();
    }

    @Override
    public void notify(double progress, Double total, String message) {
      channel.progress(progress, total, message);
    }
  }

  private record ChannelState(ClientChannel channel) implements RequestState {

    @Override
    public Optional<String> get() {
      return Optional.ofNullable(channel.remembered());
    }

    @Override
    public void set(String state) {
      channel.remember(Objects.requireNonNull(state, "state"));
    }
  }

  private record TenantChanges(Changes changes, String tenant) implements ListChanges {

    @Override
    public void toolsChanged() {
      changes.listAnnounced(tenant, Kind.TOOL);
    }

    @Override
    public void promptsChanged() {
      changes.listAnnounced(tenant, Kind.PROMPT);
    }

    @Override
    public void resourcesChanged() {
      changes.listAnnounced(tenant, Kind.RESOURCE);
    }

    @Override
    public void resourceUpdated(String uri) {
      ResourceUri updated = ResourceUri.orNull(Objects.requireNonNull(uri, "uri"));
      // No client can have subscribed to a text that is no URI.
      if (updated != null) {
        changes.resourceUpdated(tenant, updated);
      }
    }
  }
}
