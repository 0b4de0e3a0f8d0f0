package dev.gatehouse.redis.report;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.UnmatchedDenies;
import dev.gatehouse.record.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tools of one tenant as its plugins declare them.
 *
 * @param readOnly by tool, whether it declares {@code readOnlyHint}
 * @param complete whether every plugin of the tenant could be loaded
 * @param warnings lines for the operator
 */
public record DeclaredTools(Map<String, Boolean> readOnly, boolean complete, List<String> warnings) {

  /** No plugin was loaded. */
  public static final DeclaredTools NONE = new DeclaredTools(Map.of(), false, List.of());

  /** Copies. */
  public DeclaredTools {
    readOnly = Map.copyOf(readOnly);
    warnings = List.copyOf(warnings);
  }

  /** The tools that a tenant serves now, with a warning for each deny of the caller's records that matches nothing there. */
  public static DeclaredTools of(Catalogue catalogue, Principal caller) {
    Map<String, Boolean> tools = new TreeMap<>();
    catalogue.all(Kind.TOOL).forEach(tool -> tools.put(tool.key().name(), tool.isReadOnly()));
    return new DeclaredTools(tools, true, unmatched(catalogue, caller));
  }

  /** A warning for each deny of the caller's records that matches nothing which the tenant serves. */
  public static List<String> unmatched(Catalogue catalogue, Principal caller) {
    UnmatchedDenies unmatched = new UnmatchedDenies(catalogue);
    List<String> warnings = new ArrayList<>();
    caller.grants()
        .patterns((record, field, patterns) -> unmatched.of(field, patterns).forEach(
            deny -> warnings.add("warning: '" + deny + "' in " + field + " of " + record + " denies none of the " + field + " that tenant '"
                + caller.tenant() + "' has now")));
    return warnings;
  }

  boolean knows(String tool) {
    return readOnly.containsKey(tool);
  }

  /** Whether the tool declares {@code readOnlyHint}; false when it is not known. */
  public boolean isReadOnly(String tool) {
    return readOnly.getOrDefault(tool, false);
  }

  /** The nearest granted name as a question; empty when none is near. */
  String nearest(String tool, Grants grants) {
    List<String> granted = readOnly.entrySet().stream()
        .filter(one -> grants.tool(one.getKey(), one.getValue()).allowed()).map(Map.Entry::getKey).sorted().toList();
    return Nearest.question(tool, granted);
  }
}
