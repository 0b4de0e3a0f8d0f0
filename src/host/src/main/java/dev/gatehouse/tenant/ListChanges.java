package dev.gatehouse.tenant;

import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.Kind;
import java.util.List;

/** Which of a tenant's lists have changed by a hot swap. A new version that looks the same from outside is no news to a client. */
record ListChanges(boolean tools, boolean prompts, boolean resources) {

  static ListChanges between(Catalogue before, Catalogue after) {
    return new ListChanges(differ(before, after, Kind.TOOL), differ(before, after, Kind.PROMPT),
        differ(before, after, Kind.RESOURCE) || differ(before, after, Kind.TEMPLATE));
  }

  private static boolean differ(Catalogue before, Catalogue after, Kind kind) {
    return !infos(before, kind).equals(infos(after, kind));
  }

  private static List<Info> infos(Catalogue catalogue, Kind kind) {
    return catalogue.all(kind).stream().map(Entry::info).toList();
  }

  void tell(String tenant, Changes changes) {
    if (tools) {
      changes.toolsChanged(tenant);
    }
    if (prompts) {
      changes.promptsChanged(tenant);
    }
    if (resources) {
      changes.resourcesChanged(tenant);
    }
  }
}
