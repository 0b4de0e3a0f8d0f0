package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several hosts may run in one JVM: what changes belongs to one of them, and not to a class. */
final class ProcessStateTest {

  /** What belongs to the process by its nature, and why. */
  private static final Map<String, String> OF_THE_PROCESS = Map.of(
      "dev.gatehouse.cli.process.Stderr.writer", "a process has one stderr",
      "dev.gatehouse.cli.process.Stderr.stream", "a process has one stderr",
      "dev.gatehouse.tenant.StagingRoot.OWN", "file locks are a process's, and not a thread's or a host's (POSIX)",
      "dev.gatehouse.auth.key.KeyRecord.SERIALS", "numbers that tell records apart, whoever's they are",
      "dev.gatehouse.auth.key.Sha256.DIGEST", "one for each thread; a digest resets it",
      "dev.gatehouse.feature.bulkhead.Processors.asked", "the system tells the load since it was asked last, whoever asked",
      "dev.gatehouse.feature.bulkhead.Processors.load", "the system tells the load since it was asked last, whoever asked",
      "dev.gatehouse.feature.loop.StepBudget.OF_THREAD", "the check that a thread is in; it is over when the check is",
      "dev.gatehouse.cluster.Seal.CIPHERS", "one for each thread; each message begins it anew",
      "dev.gatehouse.plugin.type.Scalars.ALL", "a constant, filled when its class is loaded");

  private static final Set<String> CHANGING =
      Set.of("java.util.concurrent.atomic", "java.util.concurrent.locks", "io.micrometer.core.instrument");

  @Test
  void no_class_but_those_named_here_has_state() {
    Map<String, String> found = new TreeMap<>();
    new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.gatehouse").stream()
        .map(type -> type.reflect()).flatMap(type -> Stream.of(type.getDeclaredFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .filter(ProcessStateTest::changes)
        .forEach(field -> found.put(field.getDeclaringClass().getName() + "." + field.getName(), field.getType().getName()));

    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(OF_THE_PROCESS.keySet());
  }

  private static boolean changes(Field field) {
    if (!Modifier.isFinal(field.getModifiers())) {
      return true;
    }
    Class<?> type = field.getType();
    return CHANGING.contains(type.getPackageName()) || LongAdder.class.isAssignableFrom(type) || ThreadLocal.class.isAssignableFrom(type)
        || Executor.class.isAssignableFrom(type) || StringBuilder.class == type
        || (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) && !isUnmodifiable(value(field));
  }

  private static Object value(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isUnmodifiable(Object value) {
    String name = value.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections") || name.startsWith("java.util.Collections$Unmodifiable")
        || name.startsWith("java.util.Collections$Empty");
  }
}
