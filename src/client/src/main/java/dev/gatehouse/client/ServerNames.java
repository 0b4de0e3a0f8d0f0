package dev.gatehouse.client;

import dev.gatehouse.client.servers.ServerAddress;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the option {@code --server}, in both its forms. */
final class ServerNames {

  private ServerNames() {
  }

  static final class Named implements ITypeConverter<ServerAddress> {

    @Override
    public ServerAddress convert(String text) {
      return read(text, ServerAddress::named);
    }
  }

  static final class Unnamed implements ITypeConverter<ServerAddress> {

    @Override
    public ServerAddress convert(String text) {
      return read(text, ServerAddress::unnamed);
    }
  }

  private static ServerAddress read(String text, Function<String, ServerAddress> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
