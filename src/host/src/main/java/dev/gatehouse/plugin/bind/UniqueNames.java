package dev.gatehouse.plugin.bind;

import dev.gatehouse.plugin.check.PluginDefect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has been found of one kind; two of one name are refused. */
public final class UniqueNames<T> {

  private final String kind;
  private final String remedy;
  private final List<T> all = new ArrayList<>();
  private final Map<String, Annotated> methods = new HashMap<>();

  /**
   * Nothing yet.
   *
   * @param kind for messages, such as {@code tools named}
   * @param remedy where the name is set
   */
  public UniqueNames(String kind, String remedy) {
    this.kind = kind;
    this.remedy = remedy;
  }

  void add(String name, T found, Annotated method) {
    Annotated other = methods.putIfAbsent(name, method);
    if (other != null) {
      throw new PluginDefect("has two " + kind + " '" + name + "', " + other.text() + " and " + method.text()
          + "; give one of them another " + remedy);
    }
    all.add(found);
  }

  List<T> all() {
    return all;
  }
}
