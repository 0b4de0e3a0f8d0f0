package dev.gatehouse.cli;

import dev.gatehouse.auth.key.ApiKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Reads the id of a key from an argument, in which people write the whole key as well. */
final class KeyIds {

  private static final Pattern BEGIN = Pattern.compile("gth_([0-9a-z]{12})(?:_.*)?", Pattern.DOTALL);

  private KeyIds() {
  }

  /** The id in {@code gth_<id>} or in a whole key, of which it warns; any other text as it is. */
  static String of(CommandSpec command, String text) {
    if (ApiKey.isIn(text)) {
      Say.line(command, "warning: this is a whole key, and the shell's history and the list of processes have it now. Its id is enough: the"
          + " part after gth_");
    }
    Matcher key = BEGIN.matcher(text);
    return key.matches() ? key.group(1) : text;
  }
}
