// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.core.install.CapabilityCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginVerifierTest {

    @TempDir
    Path root;

    private PluginVerification verify(Path file) {
        return new PluginVerifier(root.resolve("cache"), "0.1.0", CapabilityCheck::of).verify(file);
    }

    private List<String> messages(Path file) {
        return verify(file).findings().stream().map(PluginProblem::message).toList();
    }

    private static PluginBuilder using(String body) {
        return new PluginBuilder("letters").source("demo.Letters", Sources.corpus("Letters", "letters", body));
    }

    @Test
    void passesAGoodPlugin() throws IOException {
        PluginVerification verified = verify(PluginBuilder.corpus("letters").zipIn(root));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.extensions())
                .extracting(InstalledExtension::title)
                .containsExactly("corpus source 'letters'");
    }

    @Test
    void findsSeveralFaultsAtOnce() throws IOException {
        Path jar = PluginBuilder.corpus("letters")
                .set("requires", ">=9.0.0")
                .file("org/pf4j/Plugin.class", new byte[] {1})
                .jarIn(root);

        PluginVerification verified = verify(jar);

        assertThat(verified.passed()).isFalse();
        assertThat(verified.plugin().orElseThrow().id()).isEqualTo("letters");
        assertThat(verified.findings()).hasSize(2);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(messages(root.resolve("gone.jar"))).containsExactly("is not there");
    }

    @Test
    void followsTheNamesInsideOfMethods() throws IOException {
        Path library = new PluginBuilder("numbers")
                .source(
                        "other.Numbers",
                        "package other; public class Numbers { public static int one() { return 1; } }")
                .libraryIn(root.resolve("libraries"));
        Path whole = using("int one() { return other.Numbers.one(); }")
                .library(library)
                .zipIn(root);
        assertThat(messages(whole)).isEmpty();

        Path lacking = using("int one() { return other.Numbers.one(); }")
                .library(library)
                .forgettingLibraries()
                .zipIn(root);
        assertThat(messages(lacking))
                .containsExactly(
                        "class demo.Letters uses other.Numbers, which is not in the plugin; put the library that"
                                + " has it into lib/");
    }

    @Test
    void findsALibraryWhoseParentIsMissing() throws IOException {
        Path parent = new PluginBuilder("parent")
                .source("other.Parent", "package other; public class Parent {}")
                .libraryIn(root.resolve("libraries"));
        Path child = new PluginBuilder("child")
                .source("other.Child", "package other; public class Child extends Parent {}")
                .library(parent)
                .libraryIn(root.resolve("libraries"));
        Path zip = using("Object child() { return new other.Child(); }")
                .library(child)
                .zipIn(root);
        assertThat(messages(zip))
                .containsExactly("library class other.Child, which it uses, extends other.Parent, which is not in the"
                        + " plugin; put the library that has it into lib/");
    }

    @Test
    void findsWhatThisApiDoesNotHave() throws IOException {
        Path jar = using("int days(Document document) { return document.id().length(); }")
                .jarIn(root);
        assertThat(messages(jar)).isEmpty();

        Path other = replaced(jar, "id", "ie");
        assertThat(messages(other))
                .containsExactly("class demo.Letters uses dev.seance.api.corpus.Document.ie() in a form that this"
                        + " Seance's API does not have; it was built against another version");
    }

    /** The jar with one text in the constants of its class replaced: as if the method had another name. */
    private Path replaced(Path jar, String name, String other) throws IOException {
        Path classes = Files.createDirectories(root.resolve("patched/classes"));
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().equals("demo/Letters.class")) {
                    String text = new String(content, StandardCharsets.ISO_8859_1);
                    String constant = "\1\0\2" + name;
                    assertThat(text).contains(constant);
                    content = text.replace(constant, "\1\0\2" + other).getBytes(StandardCharsets.ISO_8859_1);
                }
                Path file = classes.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, content);
            }
        }
        Files.writeString(
                root.resolve("patched/plugin.properties"),
                "plugin.id=letters\nplugin.version=1.0.0\nplugin.requires=>=0.1.0\n");
        return root.resolve("patched");
    }

    @Test
    void findsAnIndexOlderThanTheClasses() throws IOException {
        Path jar = new PluginBuilder("letters")
                .source("demo.Letters", Sources.corpus("Letters", "letters", ""))
                .source("demo.More", Sources.corpus("More", "more", ""))
                .file("META-INF/extensions.idx", PluginBuilder.bytes("demo.Letters"))
                .jarIn(root);
        assertThat(messages(jar))
                .singleElement()
                .asString()
                .startsWith("class demo.More names @Extension and is not in PF4J's index META-INF/extensions.idx")
                .endsWith("build the plugin from clean");
    }

    @Test
    void findsOptionsThatRefuseTheirOwnDefaults() throws IOException {
        String source = Sources.corpus("Letters", "letters", "")
                .replace(
                        "String letters) {}",
                        "String letters) { public Options {"
                                + " throw new IllegalArgumentException(\"letters: none\"); } }");
        assertThat(messages(new PluginBuilder("letters")
                        .source("demo.Letters", source)
                        .jarIn(root)))
                .containsExactly("corpus source 'letters' refuses its own defaults: corpus source 'letters': letters:"
                        + " none");
        String beyond = Sources.corpus("Letters", "letters", "")
                .replace(
                        "public record Options(",
                        "public record Options(@Option(doc = \"How many.\", defaultValue ="
                                + " \"0\", min = 1) int count, ");
        assertThat(messages(new PluginBuilder("letters")
                        .source("demo.Letters", beyond)
                        .jarIn(root)))
                .singleElement()
                .asString()
                .startsWith("corpus source 'letters' has options that contradict themselves: the default '0' of option"
                        + " count");
    }

    @Test
    void findsASourceOfOwnTextsWithoutAPath() throws IOException {
        String source = Sources.corpus("Letters", "letters", "")
                .replace("options = Letters.Options.class", "options = Letters.Options.class, readsOwnTexts = true");
        assertThat(messages(new PluginBuilder("letters")
                        .source("demo.Letters", source)
                        .jarIn(root)))
                .containsExactly(
                        "corpus source 'letters' says that it reads a folder of anybody's texts, and is no corpus"
                                + " source whose one required option is 'path'");
    }
}
