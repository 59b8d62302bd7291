// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents show is what a reader gets who types it. */
class DocsIT {

    private static final Pattern FENCE = Pattern.compile("```(sh|yaml)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("seance [a-z]+");

    private static Path checkout;
    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("docs"));
        checkout = Seance.HOME.resolve("../../..").toRealPath();
    }

    private static String read(String file) throws IOException {
        return Files.readString(checkout.resolve(file));
    }

    private static List<String> fenced(String kind) throws IOException {
        return FENCE.matcher(read("README.md"))
                .results()
                .filter(match -> match.group(1).equals(kind))
                .map(match -> match.group(2))
                .toList();
    }

    @Test
    void theReferencePageIsWhatIsInstalled() throws IOException {
        assertThat(read("docs/reference.md"))
                .as("docs/reference.md; write it anew with: ./seance plugins reference > docs/reference.md")
                .isEqualTo(seance.run("plugins", "reference").exits(0).out());
    }

    @Test
    void everyCommandOfTheReadmeExists() throws IOException {
        List<String> commands = Stream.of("README.md", "CONTRIBUTING.md")
                .flatMap(file -> {
                    try {
                        return COMMAND.matcher(read(file)).results();
                    } catch (IOException e) {
                        throw new AssertionError(file, e);
                    }
                })
                .map(MatchResult::group)
                .distinct()
                .toList();
        List<String> known = seance.run("--help").exits(0).out().lines().toList();
        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            String name = command.split(" ")[1];
            assertThat(known).as(command).anyMatch(line -> line.startsWith("  " + name + " "));
        });
    }

    @Test
    void theRecipesOfTheReadmeAreRight() throws IOException {
        Files.createDirectories(seance.folder().resolve("regency-books"));
        Files.writeString(seance.folder().resolve("regency-books/1813_letters.txt"), "My dear Jane, ".repeat(50));
        List<String> whole = fenced("yaml").stream()
                .filter(yaml -> yaml.startsWith("recipe:"))
                .toList();
        assertThat(whole).isNotEmpty();
        for (String yaml : whole) {
            Files.writeString(seance.folder().resolve("readme.yaml"), yaml);
            seance.run("validate", "readme.yaml").exits(0);
        }
    }

    @Test
    void theExplainedRecipeIsRightToo() throws IOException {
        String steps = fenced("yaml").stream()
                .filter(yaml -> yaml.startsWith("steps:"))
                .findFirst()
                .orElseThrow();
        // The texts themselves are left out of the explanation; the shipped recipe has them.
        String recipe = "recipe: explained\nextends: victorian-tiny\n" + steps;
        Files.writeString(seance.folder().resolve("explained.yaml"), recipe);
        seance.run("validate", "explained.yaml").exits(0);
    }

    @Test
    void theCommandsAboutVocabulariesWorkAsTheyStand() throws IOException {
        Seance reader = Seance.in(Places.fresh("docs-vocabularies")).withoutNatives();
        InventedBooks.write(reader.folder().resolve("books"), 6, 6000, 3);
        Files.writeString(reader.folder().resolve("chapter.txt"), InventedBooks.book(300, 4));
        List<String> commands = fenced("sh").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("./seance tokenizer "))
                .map(line -> line.replaceFirst(" +#.*", "").replaceFirst("^\\./seance ", ""))
                .toList();
        assertThat(commands).hasSizeGreaterThan(4);
        for (String command : commands) {
            String[] parts = command.split(" < ");
            // Invented books have fewer words than real ones.
            String[] arguments = parts[0].replace("--size 4096", "--size 600").split(" +");
            Outcome outcome = parts.length == 1
                    ? reader.run(arguments)
                    : reader.type(Files.readString(reader.folder().resolve(parts[1])), arguments);
            assertThat(outcome.exits(0).out()).as(command).isNotBlank();
        }
    }

    @Test
    void theFilesToReadFirstAreThere() throws IOException {
        List<String> files = Pattern.compile("^\\d+\\. `([^`]+)`", Pattern.MULTILINE)
                .matcher(read("ARCHITECTURE.md"))
                .results()
                .map(match -> match.group(1).replaceFirst(".*/", ""))
                .toList();
        assertThat(files).hasSizeBetween(5, 10).allSatisfy(name -> {
            try (Stream<Path> tree = Files.walk(checkout)) {
                assertThat(tree.filter(path -> !path.toString().contains("/target/"))
                                .anyMatch(path -> path.endsWith(name)))
                        .as(name)
                        .isTrue();
            }
        });
    }
}
