// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserPluginsTest {

    @TempDir
    Path root;

    private HostFixture installed;
    private Path downloads;

    @BeforeEach
    void anInstallation() throws IOException {
        installed = HostFixture.in(root);
        downloads = Files.createDirectories(root.resolve("downloads"));
    }

    private PluginVerifier verifier() {
        return new PluginVerifier(installed.cache(), "0.1.0");
    }

    private UserPlugins plugins() {
        try (PluginHost host = installed.open()) {
            return new UserPlugins(installed.user(), host.catalog(), verifier());
        }
    }

    private List<String> userFiles() throws IOException {
        try (Stream<Path> files = Files.list(installed.user())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void verifiesAGoodPlugin() throws IOException {
        PluginVerification verified =
                verifier().verify(PluginBuilder.corpus("letters").zipIn(downloads));

        assertThat(verified.passed()).isTrue();
        assertThat(verified.extensions())
                .extracting(InstalledExtension::title)
                .containsExactly("corpus source 'letters'");
    }

    @Test
    void findsSeveralFaultsAtOnce() throws IOException {
        Path jar = PluginBuilder.corpus("letters")
                .set("requires", ">=9.0.0")
                .file("org/pf4j/Plugin.class", new byte[] {1})
                .jarIn(downloads);

        PluginVerification verified = verifier().verify(jar);

        assertThat(verified.passed()).isFalse();
        assertThat(verified.plugin().orElseThrow().id()).isEqualTo("letters");
        assertThat(verified.findings()).hasSize(2);
    }

    @Test
    void verifiesWhatIsNotThere() {
        assertThat(verifier().verify(downloads.resolve("gone.jar")).findings())
                .extracting(PluginProblem::message)
                .containsExactly("is not there");
    }

    @Test
    void installsUpgradesAndRemoves() throws IOException {
        plugins().install(PluginBuilder.corpus("letters").zipIn(downloads));
        assertThat(userFiles()).containsExactly("letters.zip");

        plugins()
                .install(PluginBuilder.corpus("letters").set("version", "2.0.0").jarIn(downloads));
        assertThat(userFiles()).containsExactly("letters.jar");
        try (PluginHost host = installed.open()) {
            assertThat(host.catalog().plugin("letters").orElseThrow().version()).isEqualTo("2.0.0");
        }

        assertThat(plugins().remove("letters")).containsExactly(installed.user().resolve("letters.jar"));
        assertThat(userFiles()).isEmpty();
    }

    @Test
    void installsNothingThatDoesNotVerify() throws IOException {
        Path jar = PluginBuilder.corpus("letters").notIndexed().jarIn(downloads);

        assertThatThrownBy(() -> plugins().install(jar))
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

        assertThatThrownBy(() -> plugins().install(sameId))
                .hasMessage(
                        "plugin letters 1.0.0 came with the installation, and two plugins cannot have one id; nothing"
                                + " was installed");
        assertThatThrownBy(() -> plugins().install(sameName))
                .hasMessage("there is a corpus source 'letters' already, in plugin letters; nothing was installed");
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
