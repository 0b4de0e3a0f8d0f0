package dev.gatehouse.bench;

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
}
