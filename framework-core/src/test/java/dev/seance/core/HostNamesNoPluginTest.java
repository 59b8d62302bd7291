// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The host knows no plugin, also not by name: no string of its code is, or mentions, the id of a bundled plugin, the name
 * of one of its extensions, or a tool that only a plugin needs. What plugins there are is read from the tree, so that a
 * new one is watched from its first day.
 */
class HostNamesNoPluginTest {

    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();

    /** What plugins bring along or call, and the host has no business with. */
    private static final Set<String> TOOLS = Set.of("npm", "djl", "libtorch", "torchscript", "cuda", "sentencepiece");

    private static final Pattern NAME = Pattern.compile("@ExtensionSpec\\(\\s*name = \"([^\"]+)\"", Pattern.DOTALL);

    /** A Java string, a text block or a comment; the latter two first, so that a quote in them begins nothing. */
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"\"\"(.*?)\"\"\"|'(?:\\\\.|[^'\\\\])'|\"((?:\\\\.|[^\"\\\\\\n])*)\"",
            Pattern.DOTALL);

    /**
     * Words of the language, and of formats that files are named for, that happen to be names of extensions too: only as
     * the whole string they would be a name.
     */
    private static final Set<String> PLAIN_WORDS = Set.of(
            "folder",
            "packages",
            "era",
            "length",
            "fiction",
            "conversation",
            "scenes",
            "pretrain",
            "finetune",
            "jsonl",
            "csv",
            "paragraphs",
            "language",
            "dialogues",
            "seance"); // the product, and the provider of models that were trained here

    /** Where such a word is a key or a field of our own, and no name of an extension: file and word. */
    private static final Set<String> OWN_KEYS = Set.of(
            "JsonSchema era",
            "JsonSchema language",
            "CorpusShowCommand language",
            "DocumentJson language",
            "Era language",
            "RecipeForm language",
            "Recipe era",
            "RecipeForm era",
            "RunSummary era",
            "RunProgress era",
            "ConversationBlock conversation", // a class of the style sheet
            "DialogueOrigins fiction", // the origin of a dialogue, a word of the API
            // A kind of artifact, its file, a figure of the step that makes it.
            "DialogueOutput dialogues",
            "DialogueTable dialogues",
            "DialoguesArtifact dialogues",
            "ReportText dialogues",
            "StoredDialogues dialogues",
            "SynthesisJournal dialogues",
            "ExportCommand folder",
            "SeanceMain seance", // the command
            "UserFolders seance",
            "ShardFolder folder",
            "StoreUnpackCommand folder",
            "StoreVerifyCommand folder",
            "RunsRemoveCommand folder",
            "RunsShowCommand folder",
            "RunsListCommand folder",
            "Artifact folder",
            "UserPlugins folder");

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(TOOLS);
        try (Stream<Path> plugins = Files.list(TREE.resolve("plugins"))) {
            for (Path plugin : plugins.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .toList()) {
                names.add(plugin.getFileName().toString());
                Path main = plugin.resolve("src/main/java");
                for (Path source : Files.isDirectory(main) ? sources(main) : List.<Path>of()) {
                    Matcher name = NAME.matcher(Files.readString(source));
                    while (name.find()) {
                        names.add(name.group(1));
                    }
                }
            }
        }
        return names;
    }

    private static List<String> strings(Path source) throws IOException {
        List<String> strings = new ArrayList<>();
        Matcher token = TOKEN.matcher(Files.readString(source, StandardCharsets.UTF_8));
        while (token.find()) {
            if (token.group(1) != null) {
                strings.add(token.group(1));
            } else if (token.group(2) != null) {
                strings.add(token.group(2));
            }
        }
        return strings;
    }

    private static List<String> mentions(String text, Set<String> names) {
        return names.stream()
                .filter(name -> PLAIN_WORDS.contains(name)
                        ? text.equals(name) || text.contains("'" + name + "'")
                        : Pattern.compile("(?i)(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                                .matcher(text)
                                .find())
                .toList();
    }

    @Test
    void theHostNamesNoPluginInItsStrings() throws IOException {
        Set<String> names = names();
        assertThat(names).contains("corpus-folder", "bpe", "pytorch", "folder");
        List<String> found = new ArrayList<>();
        for (Path source : sources(TREE.resolve("framework-core/src/main/java"))) {
            for (String text : strings(source)) {
                for (String name : mentions(text, names)) {
                    String file = source.getFileName().toString().replace(".java", "");
                    if (OWN_KEYS.contains(file + " " + name) && text.equals(name)) {
                        continue;
                    }
                    found.add(TREE.relativize(source) + ": '" + name + "' in \"" + text + "\"");
                }
            }
        }
        assertThat(found.stream().collect(Collectors.joining("\n"))).isEmpty();
    }

    @Test
    void aMentionIsFound() {
        Set<String> names = Set.of("bpe", "folder", "tokenizer-lint");
        assertThat(mentions("such as bpe, or", names)).containsExactly("bpe");
        assertThat(mentions("seance plugins info tokenizer-lint", names)).containsExactly("tokenizer-lint");
        assertThat(mentions("a folder of files", names)).isEmpty();
        assertThat(mentions("folder", names)).containsExactly("folder");
        assertThat(mentions("bpexy", names)).isEmpty();
    }
}
