package dev.gatehouse.tenant;

import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.PromptEntry;
import dev.gatehouse.feature.ResourceEntry;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Which of a tenant's lists read differently after a swap. A new version that looks the same from outside is no news to a client. */
record ListChanges(boolean tools, boolean prompts, boolean resources) {

  static ListChanges between(Catalogue before, Catalogue after) {
    return new ListChanges(
        differ(before.all(), after.all(), Entry::info),
        differ(before.prompts(), after.prompts(), PromptEntry::info),
        differ(before.resources(), after.resources(), ResourceEntry::info)
            || differ(before.templates(), after.templates(), ResourceEntry::info));
  }

  private static <E> boolean differ(Collection<E> before, Collection<E> after, Function<E, ?> info) {
    return !infos(before, info).equals(infos(after, info));
  }

  private static <E> List<?> infos(Collection<E> entries, Function<E, ?> info) {
    return entries.stream().map(info).toList();
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
