package dev.gatehouse.plugin.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.plugin.Fixtures;
import dev.gatehouse.plugin.PluginJars;
import dev.gatehouse.plugin.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads about a jar whose form keeps its classes from being found or read. */
final class PackagingTest {

  private static final String GOOD = PluginJars.plugin("@Tool public String ping() { return \"pong\"; }");
  private static final String USES = "package fixture; import dev.gatehouse.spi.*; public class Fixture implements Plugin {"
      + " @Tool public int version() { return lib.Lib.version(); } }";

  @RegisterExtension
  private final Fixtures plugins = new Fixtures();

  /** Written out by hand, since no tool at hand makes one: the flag says that each entry is encrypted (APPNOTE 4.4.4). */
  @Test
  void a_jar_that_is_encrypted() throws IOException {
    Path jar = PluginJars.jar(plugins.dir(), "fixture", GOOD);
    Files.write(jar, patched(Files.readAllBytes(jar), 0, (byte) 1));

    assertThat(refusal(jar)).endsWith("is encrypted, and no class loader asks for a password; pack it again without");
  }

  @Test
  void a_jar_that_is_packed_by_a_method_of_another_tool() throws IOException {
    Path jar = PluginJars.jar(plugins.dir(), "fixture", GOOD);
    Files.write(jar, patched(Files.readAllBytes(jar), 2, (byte) 12));

    assertThat(refusal(jar)).contains("is packed by a method that Java does not read").endsWith("pack it again with the JDK's jar");
  }

  /** A byte after the flags of every entry, in its own header and in the index. */
  private static byte[] patched(byte[] zip, int offset, byte value) {
    for (int i = 0; i + 4 < zip.length; i++) {
      boolean entry = zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4;
      boolean index = zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2;
      if (entry || index) {
        zip[i + (entry ? 6 : 8) + offset] = value;
      }
    }
    return zip;
  }

  @Test
  void a_jar_that_was_changed_after_it_was_signed() throws Exception {
    Path jar = Signer.sign(PluginJars.of(GOOD).resource("notes.txt", "before").jar(plugins.dir(), "signed"));
    assertThat(PluginSource.of(jar).copyTo(Files.createDirectory(plugins.dir().resolve("good")), null).files()).hasSize(1);
    Signer.change(jar, "fixture/Fixture.class");

    assertThat(refusalOfCopy(jar)).startsWith(jar + " has a signature that does not fit it any more (")
        .contains("sign it again as the last step, or leave META-INF/*.SF");
  }

  /** What a build leaves that packs a signed library into the plugin's jar: its signature is of another manifest. */
  @Test
  void a_jar_with_the_signature_of_a_library_that_was_packed_into_it() throws Exception {
    Path library = Signer.sign(library());
    PluginJars jar = PluginJars.of(GOOD);
    try (JarFile signed = new JarFile(library.toFile())) {
      for (String entry : List.of("lib/Lib.class", "META-INF/ONE.SF", "META-INF/ONE.EC")) {
        jar.file(entry, signed.getInputStream(signed.getJarEntry(entry)).readAllBytes());
      }
    }
    jar.resource("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n");

    assertThat(refusalOfCopy(jar.jar(plugins.dir(), "fat"))).contains("fat.jar has a signature that does not fit it any more (")
        .contains("leave META-INF/*.SF, *.RSA, *.DSA and *.EC out of it, as for libraries that were packed into it");
  }

  private Path library() {
    return PluginJars.of("package lib; public class Lib { public static int version() { return 1; } }").withoutServices()
        .jar(plugins.dir(), "lib");
  }

  @Test
  void a_library_that_only_the_manifest_names() {
    Path library = library();

    assertThat(refusal(PluginJars.of(USES).against(library).resource("META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\nClass-Path: lib/lib.jar lib/b.jar lib/c.jar lib/d.jar\n\n")))
        .endsWith(
            "needs the class lib.Lib, which is not in it; the Class-Path of its manifest (lib/lib.jar, lib/b.jar, lib/c.jar, …) is not"
                + " followed, so put those jars into the plugin's folder, or pack their classes into one jar");
  }

