// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.options.OptionsBinder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the plugins folder, a plugin can only fail itself: the host opens, and the others are there. */
class DamagedPluginTest {

    private static final int CASES = 150;

    @TempDir
    Path root;

    private HostFixture installed;
    private Path user;

    @BeforeEach
    void anInstallationWithOnePluginThatWorks() throws IOException {
        installed = HostFixture.in(root);
        user = installed.user();
        PluginBuilder.corpus("letters").jarIn(installed.installation());
    }

    /** The reasons against the plugins in the user's folder; the one that works has to be there in any case. */
    private List<String> refusals() {
        try (PluginHost host = installed.open()) {
            assertThat(host.catalog().find(ExtensionKind.CORPUS, "letters"))
                    .as("%s", host.catalog().problems())
                    .isPresent();
        }
        return installed.problems();
    }

    private static void zip(Path file, String... names) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(1);
            }
        }
    }

    @Test
    void aNameWithANulInAZip() throws IOException {
        zip(user.resolve("nul.zip"), "plugin.properties", "lib/a\0b.jar");

        assertThat(refusals()).singleElement().asString().startsWith("user/nul.zip: cannot be read: the name ");
    }

    @Test
    void anEntryThatLeadsOutOfTheZip() throws IOException {
        zip(user.resolve("slip.zip"), "../../slipped");

        assertThat(refusals())
                .containsExactly("user/slip.zip: cannot be read: the entry ../../slipped leads out of the folder it is"
                        + " unpacked to");
        assertThat(root.resolve("slipped")).doesNotExist();
    }

    @Test
    void aFileWhereAFolderOfTheSameNameIs() throws IOException {
        zip(user.resolve("both.zip"), "lib", "lib/a.jar");

        assertThat(refusals()).singleElement().asString().startsWith("user/both.zip: cannot be read: ");
    }

    @Test
    void linksThatLeadNowhereOrInACircle() throws IOException {
        Files.createSymbolicLink(user.resolve("gone.jar"), Path.of("nowhere"));
        Files.createSymbolicLink(user.resolve("round.jar"), Path.of("round.jar"));
        Path folder = PluginBuilder.corpus("round").folderIn(user);
        Files.createSymbolicLink(folder.resolve("classes"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("lib/loop.jar"), Path.of("loop.jar"));

        assertThat(refusals())
                .hasSize(3)
                .contains("user/gone.jar: is a link that leads nowhere; remove it, or put back what it points to");
    }

    @Test
    void aPipeWhichNobodyWritesTo() throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", user.resolve("pipe.jar").toString()).start();
        assertThat(made.waitFor()).isZero();

        assertThat(refusals()).containsExactly("user/pipe.jar: is neither a file nor a folder");
    }

    @Test
    void aManifestOfAHundredMegabytes() throws IOException {
        byte[] line = ("X: " + "y".repeat(60) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(user.resolve("huge.jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            for (int written = 0; written < 100_000_000; written += line.length) {
                zip.write(line);
            }
        }

        assertThat(refusals())
                .singleElement()
                .asString()
                .startsWith("user/huge.jar: cannot be read: the manifest has ");
    }

    @Test
    void aManifestThatNamesItsOwnJarAsLibrary() throws IOException {
        Path jar = PluginBuilder.corpus("round").jarIn(user);
        Path folder = PluginBuilder.corpus("folder").folderIn(user);
        try (OutputStream out = Files.newOutputStream(folder.resolve("lib/self.jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\nClass-Path: self.jar plugin.jar ../lib/self.jar\n\n"
                    .getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(jar).exists();
        assertThat(refusals()).isEmpty();
    }

    @Test
    void classesOfANewerJava() throws IOException {
        Path jar = PluginBuilder.corpus("newer").jarIn(user);
        rewriteClasses(jar, bytes -> {
            bytes[6] = 0;
            bytes[7] = 120;
        });

        assertThat(refusals()).singleElement().asString().contains("cannot be linked: it needs a newer Java");
    }

    @Test
    void staticCodeThatFailsInEveryWay() throws IOException {
        int number = 0; // what only lists runs no static code; what binds options does
        for (String failure : List.of(
                "throw new StackOverflowError();",
                "throw new OutOfMemoryError(\"Java heap space\");",
                "throw new IllegalStateException(\"static\");",
                "throw new ExceptionInInitializerError(\"static\");",
                "throw new NoClassDefFoundError(\"gone/Gone\");")) {
            // The host reads the constants of an option's type, which initialises it.
            String name = "fails" + number++;
            new PluginBuilder(name)
                    .source(
                            "demo.Letters",
                            Sources.corpus(
                                            "Letters",
                                            name,
                                            "public enum Mode { ONE; static { if (true) " + failure + " } }")
                                    .replace(
                                            "\"abc\") String letters",
                                            "\"abc\") String letters, @Option(doc = \"How.\", defaultValue = \"one\")"
                                                    + " Mode mode"))
                    .jarIn(user);
        }

        assertThat(refusals()).isEmpty();
        try (PluginHost host = installed.open()) {
            List<InstalledExtension> failing = host.catalog().extensions().stream()
                    .filter(extension -> extension.name().startsWith("fails"))
                    .toList();
            assertThat(failing).hasSize(5).allSatisfy(extension -> {
                assertThat(extension
                                .options()
                                .option("mode")
                                .orElseThrow()
                                .type()
                                .choices())
                        .containsExactly("one");
                assertThatThrownBy(() -> OptionsBinder.defaults(extension.title(), extension.options()))
                        .satisfiesAnyOf(
                                thrown -> assertThat(thrown)
                                        .isInstanceOf(IllegalStateException.class)
                                        .hasMessageStartingWith(extension.title()),
                                thrown -> assertThat(ResourceExhausted.isOne(thrown))
                                        .isTrue());
            });
        }
    }

    @Test
    void jarsWithAnyBytesFlippedCutOffOrPutIn() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(PluginBuilder.corpus("other").jarIn(root.resolve("whole")));
        byte[] zipped = Files.readAllBytes(PluginBuilder.corpus("other").zipIn(root.resolve("whole")));
        for (int i = 0; i < CASES; i++) {
            boolean zip = random.nextBoolean();
            byte[] damaged = damaged(zip ? zipped : whole, random);
            Path file = Files.write(user.resolve(zip ? "damaged.zip" : "damaged.jar"), damaged);
            try {
                refusals(); // whatever they are: some damage is in a comment, or in bytes nobody reads
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", case " + i, e);
            }
            Files.delete(file);
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(3)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            default -> {
                byte[] junk = new byte[1 + random.nextInt(64)];
                random.nextBytes(junk);
                System.arraycopy(junk, 0, bytes, random.nextInt(bytes.length - junk.length), junk.length);
                return bytes;
            }
        }
    }

    @Test
    void zipsWithAnyNames() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = {
            "lib/", "..", "/", "\\", "C:", "\0", "é", "\uD83D\uDC7B", "CON", " ", "\n", "a".repeat(300), "classes/", "."
        };
        for (int i = 0; i < CASES; i++) {
            String name = "";
            for (int count = 1 + random.nextInt(4); count > 0; count--) {
                name += parts[random.nextInt(parts.length)];
            }
            Path file = user.resolve("names.zip");
            Files.write(file, stored(name));
            try {
                assertThat(refusals()).isNotEmpty();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", case " + i + ", name " + name, e);
            }
        }
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("installation", "user", "cache");
        }
    }

    /** A zip of one entry, whose name no check of Java's own writer has passed. */
    private static byte[] stored(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            ZipEntry entry = new ZipEntry(name);
            CRC32 crc = new CRC32();
            crc.update(7);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(1);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(7);
        }
        return out.toByteArray();
    }

    private interface Change {
        void apply(byte[] classFile);
    }

    private static void rewriteClasses(Path jar, Change change) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipFile old = new ZipFile(jar.toFile());
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(old.entries())) {
                byte[] bytes = old.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(".class")) {
                    change.apply(bytes);
                }
                zip.putNextEntry(new ZipEntry(entry.getName()));
                zip.write(bytes);
            }
        }
        Files.write(jar, out.toByteArray());
    }
}
