// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.core.installation.Installation;
import dev.seance.core.plugins.HostFixture;
import dev.seance.core.plugins.InstalledPlugin;
import dev.seance.core.plugins.PluginBuilder;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.plugins.PluginProblem;
import dev.seance.core.plugins.PluginVerifier;
import dev.seance.core.plugins.Sources;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Digests;
import dev.seance.core.store.TreeDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserPluginsTest {

    @TempDir
    Path root;

    private HostFixture installed;
    private Path downloads;
    private final FakeRepository maven = new FakeRepository();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void anInstallation() throws IOException {
        installed = HostFixture.in(root);
        downloads = Files.createDirectories(root.resolve("downloads"));
    }

    private PluginVerifier verifier() {
        return new PluginVerifier(installed.cache(), "0.1.0", CapabilityCheck::of);
    }

    private UserPlugins plugins() {
        try (PluginHost host = installed.open()) {
            return new UserPlugins(installed.user(), host.catalog(), verifier());
        }
    }

    private PluginOrigins origins(boolean offline) {
        Installation places = new Installation(root.resolve("home"), installed.cache(), root.resolve("data"));
        try {
            return PluginOrigins.of(
                    places, (off, say) -> maven.online(!off), SSLContext.getDefault(), offline, said::add);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private InstalledPlugin install(Object asked) throws IOException {
        return plugins().install(asked.toString(), Optional.empty(), origins(false));
    }

    private List<String> userFiles() throws IOException {
        try (Stream<Path> files = Files.list(installed.user())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".changing.lock") && !name.equals(PluginLock.FILE))
                    .sorted()
                    .toList();
        }
    }

    private PluginLock.Entry noted(String id) {
        return PluginLock.read(installed.user()).find(id).orElseThrow();
    }

    @Test
    void installsUpgradesAndRemoves() throws IOException {
        Path zip = PluginBuilder.corpus("letters").zipIn(downloads);
        install(zip);
        assertThat(userFiles()).containsExactly("letters.zip");
        assertThat(noted("letters"))
                .isEqualTo(new PluginLock.Entry("letters", "1.0.0", "letters.zip", Digests.of(zip), zip.toString()));

        install(PluginBuilder.corpus("letters").set("version", "2.0.0").jarIn(downloads));
        assertThat(userFiles()).containsExactly("letters.jar");
        assertThat(noted("letters").version()).isEqualTo("2.0.0");
        try (PluginHost host = installed.open()) {
            assertThat(host.catalog().plugin("letters").orElseThrow().version()).isEqualTo("2.0.0");
        }

        assertThat(plugins().remove("letters")).containsExactly(installed.user().resolve("letters.jar"));
        assertThat(userFiles()).isEmpty();
        assertThat(PluginLock.read(installed.user()).plugins()).isEmpty();
    }

    @Test
    void installsAFolderInPlaceOfAFile() throws IOException {
        install(PluginBuilder.corpus("letters").jarIn(downloads));
        Path folder = PluginBuilder.corpus("letters").set("version", "1.1.0").folderIn(downloads.resolve("é b"));

        install(folder);

        assertThat(userFiles()).containsExactly("letters");
        assertThat(noted("letters").sha256()).isEqualTo(TreeDigest.of(folder).orElseThrow());
        assertThat(verifier().verify(installed.user().resolve("letters")).findings())
                .isEmpty();
    }

    @Test
    void installsNothingThatDoesNotVerify() throws IOException {
        Path jar = PluginBuilder.corpus("letters").notIndexed().jarIn(downloads);

        assertThatThrownBy(() -> install(jar))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(jar + ": was built without annotation processing")
                .hasMessageEndingWith("\nnothing was installed");
        assertThat(userFiles()).isEmpty();
    }

    @Test
    void installsNothingThatClashesWithWhatIsThere() throws IOException {
        PluginBuilder.corpus("letters").folderIn(installed.installation());
        Path sameId = PluginBuilder.corpus("letters").jarIn(downloads);
        Path sameName = new PluginBuilder("other")
                .source("demo.Letters", Sources.corpus("Letters", "letters", ""))
                .jarIn(downloads);

        assertThatThrownBy(() -> install(sameId))
                .hasMessage(
                        "plugin letters 1.0.0 came with the installation, and two plugins cannot have one id; nothing"
                                + " was installed");
        assertThatThrownBy(() -> install(sameName))
                .hasMessage("there is a corpus source 'letters' already, in plugin letters; nothing was installed");
    }

    @Test
    void installsNothingThatIsDamagedOrHostile() throws IOException {
        Path zip = PluginBuilder.corpus("letters").zipIn(downloads);
        byte[] bytes = Files.readAllBytes(zip);
        Path torn = downloads.resolve("torn.zip");
        Files.write(torn, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> install(torn))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(torn + ": cannot be read: ")
                .hasMessageContaining("it is damaged");

        Path hostile = downloads.resolve("hostile.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(hostile))) {
            out.putNextEntry(new ZipEntry("../../escaped"));
        }
        assertThatThrownBy(() -> install(hostile))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the entry ../../escaped leads out of the folder");
        assertThat(root.resolve("escaped")).doesNotExist();
        assertThat(userFiles()).isEmpty();
    }

    @Test
    void copiesNoFolderThatIsNoPlugin() throws IOException {
        assertThatThrownBy(() -> install(downloads))
                .isInstanceOf(UserError.class)
                .hasMessage(downloads
                        + ": is not a plugin: there is no plugin.properties at its top; nothing was installed");
        assertThat(userFiles()).isEmpty();
    }

    @Test
    void holdsAFileToTheDigestGiven() throws IOException {
        Path jar = PluginBuilder.corpus("letters").jarIn(downloads);
        String digest = Digests.of(jar);

        assertThatThrownBy(() -> plugins().install(jar.toString(), Optional.of("0".repeat(64)), origins(false)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has the SHA-256 " + digest + ", not 000");
        assertThat(userFiles()).isEmpty();
        plugins().install(jar.toString(), Optional.of(digest.toUpperCase(Locale.ROOT)), origins(false));
        assertThat(userFiles()).containsExactly("letters.jar");
    }

    @Test
    void asksForHttpsAndADigest() {
        assertThatThrownBy(() -> install("http://example.org/letters.jar"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("by https alone");
        assertThatThrownBy(() -> install("https://example.org/letters.jar"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--sha256");
        assertThatThrownBy(() -> plugins()
                        .install("https://example.org/letters.jar", Optional.of("0".repeat(64)), origins(true)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--offline");
    }

    @Test
    void findsPluginsOfMavenByTheirZipFirst() throws IOException {
        Path zip = PluginBuilder.corpus("letters").zipIn(downloads);
        Path jar = PluginBuilder.corpus("letters").jarIn(downloads);
        maven.put("org.example:letters:1.0.0", "jar", jar);
        install("org.example:letters:1.0.0");
        assertThat(userFiles()).containsExactly("letters.jar");
        assertThat(noted("letters").source()).isEqualTo("org.example:letters:1.0.0");

        maven.put("org.example:letters:1.0.0:plugin", "zip", zip);
        install("org.example:letters:1.0.0");
        assertThat(userFiles()).containsExactly("letters.zip");

        assertThatThrownBy(() -> install("org.example:numbers:1.0.0"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("org.example:numbers:1.0.0 is in none of: the fake repository");
    }

    @Test
    void findsPluginsThatTheInstallationDoesNotUse() throws IOException {
        Path extras = Files.createDirectories(root.resolve("home/extras"));
        Files.move(PluginBuilder.corpus("letters").zipIn(downloads), extras.resolve("letters-0.1.0-plugin.zip"));

        install("letters");

        assertThat(userFiles()).containsExactly("letters.zip");
        assertThatThrownBy(() -> install("leters"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("did you mean 'letters'?");
        assertThatThrownBy(() -> install("gone.jar")).hasMessageEndingWith("gone.jar: no such file or folder");
    }

    @Nested
    class WithFilesToFetch {

        private byte[] natives;
        private Path zip;

        private Path zip(String sha256, String platform) throws IOException {
            Path folder = PluginBuilder.corpus("letters").folderIn(downloads.resolve("built"));
            Files.writeString(folder.resolve("fetch.json"), """
                    [{"artifact": "org.example:natives:1.0:%s", "sha256": "%s", "bytes": %d, "platform": "%s"}]
                    """.formatted(platform, sha256, natives.length, platform));
            Path file = downloads.resolve("letters.zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file));
                    Stream<Path> files = Files.walk(folder)) {
                for (Path one : files.filter(Files::isRegularFile).toList()) {
                    out.putNextEntry(new ZipEntry(folder.relativize(one).toString()));
                    out.write(Files.readAllBytes(one));
                }
            }
            AtomicFiles.deleteTree(folder);
            return file;
        }

        @BeforeEach
        void published() throws IOException {
            Path file = downloads.resolve("natives.jar");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
                out.putNextEntry(new ZipEntry("natives/library.so"));
            }
            natives = Files.readAllBytes(file);
            maven.remote("org.example:natives:1.0:" + Platform.here(), "jar", file);
            zip = zip(Digests.of(file), Platform.here());
        }

        private String name() {
            return "natives-1.0-" + Platform.here() + ".jar";
        }

        @Test
        void bringsThoseOfThisMachineAndSaysHowMuchFirst() throws IOException {
            install(zip);

            assertThat(userFiles()).containsExactly("letters");
            assertThat(installed.user().resolve("letters/lib").resolve(name())).hasBinaryContent(natives);
            assertThat(said).first().asString().startsWith("it needs 1 file of 0.0 MB more");
            assertThat(plugins().verify("letters").get(0).findings()).isEmpty();

            Files.delete(installed.user().resolve("letters/lib").resolve(name()));
            assertThat(plugins().verify("letters").get(0).findings())
                    .extracting(PluginProblem::message)
                    .anyMatch(message -> message.contains("it was changed since it was installed"))
                    .anyMatch(message -> message.startsWith("lacks org.example:natives:1.0:"));
        }

        @Test
        void resumesWhereItStopped() throws IOException {
            maven.breakAfter(10);
            assertThatThrownBy(() -> install(zip)).isInstanceOf(UserError.class).hasMessageContaining("broke off");
            assertThat(userFiles()).isEmpty();

            install(zip);
            assertThat(maven.resumedAt()).isEqualTo(10);
            assertThat(userFiles()).containsExactly("letters");
        }

        @Test
        void takesWhatTheLocalRepositoryHasWithoutANetwork() throws IOException {
            assertThatThrownBy(() -> plugins().install(zip.toString(), Optional.empty(), origins(true)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("--offline forbids");
            maven.put("org.example:natives:1.0:" + Platform.here(), "jar", downloads.resolve("natives.jar"));
            plugins().install(zip.toString(), Optional.empty(), origins(true));
            assertThat(userFiles()).containsExactly("letters");
        }

        @Test
        void refusesOthersThanWereMeant() throws IOException {
            Path other = zip("0".repeat(64), Platform.here());
            assertThatThrownBy(() -> install(other))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("and fetch.json asks for 000");
            Path foreign = zip("0".repeat(64), "plan9-mips");
            assertThatThrownBy(() -> install(foreign))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "has nothing for this machine, " + Platform.here() + "; it is for plan9-mips");
            assertThat(userFiles()).isEmpty();
        }
    }

    @Test
    void lastOfTwoAtOnceStaysWhole() throws Exception {
        Path zip = PluginBuilder.corpus("letters").zipIn(downloads);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<InstalledPlugin>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> install(zip)));
            }
            for (Future<InstalledPlugin> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(userFiles()).containsExactly("letters.zip");
        assertThat(plugins().verify("letters").get(0).findings()).isEmpty();
    }

    @Test
    void saysWhatChangedSinceItWasInstalled() throws IOException {
        install(PluginBuilder.corpus("letters").zipIn(downloads));
        Files.copy(
                PluginBuilder.corpus("letters").set("description", "Another.").zipIn(downloads),
                installed.user().resolve("letters.zip"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(plugins().verify("letters").get(0).findings())
                .extracting(PluginProblem::message)
                .singleElement()
                .asString()
                .contains("plugins.lock says", "install it again from");

        Files.delete(installed.user().resolve("letters.zip"));
        assertThat(plugins().ids()).containsExactly("letters");
        assertThatThrownBy(() -> plugins().verify("letters"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is in " + installed.user().resolve("plugins.lock") + " and not in the folder");
    }

    @Test
    void clearsWhatAKilledInstallationLeft() throws IOException {
        Files.createDirectories(installed.user().resolve(".installing-123/unpacked"));
        install(PluginBuilder.corpus("letters").zipIn(downloads));
        assertThat(userFiles()).containsExactly("letters.zip");
    }

    @Test
    void saysThatTheLockIsDamaged() throws IOException {
        Files.writeString(installed.user().resolve("plugins.lock"), "{");
        Path zip = PluginBuilder.corpus("letters").zipIn(downloads);
        assertThatThrownBy(() -> install(zip))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("plugins.lock cannot be read")
                .hasMessageContaining("delete it");
        assertThat(userFiles()).isEmpty();
    }

    @Test
    void removesARefusedPluginByTheNameOfItsFile() throws IOException {
        Files.writeString(installed.user().resolve("broken.zip"), "not a zip");

        plugins().remove("broken");

        assertThat(userFiles()).isEmpty();
    }

    @Test
    void removesNothingElse() throws IOException {
        PluginBuilder.corpus("letters").folderIn(installed.installation());

        assertThatThrownBy(() -> plugins().remove("letters"))
                .hasMessage("plugin letters came with the installation and cannot be removed");
        assertThatThrownBy(() -> plugins().remove("numbers"))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no plugin 'numbers' in " + installed.user());
    }
}
