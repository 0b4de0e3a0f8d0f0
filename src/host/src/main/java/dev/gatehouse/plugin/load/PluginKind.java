package dev.gatehouse.plugin.load;

import dev.gatehouse.feature.Changes;
import dev.gatehouse.record.PluginSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kind of plugin, such as jars: how its files are named, checked and loaded. Stateless; its methods block. To add one, implement this and
 * name it in {@link #ALL}.
 */
interface PluginKind {

  /** All kinds. The first whose ending fits reads a file. */
  List<PluginKind> ALL = List.of(new JarKind());

  /** The kind of a file by its name, in capitals or not; null when it is no plugin's. */
  static @Nullable PluginKind of(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(kind -> lower.endsWith(kind.ending())).findFirst().orElse(null);
  }

  /** What the names of its files end in, in lower case, with the dot. */
  String ending();

  /** Checks quickly that a file is there and looks whole. */
  void check(Path file) throws PluginException;

  /**
   * Reads a copy completely: the file may have been overwritten while it was copied.
   *
   * @param file what it is a copy of, for the message
   */
  void checkCopy(Path file, Path copy) throws PluginException;

  /** The version that a file declares in its content, or null. */
  @Nullable
  String version(Path file) throws IOException;

  /**
   * Loads and starts a plugin for a tenant. Its files have passed {@link #check}, and do not change while it lives.
   *
   * @param settings its configuration
   * @param changes notified of changes that the plugin announces
   * @throws PluginException when it cannot serve; nothing of it is left then
   */
  LoadedPlugin load(PluginSource source, String tenant, PluginSettings settings, Changes changes) throws PluginException;
}
