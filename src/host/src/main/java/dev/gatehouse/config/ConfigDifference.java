package dev.gatehouse.config;

import dev.gatehouse.record.Section;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Compares two configurations: the paths of the fields that differ. */
public final class ConfigDifference {

  /** Records that are no sections in the file: their fields stand in the section around them. */
  static final Set<Class<?>> INLINE = Set.of(ConnectionsConfig.class, RedisTlsConfig.class);
  private static final String TENANTS = "tenants";

  private ConfigDifference() {
  }

  /** The fields outside {@code tenants} that differ: those that a host takes at its start alone. */
  public static List<String> outsideTenants(HostConfig before, HostConfig after) {
    List<String> paths = new ArrayList<>();
    add(paths, "", before, after);
    return List.copyOf(paths);
  }

  /** The tenants whose settings differ. */
  public static Set<String> tenants(HostConfig before, HostConfig after) {
    Set<String> names = new TreeSet<>(before.tenants().keySet());
    names.addAll(after.tenants().keySet());
    names.removeIf(name -> Objects.equals(before.tenants().get(name), after.tenants().get(name)));
    return names;
  }

  private static void add(List<String> paths, String path, Record before, Record after) {
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      Object was = value(component, before);
      Object is = value(component, after);
      String at = INLINE.contains(component.getType()) ? path : Section.join(path, component.getName());
      if (was instanceof Record one && is instanceof Record other) {
        add(paths, at, one, other);
      } else if (!Objects.equals(was, is) && !at.equals(TENANTS)) {
        paths.add(at);
      }
    }
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.getName(), e);
    }
  }
}
