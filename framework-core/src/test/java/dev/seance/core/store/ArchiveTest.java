// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    static final Progress NONE = new Progress() {
        @Override
        public void begin(String phase, long total, String unit) {}

        @Override
        public void advance(long units) {}

        @Override
        public void state(String text) {}

        @Override
        public void note(String line) {}
    };

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private ArtifactStore from;

    @BeforeEach
    void open() {
        from = new ArtifactStore(folder.resolve("from"));
    }

    private Artifact put(ArtifactKind kind, String fingerprint, Map<String, byte[]> files) throws IOException {
        try (ArtifactStore.Draft draft = from.begin(kind, fingerprint, Manifests.OWNER)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = draft.output().resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
            return draft.commit(entries -> Manifests.of(kind, fingerprint, Map.of(), "2026-11-22T12:00:00Z", entries));
        }
    }

    private static byte[] pack(List<Artifact> artifacts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ArchiveWriter(NONE, () -> false).write("victorian/1", artifacts, out);
        return out.toByteArray();
    }

    private static ArchiveReader.Result unpack(byte[] archive, ArtifactStore into) throws IOException {
        return new ArchiveReader("books.tar.zst", into, owner -> {}, () -> false, NONE)
                .unpack(new ByteArrayInputStream(archive));
    }

    private ArtifactStore store(String name) {
        return new ArtifactStore(folder.resolve(name));
    }

    private static Map<String, String> content(Path tree) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(tree.relativize(file).toString(), Digests.of(file));
            }
        }
        return content;
    }

    private List<Artifact> randomArtifacts() throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                byte[] bytes = new byte[random.nextInt(4) * random.nextInt(70_000)];
                random.nextBytes(bytes);
                files.put("n".repeat(1 + random.nextInt(120)) + (random.nextBoolean() ? "/é" : "") + "/" + j, bytes);
            }
            ArtifactKind kind = ArtifactKind.values()[random.nextInt(ArtifactKind.values().length)];
            artifacts.add(put(kind, "f" + Long.toHexString(random.nextLong() >>> 1), files));
        }
        return artifacts;
    }

    @Test
    void whatIsUnpackedIsWhatWasPackedByteForByte() throws IOException {
        for (int i = 0; i < 40; i++) {
            List<Artifact> artifacts = randomArtifacts();
            ArtifactStore into = store("into-" + i);

            ArchiveReader.Result result = unpack(pack(artifacts), into);

            assertThat(result.present()).isEmpty();
            assertThat(result.unpacked()).as("seed %d", seed).hasSameSizeAs(artifacts);
            for (Artifact artifact : artifacts) {
                Path there = into.root().resolve(artifact.manifest().kind()).resolve(artifact.fingerprint());
                assertThat(content(there)).as("seed %d", seed).isEqualTo(content(artifact.folder()));
            }
            assertThat(StoreVerification.of(into, NONE).damaged()).isEmpty();
            assertThat(into.root().resolve("work")).isEmptyDirectory();
        }
    }

    @Test
    void unpackingTwiceLeavesWhatIsThere() throws IOException {
        byte[] archive = pack(List.of(
                put(ArtifactKind.CORPUS, "f1", Map.of("a", new byte[9])),
                put(ArtifactKind.MODEL, "f2", Map.of("b", new byte[9]))));
        ArtifactStore into = store("into");
        unpack(archive, into);
        Object before = Files.getLastModifiedTime(into.root().resolve("corpus/f1/a"));

        ArchiveReader.Result again = unpack(archive, into);

        assertThat(again.unpacked()).isEmpty();
        assertThat(again.present()).extracting(Artifact::fingerprint).containsExactly("f1", "f2");
        assertThat(Files.getLastModifiedTime(into.root().resolve("corpus/f1/a")))
                .isEqualTo(before);
    }

    @Test
    void replacesAnIncompleteArtifactAndKeepsWorkThatCanBeResumed() throws IOException {
        byte[] archive = pack(List.of(put(ArtifactKind.CORPUS, "f1", Map.of("a", new byte[9]))));
        ArtifactStore into = store("into");
        unpack(archive, into);
        Files.write(into.root().resolve("corpus/f1/a"), new byte[3]);

        assertThat(unpack(archive, into).unpacked()).hasSize(1);
        assertThat(StoreVerification.of(into, NONE).damaged()).isEmpty();

        Path checkpoint = store("other").root().resolve("work/f1/workspace/checkpoint");
        Files.createDirectories(checkpoint.getParent());
        Files.writeString(checkpoint, "step 7");
        assertThatThrownBy(() -> unpack(Arrays.copyOf(archive, archive.length / 2), store("other")))
                .isInstanceOf(UserError.class);
        assertThat(checkpoint).hasContent("step 7");
    }

    @Test
    void aTruncatedArchiveIsAnErrorAndLeavesOnlyWholeArtifacts() throws IOException {
        byte[] noise = new byte[40_000];
        random.nextBytes(noise);
        byte[] archive = pack(List.of(
                put(ArtifactKind.CORPUS, "f1", Map.of("a", noise)),
                put(ArtifactKind.MODEL, "f2", Map.of("b", noise, "c", new byte[10]))));
        for (int i = 0; i < 60; i++) {
            int length = i < 5 ? i : random.nextInt(archive.length);
            ArtifactStore into = store("cut-" + i);
            assertThatThrownBy(() -> unpack(Arrays.copyOf(archive, length), into))
                    .as("seed %d, %d of %d bytes", seed, length, archive.length)
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("books.tar.zst: it ends too early");
            assertNothingHalf(into);
        }
    }

    private static void assertNothingHalf(ArtifactStore store) throws IOException {
        assertThat(StoreVerification.of(store, NONE).damaged()).isEmpty();
        Path work = store.root().resolve("work");
        assertThat(Files.exists(work) ? content(work).keySet() : List.of()).isEmpty();
    }

    @Test
    void aDamagedArchiveIsAnErrorWhereverTheDamageIs() throws IOException {
        byte[] noise = new byte[5_000];
        random.nextBytes(noise);
        byte[] archive = pack(List.of(put(ArtifactKind.CORPUS, "f1", Map.of("a", noise))));
        for (int i = 0; i < 200; i++) {
            byte[] damaged = archive.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            ArtifactStore into = store("damaged-" + i);
            try {
                unpack(damaged, into);
                // Bits of the zstd frame's header that mean nothing, or the padding: all digests were right.
            } catch (UserError e) {
                assertThat(e).as("seed %d, byte %d", seed, at).hasMessageStartingWith("books.tar.zst: ");
            }
            assertNothingHalf(into);
        }
    }

    /** A plain tar of what an archive holds, for tests to change. */
    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        TarReader tar = new TarReader(new ZstdInputStream(new ByteArrayInputStream(archive)));
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            byte[] content = new byte[(int) entry.get().bytes()];
            int at = 0;
            while (at < content.length) {
                at += tar.read(content, at, content.length - at);
            }
            entries.put(entry.get().name(), content);
        }
        return entries;
    }

    private static byte[] tar(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                tar.file(entry.getKey(), entry.getValue().length, 0, new ByteArrayInputStream(entry.getValue()));
            }
            tar.finish();
        }
        return out.toByteArray();
    }

    private static Map<String, byte[]> replaced(Map<String, byte[]> entries, String from, String to) {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        entries.forEach((name, content) -> changed.put(
                name.replace(from, to),
                name.endsWith(".json")
                        ? new String(content, StandardCharsets.UTF_8)
                                .replace(from, to)
                                .getBytes(StandardCharsets.UTF_8)
                        : content));
        return changed;
    }

    @Test
    void readsATarWithoutZstdAndOneCompressedAgain() throws IOException {
        byte[] archive = pack(List.of(put(ArtifactKind.CORPUS, "f1", Map.of("a", new byte[9]))));
        byte[] plain = tar(entries(archive));
        assertThat(unpack(plain, store("plain")).unpacked()).hasSize(1);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(again)) {
            out.write(plain);
        }
        assertThat(unpack(again.toByteArray(), store("again")).unpacked()).hasSize(1);
    }

    @Test
    void refusesNamesThatLeadElsewhere() throws IOException {
        Map<String, byte[]> entries =
                entries(pack(List.of(put(ArtifactKind.CORPUS, "f1", Map.of("NAME", "evil".getBytes())))));
        for (String name : List.of(
                "../evil",
                "../../../evil",
                "/tmp/evil",
                "a/../../evil",
                "a/..",
                "./evil",
                "a//evil",
                "C:/evil",
                "a\\\\evil",
                "..\\\\evil",
                "MANIFEST.json",
                "a\\nb",
                "")) {
            ArtifactStore into = store("names");
            assertThatThrownBy(() -> unpack(tar(replaced(entries, "NAME", name)), into))
                    .as(name)
                    .isInstanceOf(UserError.class);
            assertNothingHalf(into);
            assertThat(folder.resolve("evil")).doesNotExist();
            assertThat(folder.resolve("names/evil")).doesNotExist();
        }
        for (String fingerprint : List.of("..", "../../f1", "f1/x", "")) {
            assertThatThrownBy(() -> unpack(tar(replaced(entries, "f1", fingerprint)), store("names")))
                    .as(fingerprint)
                    .isInstanceOf(UserError.class);
        }
        assertThatThrownBy(() -> unpack(tar(replaced(entries, "corpus", "work")), store("names")))
                .hasMessageContaining("a kind of artifact 'work', which there is not");
    }

    @Test
    void refusesContentThatIsNotTheManifests() throws IOException {
        Map<String, byte[]> entries =
                entries(pack(List.of(put(ArtifactKind.CORPUS, "f1", Map.of("a", "right".getBytes())))));
        Map<String, byte[]> other = new LinkedHashMap<>(entries);
        other.put("corpus/f1/a", "wrong".getBytes());
        assertThatThrownBy(() -> unpack(tar(other), store("into")))
                .hasMessage("books.tar.zst: 'corpus/f1/a' is damaged: its digest is not that of the manifest; nothing"
                        + " was unpacked. Copy it again, or make it again with 'seance store pack'");
        other.put("corpus/f1/a", "longer".getBytes());
        assertThatThrownBy(() -> unpack(tar(other), store("into")))
                .hasMessageContaining("has 6 bytes, its manifest says 5");
        other.remove("corpus/f1/a");
        assertThatThrownBy(() -> unpack(tar(other), store("into"))).hasMessageContaining("ends before corpus/f1/ is");
        Map<String, byte[]> more = new LinkedHashMap<>(entries);
        more.put("corpus/f1/b", "more".getBytes());
        assertThatThrownBy(() -> unpack(tar(more), store("more")))
                .hasMessageContaining("a file 'corpus/f1/b' that its index does not name");
    }

    @Test
    void saysThatAnotherFileIsNoArchive() {
        assertThatThrownBy(() ->
                        unpack("It was a dark and stormy night. ".repeat(50).getBytes(), store("into")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("it is damaged, or no tar archive");
        assertThatThrownBy(() -> unpack(tar(Map.of("readme.txt", new byte[3])), store("into")))
                .hasMessageContaining("it is no archive of artifacts: it starts with 'readme.txt'");
    }

    @Test
    void packsNothingDamaged() throws IOException {
        Artifact artifact = put(ArtifactKind.CORPUS, "f1", Map.of("a", new byte[9]));
        Files.write(artifact.file("a"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThatThrownBy(() -> pack(List.of(artifact)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("damaged, its digest is not that of the manifest");
        Files.delete(artifact.file("a"));
        assertThatThrownBy(() -> pack(List.of(artifact)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("was deleted while it was packed");
    }

    @Test
    void stopsInTheMiddleAndLeavesNothing() throws IOException {
        byte[] archive = pack(List.of(put(ArtifactKind.CORPUS, "f1", Map.of("a", new byte[900_000]))));
        int[] asked = {0};
        ArtifactStore into = store("into");
        assertThatThrownBy(() -> new ArchiveReader("a", into, owner -> {}, () -> ++asked[0] > 3, NONE)
                        .unpack(new ByteArrayInputStream(archive)))
                .isInstanceOf(StopException.class)
                .hasMessage("nothing was unpacked");
        assertNothingHalf(into);
    }
}
