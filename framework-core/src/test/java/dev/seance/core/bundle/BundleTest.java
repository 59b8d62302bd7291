// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Progress;
import dev.seance.api.run.UserError;
import dev.seance.core.command.bundle.Bundle;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Digests;
import dev.seance.core.store.Json;
import dev.seance.core.store.Manifest;
import dev.seance.core.store.Manifests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    private static final String FINGERPRINT = "f".repeat(64);
    private static final Progress NONE = new Progress() {
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
    private final byte[] weights = new byte[5000];
    private byte[] bundle;

    @BeforeEach
    void write() throws IOException {
        random.nextBytes(weights);
        bundle = bytes(bundle());
    }

    private Bundle bundle() throws IOException {
        ArtifactStore store = new ArtifactStore(folder.resolve("store"));
        if (store.find(ArtifactKind.MODEL, FINGERPRINT).isEmpty()) {
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.MODEL, FINGERPRINT, Manifests.OWNER)) {
                Files.write(draft.output().resolve("model.safetensors"), weights);
                Files.writeString(draft.output().resolve("tokenizer.json"), "{}");
                Files.writeString(draft.output().resolve("optimizer.safetensors"), "state");
                Files.writeString(draft.output().resolve("curve.jsonl"), "{}\n");
                Files.createDirectories(draft.output().resolve("checkpoints/5"));
                Files.writeString(draft.output().resolve("checkpoints/5/model.safetensors"), "early");
                draft.commit(files ->
                        Manifests.of(ArtifactKind.MODEL, FINGERPRINT, Map.of(), "2026-11-22T12:00:00Z", files));
            }
        }
        Artifact model = store.find(ArtifactKind.MODEL, FINGERPRINT).orElseThrow();
        return new Bundle(summary(), 3, "pytorch", Map.of("chat", model), Optional.of("Do as you like."));
    }

    private static RunSummary summary() {
        return new RunSummary(
                "micro",
                "A \"Least\" of Novelists: caf\u00e9",
                "1837 to 1901, English",
                "micro/3",
                "2026-11-22T12:00:00Z",
                1,
                0,
                List.of(
                        step("books", "corpus", Map.of("documentsIn", 3.0, "documentsOut", 2.0)),
                        step("base", "model", Map.of()),
                        step("chat", "model", Map.of("parameters", 580648.0, "bitsPerByte", 2.5))),
                List.of());
    }

    private static StepSummary step(String name, String makes, Map<String, Double> metrics) {
        return new StepSummary(
                name,
                makes.equals("model") ? "trainer" : makes,
                "some",
                makes,
                FINGERPRINT,
                false,
                1,
                metrics,
                null,
                List.of());
    }

    private static byte[] bytes(Bundle bundle) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bundle.write(out, NONE, () -> false);
        return out.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a bundle.zip"), bytes);
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private RunFolder open(byte[] bytes) throws IOException {
        return BundleReader.open(file(bytes), cache());
    }

    /** The entries, read by Java's own reader. */
    private static Map<String, byte[]> entries(byte[] bytes) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static Map<String, String> digests(Path tree) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(tree.relativize(file).toString().replace('\\', '/'), Digests.of(file));
            }
        }
        return digests;
    }

    @Test
    void aModelComesOutAsItWentInWithoutWhatOnlyTrainingNeeds() throws IOException {
        RunFolder run = open(bundle);
        assertThat(run.label()).isEqualTo("micro/3");
        Artifact model = RunFolder.store(run.runs())
                .find(ArtifactKind.MODEL, FINGERPRINT)
                .orElseThrow();
        assertThat(model.file("model.safetensors")).hasBinaryContent(weights);
        assertThat(model.manifest().files())
                .extracting(Manifest.FileEntry::path)
                .containsExactlyInAnyOrder("model.safetensors", "tokenizer.json");
        assertThat(model.manifest().environment()).isEmpty();
        RunSummary summary = RunSummary.read(run);
        assertThat(summary.title()).isEqualTo("A \"Least\" of Novelists: caf\u00e9");
        assertThat(summary.steps())
                .as("without the model that is not in it")
                .extracting(StepSummary::name)
                .containsExactly("books", "chat");
        assertThat(Files.readString(run.file(RunFolder.RECIPE)))
                .isEqualTo(
                        "recipe: micro\ntitle: \"A \\\"Least\\\" of Novelists: caf\u00e9\"\nbackend: {pytorch: {}}\n");
    }

    @Test
    void aStrangerReadsItAsAZipFileWithACardAndALicence() throws IOException {
        Map<String, byte[]> entries = entries(bundle);
        assertThat(entries.keySet().iterator().next()).isEqualTo("bundle.json");
        assertThat(new String(entries.get("README.md"), StandardCharsets.UTF_8))
                .contains(
                        "# A \"Least\" of Novelists",
                        "1837 to 1901, English",
                        "| chat | 580,648 | 2.5",
                        "| books (some) | 3 | 2 |")
                .contains("## Limits", "LICENSE.txt");
        assertThat(entries.get("LICENSE.txt")).asString(StandardCharsets.UTF_8).isEqualTo("Do as you like.");
        assertThat(bytes(bundle())).as("the same models give the same bytes").isEqualTo(bundle);
    }

    @Test
    void isUnpackedOnceAndMendedWhenSomeOfItIsGone() throws IOException {
        RunFolder first = open(bundle);
        Path weightsFile = first.runs().resolve("store/model/" + FINGERPRINT + "/model.safetensors");
        Object unpacked = Files.readAttributes(weightsFile, "creationTime,fileKey");
        assertThat(open(bundle)).isEqualTo(first);
        assertThat((Object) Files.readAttributes(weightsFile, "creationTime,fileKey"))
                .isEqualTo(unpacked);
        Files.delete(weightsFile);
        assertThat(open(bundle)).isEqualTo(first);
        assertThat(weightsFile).hasBinaryContent(weights);
        assertThat(cache().resolve("bundles")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void manyMayOpenItAtOnce() throws Exception {
        Path file = file(bundle);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<RunFolder>> opened = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                opened.add(threads.submit(() -> BundleReader.open(file, cache())));
            }
            for (Future<RunFolder> run : opened) {
                assertThat(run.get().file(RunFolder.RECIPE)).exists();
                assertThat(run.get()).isEqualTo(opened.get(0).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(cache().resolve("bundles")).isDirectoryNotContaining("glob:**/.*");
    }

    /** Also for the super-user, who may write anything but a file into a file. */
    @Test
    void aCacheThatCannotBeWrittenIsNotNeeded() throws IOException {
        Files.writeString(cache(), "in the way");
        RunFolder run = open(bundle);
        assertThat(run.file(RunFolder.RECIPE)).exists();
        assertThat(run.folder().startsWith(cache())).isFalse();
    }

    @Nested
    class FromStrangers {

        private BundleIndex index() throws IOException {
            return Json.mapper().readValue(entries(bundle).get("bundle.json"), BundleIndex.class);
        }

        /** A bundle of these entries, whose index is what they say. */
        private byte[] forged(UnaryOperator<BundleIndex> change, Map<String, byte[]> more) throws IOException {
            Map<String, byte[]> entries = entries(bundle);
            entries.remove("bundle.json");
            entries.putAll(more);
            BundleIndex index = index();
            List<Manifest.FileEntry> files = new ArrayList<>();
            entries.forEach(
                    (name, content) -> files.add(new Manifest.FileEntry(name, content.length, digest(content))));
            BundleIndex honest = new BundleIndex(
                    index.format(),
                    index.version(),
                    index.title(),
                    index.recipe(),
                    index.number(),
                    index.steps(),
                    files);
            Map<String, byte[]> all = new LinkedHashMap<>();
            all.put("bundle.json", Json.pretty(change.apply(honest)).getBytes(StandardCharsets.UTF_8));
            all.putAll(entries);
            return zip(all, ZipEntry.STORED);
        }

        private static String digest(byte[] content) {
            try {
                return Digests.of(new ByteArrayInputStream(content));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                    ZipEntry entry = new ZipEntry(content.getKey());
                    CRC32 checksum = new CRC32();
                    checksum.update(content.getValue());
                    entry.setMethod(method);
                    entry.setSize(content.getValue().length);
                    entry.setCrc(checksum.getValue());
                    zip.putNextEntry(entry);
                    zip.write(content.getValue());
                    zip.closeEntry();
                }
            }
            return out.toByteArray();
        }

        private void refused(byte[] bytes, String reason) {
            assertThatThrownBy(() -> open(bytes))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a bundle.zip: ")
                    .hasMessageContaining(reason);
            assertThat(folder.resolve("escaped")).doesNotExist();
            if (Files.exists(cache().resolve("bundles"))) {
                assertThat(cache().resolve("bundles")).isEmptyDirectory();
            }
        }

        @Test
        void whatIsForgedHonestlyOpens() throws IOException {
            assertThat(open(forged(index -> index, Map.of("more.txt", new byte[3])))
                            .file(RunFolder.RECIPE))
                    .exists();
        }

        @Test
        void pathsThatLeadElsewhere() throws IOException {
            for (String path : List.of(
                    "../escaped",
                    "runs/../../escaped",
                    "/tmp/escaped",
                    "a//b",
                    "C:/escaped",
                    "a\\..\\b",
                    "./a",
                    "a/")) {
                refused(forged(index -> index, Map.of(path, new byte[0])), "which leads out of its folder");
            }
        }

        @Test
        void aRunThatLeadsElsewhere() throws IOException {
            for (String recipe : List.of("..", "../..", "a/b", "", "Store")) {
                refused(
                        forged(
                                index ->
                                        new BundleIndex(index.format(), 1, "", recipe, 3, index.steps(), index.files()),
                                Map.of()),
                        "which is none");
            }
            refused(
                    forged(
                            index -> new BundleIndex(index.format(), 1, "", "another", 3, index.steps(), index.files()),
                            Map.of()),
                    "it has no runs/another/3/recipe.yaml");
        }

        @Test
        void aWrongDigestASizeAndFilesThatAreNotThere() throws IOException {
            byte[] wrong = bundle.clone();
            wrong[find(wrong, Arrays.copyOf(weights, 16)) + 7] ^= 1;
            refused(wrong, "is damaged: its digest is not that of the index");
            refused(
                    forged(
                            index -> with(
                                    index,
                                    files -> files.set(0, entry(files.get(0).path(), 7))),
                            Map.of()),
                    "its index says 7");
            refused(
                    forged(index -> with(index, files -> files.set(0, entry("nowhere", 7))), Map.of()),
                    "'nowhere', which is not in it");
            refused(forged(index -> with(index, files -> files.remove(0)), Map.of()), "and its index names");
        }

        private static Manifest.FileEntry entry(String path, long bytes) {
            return new Manifest.FileEntry(path, bytes, "0".repeat(64));
        }

        private static BundleIndex with(BundleIndex index, Consumer<List<Manifest.FileEntry>> change) {
            List<Manifest.FileEntry> files = new ArrayList<>(index.files());
            change.accept(files);
            return new BundleIndex(
                    index.format(),
                    index.version(),
                    index.title(),
                    index.recipe(),
                    index.number(),
                    index.steps(),
                    files);
        }

        @Test
        void aNewerFormatAndNone() throws IOException {
            refused(
                    forged(index -> new BundleIndex(index.format(), 2, "", "micro", 3, List.of(), List.of()), Map.of()),
                    "it is of format 2, made by a newer Seance; this one reads 1");
            refused(
                    forged(index -> new BundleIndex("other", 1, "", "micro", 3, List.of(), List.of()), Map.of()),
                    "its index is not that of a bundle");
            refused(
                    zip(Map.of("bundle.json", "null".getBytes(StandardCharsets.UTF_8)), ZipEntry.STORED),
                    "cannot be read");
            refused(zip(Map.of("a.txt", new byte[3]), ZipEntry.STORED), "it is a zip file and no bundle");
            refused("not a zip file".getBytes(StandardCharsets.UTF_8), "it is no bundle");
            refused(new byte[0], "it is no bundle");
        }

        @Test
        void whatIsCompressedUnpacksToMoreThanItIs() throws IOException {
            refused(
                    zip(Map.of("bundle.json", new byte[1 << 20]), ZipEntry.DEFLATED),
                    "is compressed or encrypted; only stored ones are read");
        }

        /** The first of two large entries reaches over the second: unpacked, they are larger than the file. */
        @Test
        void entriesThatLieOverEachOther() throws IOException {
            byte[] forged = forged(index -> index, Map.of("aaaa", new byte[90_000], "bbbb", new byte[90_000]));
            ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
            int at = find(forged, signature(0x02014b50));
            while (bytes.getInt(at) != 0x02014b50 || bytes.getInt(at + 24) != 90_000) {
                at++;
            }
            bytes.putInt(at + 20, 180_000).putInt(at + 24, 180_000);
            refused(forged, "its entries are larger than the file that they are in");
        }

        @Test
        void aNameThatIsThereTwice() throws IOException {
            byte[] forged = forged(index -> index, Map.of("more.txt", new byte[3], "mora.txt", new byte[3]));
            for (int at = find(forged, "mora.txt".getBytes(StandardCharsets.UTF_8)); at >= 0; ) {
                forged[at + 3] = 'e';
                at = find(forged, "mora.txt".getBytes(StandardCharsets.UTF_8));
            }
            refused(forged, "it has two entries named 'more.txt'");
            refused(forged(index -> index, Map.of("readme.MD", new byte[1])), "it has two entries named");
        }

        @Test
        void aLink() throws IOException {
            byte[] forged = forged(index -> index, Map.of("link", "/etc/passwd".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
            int last = -1;
            for (int at = 0; at < forged.length - 46; at++) {
                last = bytes.getInt(at) == 0x02014b50 ? at : last;
            }
            bytes.put(last + 5, (byte) 3).putInt(last + 38, 0120777 << 16);
            refused(forged, "is a link or something else that is no file");
        }

        @Test
        void whereverItIsCutItIsRefused() {
            for (int i = 0; i < 60; i++) {
                int length = random.nextInt(bundle.length);
                assertThatThrownBy(() -> open(Arrays.copyOf(bundle, length)))
                        .as("cut at %d, seed %d", length, seed)
                        .isInstanceOf(UserError.class);
            }
        }

        /** A bit of a header may mean nothing; what is opened is what went in. */
        @Test
        void whicheverBitIsWrongItIsRefusedOrMakesNoDifference() throws IOException {
            Map<String, String> right = digests(open(bundle).runs());
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                byte[] wrong = bundle.clone();
                int at = random.nextInt(wrong.length);
                wrong[at] ^= (byte) (1 << random.nextInt(8));
                try {
                    // In a cache of its own, lest what is there already answers.
                    Path fresh = folder.resolve("fresh " + i);
                    RunFolder run = BundleReader.open(file(wrong), fresh);
                    assertThat(digests(run.runs()))
                            .as("byte %d, seed %d", at, seed)
                            .isEqualTo(right);
                } catch (UserError e) {
                    refused++;
                }
            }
            assertThat(refused).isGreaterThan(50);
        }

        private static byte[] signature(int value) {
            return ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array();
        }

        private static int find(byte[] in, byte[] what) {
            for (int i = 0; i <= in.length - what.length; i++) {
                if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
