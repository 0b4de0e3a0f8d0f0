package dev.gatehouse.tenant;

import dev.gatehouse.feature.Catalogue;
import dev.gatehouse.feature.Changes;
import dev.gatehouse.feature.Entry;
import dev.gatehouse.feature.Info;
import dev.gatehouse.feature.Kind;
import java.util.List;

/** Compares two catalogues and reports which lists a hot swap changed. A new version that looks the same to clients reports nothing. */
final class ListChanges {

  private ListChanges() {
  }

  static void tell(String tenant, Catalogue before, Catalogue after, Changes changes) {
    for (Kind kind : List.of(Kind.TOOL, Kind.PROMPT, Kind.RESOURCE)) {
      if (differ(before, after, kind) || kind == Kind.RESOURCE && differ(before, after, Kind.TEMPLATE)) {
        changes.listChanged(tenant, kind);
      }
    }
  }

  private static boolean differ(Catalogue before, Catalogue after, Kind kind) {
    return !descriptions(before, kind).equals(descriptions(after, kind));
  }

  private static List<Info> descriptions(Catalogue catalogue, Kind kind) {
    return catalogue.all(kind).stream().map(Entry::info).toList();
  }
}
