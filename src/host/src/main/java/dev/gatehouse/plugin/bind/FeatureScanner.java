package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Features;
import dev.gatehouse.feature.PromptInfo;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the annotated methods of a plugin's objects and binds each. One scan per plugin. */
public final class FeatureScanner {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureScanner.class);
  private static final Set<Class<? extends Annotation>> SERVED = Set.of(Tool.class, Prompt.class, Resource.class,
      ResourceTemplate.class, CompletePrompt.class, CompleteResourceTemplate.class);

  private final String plugin;
  private final ToolBinder toolBinder;
  private final PromptBinder promptBinder;
  private final ResourceBinder resourceBinder;
  private final CompletionBinder completionBinder;
  private final UniqueNames<dev.gatehouse.feature.Tool> tools = new UniqueNames<>("tools named", "@Tool(name = …)");
  private final UniqueNames<dev.gatehouse.feature.Prompt> prompts = new UniqueNames<>("prompts named", "@Prompt(name = …)");
  private final UniqueNames<dev.gatehouse.feature.Resource> resources = new UniqueNames<>("resources at", "@Resource(uri = …)");
  private final UniqueNames<dev.gatehouse.feature.Resource> templates =
      new UniqueNames<>("templates of", "@ResourceTemplate(uriTemplate = …)");
  private final UniqueNames<dev.gatehouse.feature.Completion> completions = new UniqueNames<>("completions of", "@CompleteArg(name = …)");
  private final List<Runnable> later = new ArrayList<>();
  private final DefectList findings = new DefectList();

  public FeatureScanner(ClassLoader loader, JsonTypes types, Contexts contexts) {
    plugin = loader.getName();
    toolBinder = new ToolBinder(loader, types, contexts);
    promptBinder = new PromptBinder(loader, contexts);
    resourceBinder = new ResourceBinder(loader, contexts);
    completionBinder = new CompletionBinder(loader, contexts);
  }

  public Features scan(List<Object> features) {
    features.forEach(feature -> findings.attempt(() -> scan(feature)));
    // A completion is checked against what it completes, which may be found after it.
    later.forEach(findings::attempt);
    findings.throwIfAny();
    return new Features(tools.all(), prompts.all(), resources.all(), templates.all(), completions.all());
  }

  private void scan(Object feature) {
    if (feature == null) {
      throw new PluginDefect("has a null among its features; leave it out");
    }
    Class<?> type = feature.getClass();
    String step = "reading the methods of " + type.getName();
    Hierarchy hierarchy = LoadStep.run(step, () -> new Hierarchy(type, SERVED));
    hierarchy.methods().forEach((method, bindings) -> findings.attempt(() -> LoadStep.run(step, () -> {
      add(feature, method, bindings);
      return null;
    })));
    hierarchy.hidden().forEach(sentence -> LOG.warn("{}: {}", plugin, sentence));
    if (Generated.is(type) && !hierarchy.isAnnotated()) {
      LOG.warn("{}: {} is a generated class on which no annotated method is seen and which serves nothing; return the object behind"
          + " it from features, or annotate the methods of its interfaces", plugin, type.getName());
    }
  }

  private void add(Object feature, Method method, Map<TypeVariable<?>, TypeRef> bindings) {
    when(Tool.class, "tool", feature, method, bindings, (found, tool) -> {
      dev.gatehouse.feature.Tool bound = toolBinder.bind(found, tool);
      tools.add(bound.info().name(), bound, found);
    });
    when(Prompt.class, "prompt", feature, method, bindings, (found, prompt) -> {
      dev.gatehouse.feature.Prompt bound = promptBinder.bind(found, prompt);
      prompts.add(bound.info().name(), bound, found);
    });
    when(Resource.class, "resource", feature, method, bindings, (found, resource) -> {
      dev.gatehouse.feature.Resource bound = resourceBinder.bind(found, resource);
      resources.add(bound.info().uri().text(), bound, found);
    });
    when(ResourceTemplate.class, "resource template", feature, method, bindings, (found, template) -> {
      dev.gatehouse.feature.Resource bound = resourceBinder.bind(found, template);
      templates.add(bound.info().uri().text(), bound, found);
    });
    when(CompletePrompt.class, "completion", feature, method, bindings,
        (found, complete) -> later.add(() -> addPromptCompletion(found, complete.value())));
    when(CompleteResourceTemplate.class, "completion", feature, method, bindings,
        (found, complete) -> later.add(() -> addTemplateCompletion(found, complete.value())));
  }

  private static <A extends Annotation> void when(Class<A> type, String kind, Object feature, Method method,
      Map<TypeVariable<?>, TypeRef> bindings, BiConsumer<Annotated, A> then) {
    A annotation = method.getAnnotation(type);
    if (annotation != null) {
      then.accept(new Annotated(kind, feature, method, bindings), annotation);
    }
  }

  private void addPromptCompletion(Annotated method, String name) {
    Optional<dev.gatehouse.feature.Prompt> completed =
        prompts.all().stream().filter(prompt -> prompt.info().name().equals(name)).findFirst();
    // It may be one of those that were refused.
    if (completed.isEmpty() && !findings.isEmpty()) {
      return;
    }
    List<String> arguments = completed
        .orElseThrow(() -> method.refusal(", which completes the prompt '" + name + "', but there is none of that name; "
            + known(prompts.all().stream().map(prompt -> prompt.info().name()).toList())))
        .info().arguments().stream().map(PromptInfo.Argument::name).toList();
    add(completionBinder.bind(method, dev.gatehouse.feature.CompletionRef.Kind.PROMPT, name, arguments), method);
  }

  private void addTemplateCompletion(Annotated method, String name) {
    Optional<dev.gatehouse.feature.Resource> completed =
        templates.all().stream().filter(one -> one.info().name().equals(name)).findFirst();
    if (completed.isEmpty() && !findings.isEmpty()) {
      return;
    }
    dev.gatehouse.feature.Resource template = completed
        .orElseThrow(() -> method.refusal(", which completes the resource template '" + name + "', but there is none of that name; "
            + known(templates.all().stream().map(one -> one.info().name()).toList())));
    add(completionBinder.bind(method, dev.gatehouse.feature.CompletionRef.Kind.TEMPLATE, template.info().uri().text(),
        template.template().variables()), method);
  }

  private static String known(List<String> names) {
    return names.isEmpty() ? "there is none at all" : "there is " + String.join(", ", names);
  }

  private void add(dev.gatehouse.feature.Completion completion, Annotated method) {
    completions.add(completion.ref().name() + "' '" + completion.ref().argument(), completion, method);
  }
}
