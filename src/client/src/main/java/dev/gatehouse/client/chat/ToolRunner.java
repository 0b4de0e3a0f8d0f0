package dev.gatehouse.client.chat;

import dev.gatehouse.client.model.ToolRequest;
import dev.gatehouse.client.servers.Json;
import dev.gatehouse.client.servers.Outcome;
import dev.gatehouse.client.servers.Plain;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs one call that the model asked for, shows it, and says in words what came of it. */
final class ToolRunner {

  private static final int SHOWN_ARGUMENTS = 100;
  private static final int SHOWN_RESULT = 400;

  private final Toolbox tools;
  private final Display display;

  ToolRunner(Toolbox tools, Display display) {
    this.tools = tools;
    this.display = display;
  }

  /** Runs the call; its result for the model. */
  String run(ToolRequest request) throws InterruptedException {
    Optional<Toolbox.Entry> entry = tools.find(request.name());
    if (entry.isEmpty()) {
      return wrong(request.name(), "there is no tool of this name");
    }
    try {
      return run(entry.get(), Json.readObject(request.arguments()));
    } catch (IllegalArgumentException e) {
      return wrong(entry.get().label(), "the arguments are not a JSON object");
    }
  }

  /** The model asked for something that no server can be asked. */
  private String wrong(String what, String why) {
    display.line("!! " + Plain.line(what) + ": " + why);
    return "not called: " + why;
  }

  private String run(Toolbox.Entry entry, Map<String, Object> arguments) throws InterruptedException {
    String label = Plain.line(entry.label() + "(" + shown(arguments) + ")");
    display.line("-> " + label);
    try (Display.Work work = display.begin(label)) {
      Outcome outcome = Patience.run(
          () -> entry.server().call(entry.tool(), arguments, work::progress),
          wait -> display.line(".. " + label + ": limited, trying again in " + wait.toSeconds() + " s"));
      boolean answered = outcome.kind() == Outcome.Kind.ANSWERED;
      display.line((answered ? "<- " : "!! ") + label + ": " + Plain.line(outcome.inWords(), SHOWN_RESULT));
      return outcome.inWords();
    }
  }

  private static String shown(Map<String, Object> arguments) {
    return Plain.line(arguments.entrySet().stream().map(entry -> entry.getKey() + "=" + Json.write(entry.getValue()))
        .collect(Collectors.joining(", ")), SHOWN_ARGUMENTS);
  }
}
