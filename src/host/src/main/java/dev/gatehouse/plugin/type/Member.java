package dev.gatehouse.plugin.type;

import dev.gatehouse.spi.ToolArg;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A member of a bean: a property that is read, written, or a parameter of its constructor.
 *
 * @param name its name in JSON
 * @param type its Java type
 * @param arg what the plugin's author says about it, or null
 * @param description what others of its annotations say about it, possibly empty
 * @param required whether it must be given
 * @param handle gets it of a bean, or sets it; null for a parameter
 */
record Member(String name, TypeRef type, @Nullable ToolArg arg, String description, boolean required, @Nullable MethodHandle handle) {

  boolean isParameter() {
    return handle == null;
  }
}
