// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.run.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVerificationTest {

    @TempDir
    Path root;

    private ArtifactStore store;
    private Artifact artifact;

    @BeforeEach
    void put() throws IOException {
        store = new ArtifactStore(root);
        artifact = Manifests.put(store, ArtifactKind.CORPUS, "f1", "2026-11-22T12:00:00Z");
        Manifests.put(store, ArtifactKind.MODEL, "f2", "2026-11-22T12:00:00Z");
    }

    private StoreVerification verify() throws IOException {
        return StoreVerification.of(store, ArchiveTest.NONE);
    }

    private void expect(String problem) throws IOException {
        StoreVerification found = verify();
        assertThat(found.artifacts()).isEqualTo(2);
        assertThat(found.damaged()).hasSize(1);
        assertThat(found.damaged().get(0).folder()).isEqualTo(artifact.folder());
        assertThat(found.damaged().get(0).problems()).containsExactly(problem);
    }

    @Test
    void findsNothingInASoundStore() throws IOException {
        Files.writeString(artifact.file(".DS_Store"), "of a file browser");
        assertThat(verify()).isEqualTo(new StoreVerification(2, 20, List.of()));
    }

    @Test
    void findsAChangedByteThoughTheSizeIsRight() throws IOException {
        Files.writeString(artifact.file("text.txt"), "text of f2");
        expect("text.txt: SHA-256 " + Digests.of("text of f2") + ", expected " + Digests.of("text of f1"));
        assertThat(store.find(ArtifactKind.CORPUS, "f1"))
                .as("a run would take it")
                .isPresent();
    }

    @Test
    void findsAnotherSize() throws IOException {
        Files.writeString(artifact.file("text.txt"), "text");
        expect("text.txt: 4 bytes, expected 10");
    }

    @Test
    void findsAMissingFileAndOneTooMany() throws IOException {
        Files.delete(artifact.file("text.txt"));
        expect("text.txt: missing");
        Files.writeString(artifact.file("text.txt"), "text of f1");
        Files.createDirectories(artifact.file("more"));
        Files.writeString(artifact.file("more/text.txt"), "more");
        expect("more/text.txt: not in the manifest");
    }

    @Test
    void findsWhatIsWrongWithAManifest() throws IOException {
        String manifest = Files.readString(artifact.file(Manifest.FILE));
        Files.writeString(artifact.file(Manifest.FILE), manifest.replace("\"f1\"", "\"f3\""));
        expect("manifest.json: is that of corpus/f3");
        Files.writeString(artifact.file(Manifest.FILE), manifest.replace("seance-artifact", "else"));
        expect("manifest.json: format else 2, expected seance-artifact 2");
        Files.delete(artifact.file(Manifest.FILE));
        expect("incomplete: no manifest.json");
    }
}
