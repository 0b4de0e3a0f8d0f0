package dev.gatehouse.cli;

import dev.gatehouse.record.Identifier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the option {@code --tenant} of commands that look for what a tenant has. */
final class TenantName implements ITypeConverter<String> {

  @Override
  public String convert(String text) {
    if (!Identifier.NAME.matches(text)) {
      throw new TypeConversionException("it must be the name of a tenant: 1 to 63 of a-z 0-9 _ -");
    }
    return text;
  }
}
