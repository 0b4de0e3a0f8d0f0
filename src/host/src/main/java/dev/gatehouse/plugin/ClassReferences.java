package dev.gatehouse.plugin;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;

/** The classes that a class refers to, read from the constant pool of its file (JVMS 4.4), without loading anything. */
final class ClassReferences {

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  /** Bytes after the tag, by tag; 0 where there is no such tag. */
  private static final int[] SIZES = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

  private ClassReferences() {
  }

  /**
   * Reads them.
   *
   * @param classFile at its beginning
   * @return binary names with slashes, without arrays
   * @throws IOException also when it is no class file
   */
  static Set<String> of(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    int[] classes = new int[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      if (tag == UTF8) {
        texts[i] = in.readUTF();
      } else if (tag == CLASS) {
        classes[i] = in.readUnsignedShort();
      } else if (tag < SIZES.length && SIZES[tag] > 0) {
        in.skipNBytes(SIZES[tag]);
        // These take two places each (JVMS 4.4.5).
        i += tag == LONG || tag == DOUBLE ? 1 : 0;
      } else {
        throw new IOException("constant pool tag " + tag);
      }
    }
    return names(texts, classes);
  }

  private static Set<String> names(String[] texts, int[] classes) {
    Set<String> names = new LinkedHashSet<>();
    for (int index : classes) {
      if (index > 0 && index < texts.length && texts[index] != null) {
        name(texts[index], names);
      }
    }
    return names;
  }

  private static void name(String text, Set<String> into) {
    String item = text.substring(text.lastIndexOf('[') + 1);
    if (item.length() == text.length()) {
      into.add(text);
    } else if (item.startsWith("L")) {
      into.add(item.substring(1, item.length() - 1));
    }
  }
}
