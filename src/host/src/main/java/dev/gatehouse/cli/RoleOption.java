package dev.gatehouse.cli;

import dev.gatehouse.config.Role;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the option {@code --role}. */
final class RoleOption implements ITypeConverter<Role> {

  @Override
  public Role convert(String text) {
    return Stream.of(Role.values()).filter(role -> word(role).equals(text)).findFirst()
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of "
            + Stream.of(Role.values()).map(RoleOption::word).collect(Collectors.joining(", "))));
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
