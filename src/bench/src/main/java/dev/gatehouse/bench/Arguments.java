package dev.gatehouse.bench;

import java.util.function.Supplier;

/** The command line of a run: the repository, then what is optional. */
public final class Arguments {

  private static final int BAD = 2;

  private Arguments() {
  }

  /**
   * A number of something, from 1. Ends the process with 2 and a sentence when it is none.
   *
   * @param otherwise what it is when it is not given
   */
  public static int number(String[] args, int index, String name, int otherwise) {
    if (args.length <= index) {
      return otherwise;
    }
    if (!args[index].matches("[1-9][0-9]{0,5}")) {
      System.err.println(name + " must be a whole number from 1 to 999999, and not '" + args[index] + "'");
      System.exit(BAD);
    }
    return Integer.parseInt(args[index]);
  }

  /** What is read from the command line. Ends the process with 2 and the sentence of an {@link IllegalArgumentException}. */
  public static <T> T checked(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(BAD);
      throw e;
    }
  }
}
