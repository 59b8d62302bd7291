// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.core.store.ContentDigest;
import dev.seance.core.store.Digests;
import dev.seance.core.store.Manifest;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.chat.MaskedTokens;
import dev.seance.kit.tokens.CorpusEncoder;
import dev.seance.kit.tokens.EncodedCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the host and the kit make of fixed inputs. Their code is no part of keys; a number is, and it must be raised when
 * they make something else: {@code HOST_FORMAT} in {@code dev.seance.core.plan.KeyInputs}. When a digest here changes, raise
 * it and put the new digest in.
 */
class GoldenResultsTest {

    private static final String RAISE =
            "the host makes something else of the same key now: raise KeyInputs.HOST_FORMAT";

    @TempDir
    Path folder;

    @Test
    void aCorpus() throws IOException {
        ListSource source = new ListSource();
        for (int i = 0; i < 12; i++) {
            source.split(
                    "s" + i,
                    Document.of("d" + i, "Chapter " + i + ".\n\nThe rain fell on Brontë's roof; née 🎩.")
                            .title("Title " + i)
                            .author("Anon")
                            .year(1840 + i)
                            .language("en")
                            .build());
        }
        Path output = Files.createDirectories(folder.resolve("output"));
        Corpora.executor(source, List.of(), 0.3, 1837, 2)
                .make(output, new TestContext(Files.createDirectories(folder.resolve("work")), 1));

        List<Manifest.FileEntry> files = new ArrayList<>();
        try (Stream<Path> made = Files.list(output)) {
            for (Path file : made.sorted().toList()) {
                files.add(new Manifest.FileEntry(file.getFileName().toString(), Files.size(file), Digests.of(file)));
            }
        }
        assertThat(ContentDigest.of(output, files, ArtifactTypes.CORPUS::isContent))
                .as(RAISE)
                .isEqualTo("d115bbe5a14090283f73834f6eee0fc84aad144032007f3fa538b83d151441fa");
    }

    @Test
    void tokenShards() throws IOException {
        MemoryCorpus corpus = MemoryCorpus.ofTexts("It was a dark night.", "", "née 🎩", "The end.");
        EncodedCorpus encoded = new CorpusEncoder(
                        corpus,
                        new ByteVocabulary(),
                        folder.resolve("tokens"),
                        new TestContext(folder, 1).progress(),
                        () -> false)
                .encode(Subset.TRAIN, 2);
        StringBuilder tokens = new StringBuilder();
        for (int document = 0; document < encoded.documents(); document++) {
            int[] ids = new int[encoded.length(document)];
            encoded.read(document, 0, ids.length, ids, 0);
            tokens.append(encoded.id(document)).append(Arrays.toString(ids));
        }
        assertThat(Digests.of(tokens.toString()))
                .as(RAISE)
                .isEqualTo("edda51702c595d5a3f03542d4320f7c898f432afd45ef65efae37e658fca7186");
    }

    @Test
    void aConversation() {
        MaskedTokens tokens = new ChatTemplate(new ByteVocabulary())
                .render(List.of(
                        new Turn(Role.USER, "Good evening, sir."),
                        new Turn(Role.ASSISTANT, "Your servant."),
                        new Turn(Role.USER, "Née?"),
                        new Turn(Role.ASSISTANT, "🎩")));
        assertThat(Digests.of(Arrays.toString(tokens.tokens()) + Arrays.toString(tokens.lossMask())))
                .as(RAISE)
                .isEqualTo("173ef7e38598f98950a3fc371283d69a818e454b2adc28ab07ed9888f95d12b7");
    }
}
