package dev.gatehouse.bench.fuzz;

/** Changes a text of bytes without knowing what it says. */
final class ByteMutator {

  private static final int MOST_CHANGES = 8;
  private static final int BYTE = 256;

  private ByteMutator() {
  }

  static String mutate(Dice dice, String bytes, StringBuilder what) {
    StringBuilder text = new StringBuilder(bytes);
    switch (dice.below(5)) {
      case 0 -> {
        what.append("cut off");
        text.setLength(dice.below(text.length()));
      }
      case 1 -> {
        what.append("a part twice");
        int from = dice.below(text.length());
        int to = from + dice.below(text.length() - from);
        text.insert(dice.below(text.length()), text.substring(from, to));
      }
      case 2 -> {
        what.append("a part left out");
        int from = dice.below(text.length());
        text.delete(from, from + 1 + dice.below(Math.min(20, text.length() - from)));
      }
      default -> flip(dice, text, what);
    }
    return text.toString();
  }

  static void flip(Dice dice, StringBuilder text, StringBuilder what) {
    int flips = 1 + dice.below(MOST_CHANGES);
    for (int i = 0; i < flips; i++) {
      int at = dice.below(text.length());
      text.setCharAt(at, (char) (dice.chance(0.5) ? text.charAt(at) ^ 1 << dice.below(8) : dice.below(BYTE)));
    }
    what.append(flips).append(" bytes flipped");
  }
}