  @Test
  void a_library_that_only_the_manifest_names_and_only_a_package_beside_needs() {
    Path library = library();

    assertThat(refusal(PluginJars.of("package com.example.tools; public class Tools { public int version() { return lib.Lib.version(); } }",
        "package com.example.main; import dev.gatehouse.spi.*; public class Main implements Plugin { @Tool public void run() {} }")
        .against(library).resource("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: libs/lib.jar\n\n")))
        .contains("needs the class lib.Lib, which is not in it");
  }

  @Test
  void a_library_that_was_packed_in_may_do_without_another() throws Exception {
    Path library = library();

    assertThat(plugins.load(PluginJars.of("package org.other; public class Optional { public int version() { return lib.Lib.version(); } }",
        "package com.example.main; import dev.gatehouse.spi.*; public class Main implements Plugin { @Tool public void run() {} }")
        .against(library).resource("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: libs/lib.jar\n\n")
        .jar(plugins.dir(), "fixture")).tools()).hasSize(1);
  }

  @Test
  void a_class_path_whose_jars_are_in_the_folder_or_packed_in_is_no_fault() throws Exception {
    Path library = library();
    String manifest = "Manifest-Version: 1.0\nClass-Path: lib/lib.jar\n\n";
    Path folder = Files.createDirectory(plugins.dir().resolve("both"));
    PluginJars.of(USES).against(library).resource("META-INF/MANIFEST.MF", manifest).jar(folder, "main");
    Files.copy(library, folder.resolve("lib.jar"));
    Path fat = PluginJars.of(USES, "package lib; public class Lib { public static int version() { return 1; } }",
        "package fixture; class OfTheJdk { javax.sql.DataSource a() { return (javax.sql.DataSource) (Object) new org.w3c.dom.Node[0][0]; }"
            + " Object b() throws Exception { return com.sun.net.httpserver.HttpServer.create(); } }")
        .resource("META-INF/MANIFEST.MF", manifest).jar(plugins.dir(), "fat");

    assertThat(Fixtures.text(plugins.load(folder), "version", "{}")).isEqualTo("1");
    assertThat(Fixtures.text(plugins.load(fat), "version", "{}")).isEqualTo("1");
  }

  @Test
  void a_jar_within_the_jar() throws IOException {
    Path library = library();

    assertThat(refusal(PluginJars.of(USES).against(library).file("lib/lib.jar", library)))
        .endsWith("needs the class lib.Lib, which is not in it; the jars within it (lib/lib.jar) are not read, so put those jars into the"
            + " plugin's folder, or pack their classes into one jar");
    assertThat(refusal(PluginJars.of(USES).against(library).withoutServices().file("main/main.jar", library)))
        .contains("has no META-INF/services/dev.gatehouse.spi.Plugin but jars within it (main/main.jar), which no class loader reads");
  }

  @Test
  void a_jar_within_the_jar_that_no_class_is_needed_from_is_no_fault() throws Exception {
    assertThat(plugins.load(PluginJars.of(GOOD).file("agent.jar", library()).jar(plugins.dir(), "fixture")).tools()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BOOT-INF", "WEB-INF"})
  void a_plugin_packed_as_an_application(String folder) throws IOException {
    Path library = library();

    assertThat(refusal(PluginJars.of("package loader; public class JarLauncher {}").withoutServices()
        .file(folder + "/lib/lib.jar", library).resource(folder + "/classes/META-INF/services/dev.gatehouse.spi.Plugin", "a.B")))
        .contains("is packed as an application: its classes lie under " + folder).contains("put the jar of its classes alone");
  }

  @Test
  void all_broken_jars_of_a_plugin_at_once() throws Exception {
    Path folder = Files.createDirectory(plugins.dir().resolve("several"));
    Path one = Files.createFile(folder.resolve("one.jar"));
    Path two = Files.writeString(folder.resolve("two.jar"), "no jar");

    assertThat(refusalOfCopy(folder)).startsWith(one + " is empty; copy it again; " + two + " is not a whole jar");
  }

  private String refusalOfCopy(Path jar) throws Exception {
    PluginSource source = PluginSource.of(jar);
    Path copy = Files.createDirectory(plugins.dir().resolve("copy"));
    return catchThrowableOfType(PluginException.class, () -> source.copyTo(copy, null)).getMessage();
  }

  private String refusal(PluginJars jar) {
    return refusal(jar.jar(plugins.dir(), "fixture"));
  }

  private String refusal(Path jar) {
    return plugins.refusal(jar);
  }
}
