package dev.gatehouse.plugin.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.plugin.check.AuthorError;
import dev.gatehouse.plugin.type.JsonType;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.SchemaDocument;
import dev.gatehouse.plugin.type.SchemaWriter;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.record.Faults;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.spi.ConfigBinder;
import java.util.Map;
import java.util.Objects;

/**
 * Binds a plugin's configuration to the record that the plugin declares: the types, names and schemas of tool arguments, with messages for
 * an operator.
 */
public final class ConfigBinding implements ConfigBinder {

  private final String path;
  private final PluginSettings settings;
  private final JsonTypes types;

  /**
   * Creates a binding.
   *
   * @param path where the configuration stands, such as {@code tenants.demo.plugins.shop}
   */
  public ConfigBinding(String path, PluginSettings settings, JsonTypes types) {
    this.path = path;
    this.settings = settings;
    this.types = types;
  }

  @Override
  public <T> T bind(Map<String, Object> config, Class<T> type) {
    JsonType form = form(type);
    SchemaDocument schema = SchemaWriter.input(form::schema);
    JsonNode given = new ConfigForm(schema.published()).fit(types.any().write(config));
    ConfigFaults faults = new ConfigFaults(path, schema.checked(), given, settings);
    new Validation(schema.checked()).errors(given, Faults.MOST).forEach(faults::add);
    faults.throwIfAny();
    return type.cast(read(form, given, faults));
  }

  private JsonType form(Class<?> type) {
    if (!type.isRecord() && !type.isSealed()) {
      throw new AuthorError("a configuration is read as a record, which " + type.getTypeName() + " is not");
    }
    try {
      return types.argument(TypeRef.of(type, Map.of()));
    } catch (UnsupportedTypeException e) {
      throw new AuthorError("a configuration cannot be read as " + type.getTypeName() + ", since that " + e.getMessage());
    }
  }

  private static Object read(JsonType form, JsonNode given, ConfigFaults faults) {
    try {
      // A record is never null.
      return Objects.requireNonNull(form.read(given));
    } catch (MismatchException e) {
      faults.add(e);
      throw faults.mismatch();
    }
  }

  @Override
  public String toString() {
    return "ConfigBinder[" + path + "]";
  }
}
