package dev.gatehouse.plugin.type;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates collections and maps of a class: an interface by a JDK class, a class by its constructor. */
final class Collecting {

  private static final Map<Class<?>, UnaryOperator<Collection<Object>>> COLLECTIONS = Map.ofEntries(
      Map.entry(Iterable.class, UnaryOperator.identity()),
      Map.entry(Collection.class, UnaryOperator.identity()),
      Map.entry(List.class, UnaryOperator.identity()),
      Map.entry(Set.class, UnaryOperator.identity()),
      Map.entry(SortedSet.class, TreeSet::new),
      Map.entry(NavigableSet.class, TreeSet::new),
      Map.entry(Queue.class, LinkedList::new),
      Map.entry(Deque.class, LinkedList::new),
      Map.entry(BlockingQueue.class, LinkedBlockingDeque::new),
      Map.entry(BlockingDeque.class, LinkedBlockingDeque::new),
      // At once: added one by one, they would copy all items each time.
      Map.entry(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new));
  private static final Map<Class<?>, UnaryOperator<Map<Object, Object>>> MAPS = Map.of(
      Map.class, UnaryOperator.identity(),
      LinkedHashMap.class, UnaryOperator.identity(),
      SortedMap.class, TreeMap::new,
      NavigableMap.class, TreeMap::new,
      ConcurrentMap.class, ConcurrentHashMap::new,
      ConcurrentNavigableMap.class, ConcurrentSkipListMap::new);
  private static final List<Class<?>> ORDERED =
      List.of(SortedSet.class, SortedMap.class, PriorityQueue.class, PriorityBlockingQueue.class);

  private Collecting() {
  }

  /**
   * Makes a collection of a list, or of a set if it is one; null when that cannot be done.
   *
   * @param item the type of the items
   */
  static @Nullable UnaryOperator<Collection<Object>> collection(Class<?> type, Class<?> item) {
    // A URL asks the network which others it equals; the other compares each item with all others.
    if (Set.class.isAssignableFrom(type) && item == URL.class || type == CopyOnWriteArraySet.class || lacksOrder(type, item)) {
      return null;
    }
    if (type == EnumSet.class) {
      return item.isEnum() ? items -> enumSet(item, items) : null;
    }
    UnaryOperator<Collection<Object>> known = COLLECTIONS.get(type);
    MethodHandle create = known == null ? creator(type) : null;
    return create == null ? known : items -> filled(create, items);
  }

  /** Makes a map of another; null when that cannot be done. */
  static @Nullable UnaryOperator<Map<Object, Object>> map(Class<?> type, Class<?> key) {
    if (lacksOrder(type, key)) {
      return null;
    }
    if (type == EnumMap.class) {
      return key.isEnum() ? entries -> enumMap(key, entries) : null;
    }
    UnaryOperator<Map<Object, Object>> known = MAPS.get(type);
    MethodHandle create = known == null ? creator(type) : null;
    return create == null ? known : entries -> filled(create, entries);
  }

  private static boolean lacksOrder(Class<?> type, Class<?> item) {
    return ORDERED.stream().anyMatch(ordered -> ordered.isAssignableFrom(type)) && !item.isPrimitive() && item != Object.class
        && !Comparable.class.isAssignableFrom(item);
  }

  /** The constructor without parameters; that of a class of the JDK only if it is public. */
  private static @Nullable MethodHandle creator(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 0 && (Modifier.isPublic(constructor.getModifiers()) || !Jdk.has(type))) {
        return Handles.executable(constructor);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private static Collection<Object> filled(MethodHandle create, Collection<Object> items) {
    Collection<Object> collection = (Collection<Object>) Handles.call(create);
    collection.addAll(items);
    return collection;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> filled(MethodHandle create, Map<Object, Object> entries) {
    Map<Object, Object> map = (Map<Object, Object>) Handles.call(create);
    map.putAll(entries);
    return map;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Collection<Object> enumSet(Class item, Collection<Object> items) {
    EnumSet set = EnumSet.noneOf(item);
    set.addAll(items);
    return set;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<Object, Object> enumMap(Class key, Map<Object, Object> entries) {
    EnumMap map = new EnumMap(key);
    map.putAll(entries);
    return map;
  }
}
