package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.Key;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.PromptInfo;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.plugin.check.DefectList;
import dev.gatehouse.plugin.check.LoadStep;
import dev.gatehouse.plugin.check.PluginDefect;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.Generated;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.spi.CompletePrompt;
import dev.gatehouse.spi.CompleteResourceTemplate;
import dev.gatehouse.spi.Prompt;
import dev.gatehouse.spi.Resource;
import dev.gatehouse.spi.ResourceTemplate;
import dev.gatehouse.spi.Tool;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the annotated methods of a plugin's objects and binds each. One scan per plugin. */
public final class FeatureScanner {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureScanner.class);

  private final String plugin;
  private final CompletionBinder completions;
  private final List<Served<?>> served;
  private final Map<Key, Found> found = new LinkedHashMap<>();
  private final List<Runnable> later = new ArrayList<>();
  private final DefectList defects = new DefectList();

  /**
   * Creates a scanner for one plugin.
   *
   * @param loader the plugin's class loader, named after the plugin
   * @param types the plugin's types
   * @param contexts the parameters that the host supplies
   */
  public FeatureScanner(ClassLoader loader, JsonTypes types, Contexts contexts) {
    plugin = loader.getName();
    completions = new CompletionBinder(loader, contexts);
    ResourceBinder resources = new ResourceBinder(loader, contexts);
    served = List.of(
        served(Tool.class, Tool::blocking, Kind.TOOL, new ToolBinder(loader, types, contexts)::bind),
        served(Prompt.class, Prompt::blocking, Kind.PROMPT, new PromptBinder(loader, contexts)::bind),
        served(Resource.class, Resource::blocking, Kind.RESOURCE, resources::bind),
        served(ResourceTemplate.class, ResourceTemplate::blocking, Kind.TEMPLATE, resources::bind),
        new Served<>(CompletePrompt.class, CompletePrompt::blocking, Kind.COMPLETION,
            (one, name) -> later.add(() -> addPromptCompletion(one, name.value()))),
        new Served<>(CompleteResourceTemplate.class, CompleteResourceTemplate::blocking, Kind.COMPLETION,
            (one, name) -> later.add(() -> addTemplateCompletion(one, name.value()))));
  }

  private <A extends Annotation> Served<A> served(Class<A> annotation, Predicate<A> blocking, Kind kind,
      BiFunction<Annotated, A, Feature> binder) {
    return new Served<>(annotation, blocking, kind, (method, one) -> add(binder.apply(method, one), method));
  }

  /**
   * Binds all annotated methods of these objects.
   *
   * @return the features, in the order of their kinds
   * @throws dev.gatehouse.plugin.check.PluginDefect naming every method that cannot be served
   */
  public List<Feature> scan(List<Object> objects) {
    objects.forEach(feature -> defects.attempt(() -> scan(feature)));
    // A completion is checked against what it completes, which may be found after it.
    later.forEach(defects::attempt);
    defects.throwIfAny();
    return Stream.of(Kind.values()).flatMap(this::all).toList();
  }

  private void scan(Object feature) {
    if (feature == null) {
      throw new PluginDefect("has a null among its features; leave it out");
    }
    Class<?> type = feature.getClass();
    String step = "reading the methods of " + type.getName();
    Hierarchy hierarchy =
        LoadStep.run(step, () -> new Hierarchy(type, served.stream().map(Served::annotation).collect(Collectors.toSet())));
    hierarchy.methods().forEach((method, bindings) -> defects.attempt(() -> LoadStep.run(step, () -> {
      served.forEach(one -> one.add(feature, method, bindings));
      return null;
    })));
    hierarchy.hidden().forEach(sentence -> LOG.warn("{}: {}", plugin, sentence));
    if (Generated.is(type) && !hierarchy.isAnnotated()) {
      LOG.warn("{}: {} is a generated class on which no annotated method is seen and which serves nothing; return the object behind"
          + " it from features, or annotate the methods of its interfaces", plugin, type.getName());
    }
  }

  private void add(Feature feature, Annotated method) {
    Found other = found.putIfAbsent(feature.key(), new Found(feature, method));
    if (other != null) {
      throw new PluginDefect("has two " + feature.key().several() + ", " + other.method().text() + " and " + method.text()
          + "; give one of them another " + feature.key().kind().naming());
    }
  }

  private Stream<Feature> all(Kind kind) {
    return found.values().stream().map(Found::feature).filter(feature -> feature.key().kind() == kind);
  }

  private void addPromptCompletion(Annotated method, String name) {
    List<PromptInfo> prompts = all(Kind.PROMPT).map(prompt -> (PromptInfo) prompt.info()).toList();
    completed(method, prompts, PromptInfo::name, name).ifPresent(prompt -> add(
        completions.bind(method, name, prompt.arguments().stream().map(PromptInfo.Argument::name).toList()), method));
  }

  private void addTemplateCompletion(Annotated method, String name) {
    List<ResourceInfo> templates = all(Kind.TEMPLATE).map(template -> (ResourceInfo) template.info()).toList();
    completed(method, templates, ResourceInfo::name, name).ifPresent(template -> add(
        completions.bind(method, template.uri().text(), template.variables()), method));
  }

  /** The feature that a method completes; empty when a refused method may be that feature. */
  private <I> Optional<I> completed(Annotated method, List<I> known, Function<I, String> naming, String name) {
    Optional<I> completed = known.stream().filter(info -> naming.apply(info).equals(name)).findFirst();
    if (completed.isEmpty() && defects.isEmpty()) {
      List<String> names = known.stream().map(naming).toList();
      String kind = method.method().isAnnotationPresent(CompletePrompt.class) ? "prompt" : "resource template";
      throw method.refusal(", which completes the " + kind + " '" + name + "', but there is none of that name; "
          + (names.isEmpty() ? "there is none at all" : "there is " + String.join(", ", names)));
    }
    return completed;
  }

  private record Found(Feature feature, Annotated method) {
  }

  /** An annotation, whether its method may block, the kind of feature that it declares, and what to do with a method that has it. */
  private record Served<A extends Annotation>(Class<A> annotation, Predicate<A> blocking, Kind kind, BiConsumer<Annotated, A> then) {

    void add(Object feature, Method method, Map<TypeVariable<?>, TypeRef> bindings) {
      A found = method.getAnnotation(annotation);
      if (found != null) {
        then.accept(new Annotated(kind, feature, method, bindings, blocking.test(found)), found);
      }
    }
  }
}
