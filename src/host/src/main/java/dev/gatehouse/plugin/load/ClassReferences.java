package dev.gatehouse.plugin.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of classes in the constant pool of a class file (JVMS 4.4), each as {@code java/lang/String}. No class is loaded for it.
 *
 * @param classes what the class refers to; of an array, its items
 * @param types these, and what descriptors and signatures name
 * @param texts what its string literals may name, as an argument of {@code Class.forName} does
 */
public record ClassReferences(Set<String> classes, Set<String> types, Set<String> texts) {

  private static final Pattern DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");
  private static final Pattern QUALIFIED_NAME = Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)+");
  private static final int MAGIC_AND_VERSION = 8;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int STRING = 8;

  /**
   * Reads a class file as far as the end of its constant pool.
   *
   * @throws IOException when it is none
   */
  public static ClassReferences of(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    in.skipNBytes(MAGIC_AND_VERSION);
    String[] names = new String[in.readUnsignedShort()];
    Set<Integer> classes = new HashSet<>();
    Set<Integer> strings = new HashSet<>();
    for (int i = 1; i < names.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> names[i] = in.readUTF();
        case CLASS -> classes.add(in.readUnsignedShort());
        case STRING -> strings.add(in.readUnsignedShort());
        default -> in.skipNBytes(length(tag));
      }
      i += isWide(tag) ? 1 : 0;
    }
    return of(names, classes, strings);
  }

  private static ClassReferences of(String[] names, Set<Integer> classes, Set<Integer> strings) {
    Set<String> referred = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    Set<String> texts = new TreeSet<>();
    for (int i = 1; i < names.length; i++) {
      if (names[i] != null) {
        Matcher descriptor = DESCRIPTOR.matcher(names[i]);
        while (descriptor.find()) {
          types.add(descriptor.group(1));
        }
        if (classes.contains(i)) {
          item(names[i]).ifPresent(referred::add);
        }
        if (strings.contains(i) && QUALIFIED_NAME.matcher(names[i]).matches()) {
          texts.add(names[i].replace('.', '/'));
        }
      }
    }
    types.addAll(referred);
    return new ClassReferences(referred, types, texts);
  }

  /** The class itself, or that of an array's items; none of primitive ones. */
  private static Optional<String> item(String name) {
    String item = name.substring(name.lastIndexOf('[') + 1);
    return item.length() == name.length() ? Optional.of(name)
        : item.startsWith("L") ? Optional.of(item.substring(1, item.length() - 1)) : Optional.empty();
  }

  /** A long or a double takes two places in the pool. */
  private static boolean isWide(int tag) {
    return tag == 5 || tag == 6;
  }

  /** How many bytes follow the tag of an entry that names nothing. */
  private static int length(int tag) throws IOException {
    return switch (tag) {
      case 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IOException("a class file with a constant of kind " + tag);
    };
  }
}
