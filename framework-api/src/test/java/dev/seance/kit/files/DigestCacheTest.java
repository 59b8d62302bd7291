// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCacheTest {

    /** When files that are written now have been left alone for long. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    @TempDir
    Path folder;

    @Test
    void givesTheDigestsOfFilesInTheirOrder() throws Exception {
        List<Path> files = files(40);
        assertThat(cache(LATER).sha256(files)).isEqualTo(digests(files));
        assertThat(cache(LATER).sha256(files)).isEqualTo(digests(files));
    }

    @Test
    void readsNothingTheSecondTime() throws Exception {
        List<Path> files = files(40);
        cache(LATER).sha256(files);
        DigestCache second = cache(LATER);
        second.sha256(files);
        assertThat(second.filesRead()).isZero();
    }

    @Test
    void readsAgainWhatWasJustWritten() throws Exception {
        List<Path> files = files(1);
        DigestCache now = cache(Clock.systemUTC());
        now.sha256(files);
        now.sha256(files);
        assertThat(now.filesRead()).isEqualTo(2);
        assertThat(cache(LATER).sha256(files)).isEqualTo(digests(files));
    }

    @Test
    void noticesAnotherContentOfTheSameSizeAndTime() throws Exception {
        Random random = new Random(3);
        Path file = file("a", "0123456789");
        FileTime time = Files.getLastModifiedTime(file);
        for (int i = 0; i < 20; i++) {
            DigestCache cache = cache(LATER);
            assertThat(cache.sha256(file)).isEqualTo(digest(file));
            Files.writeString(file, ("" + Math.abs(random.nextLong()) + "0123456789").substring(0, 10));
            Files.setLastModifiedTime(file, time);
            assertThat(cache.sha256(file)).as("the same cache").isEqualTo(digest(file));
            assertThat(cache(LATER).sha256(file)).as("another one").isEqualTo(digest(file));
        }
    }

    @Test
    void noticesAFileInPlaceOfAnother() throws Exception {
        Path one = file("one", "one");
        Path two = file("two", "two");
        cache(LATER).sha256(one);
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        Files.delete(one);
        Files.move(two, one);
        assertThat(cache(LATER).sha256(one)).isEqualTo(digest(one));
    }

    @Test
    void followsLinks() throws Exception {
        Path file = file("a", "a");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        DigestCache cache = cache(LATER);
        assertThat(cache.sha256(link)).isEqualTo(digest(file));
        Files.writeString(file, "b");
        assertThat(cache.sha256(link)).isEqualTo(digest(file));
    }

    @Test
    void worksWithoutACache() throws Exception {
        List<Path> files = files(3);
        Path file = file("no-folder", "");
        assertThat(new DigestCache(file, 2, LATER).sha256(files)).isEqualTo(digests(files));
        assertThat(new DigestCache(Path.of("/proc/nowhere"), 2, LATER).sha256(files))
                .isEqualTo(digests(files));
    }

    @Test
    void survivesADamagedCacheWhateverTheDamage() throws Exception {
        List<Path> files = files(10);
        cache(LATER).sha256(files);
        Path stored = folder.resolve("cache/digests/sha256.tsv");
        byte[] whole = Files.readAllBytes(stored);
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int i = random.nextInt(20); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(stored, damaged);
            assertThat(cache(LATER).sha256(files)).as("seed %d", seed).isEqualTo(digests(files));
        }
    }

    @Test
    void losesNothingOfWhatSeveralWriteAtOnce() throws Exception {
        List<Path> files = files(80);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> futures = new ArrayList<>();
        for (Path file : files) {
            futures.add(threads.submit(() -> cache(LATER).sha256(file)));
        }
        for (Future<String> future : futures) {
            future.get();
        }
        threads.shutdown();
        DigestCache after = cache(LATER);
        after.sha256(files);
        assertThat(after.filesRead()).isZero();
    }

    @Test
    void dropsWhatNobodyUsedForLong() throws Exception {
        List<Path> files = files(2);
        cache(LATER).sha256(files.get(0));
        Clock muchLater = Clock.offset(LATER, Duration.ofDays(DigestFile.DAYS_KEPT + 1));
        cache(muchLater).sha256(files.get(1));
        assertThat(Files.readAllLines(folder.resolve("cache/digests/sha256.tsv")))
                .hasSize(2)
                .last()
                .asString()
                .endsWith(files.get(1).toUri().getRawPath());
    }

    @Test
    void keepsWhatIsUsedNowAndThen() throws Exception {
        Path file = files(1).get(0);
        for (int days = 0; days < 200; days += 40) {
            cache(Clock.offset(LATER, Duration.ofDays(days))).sha256(file);
        }
        DigestCache last = cache(Clock.offset(LATER, Duration.ofDays(200)));
        last.sha256(file);
        assertThat(last.filesRead()).isZero();
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        List<Path> files = new ArrayList<>(files(3));
        files.add(1, folder.resolve("missing"));
        assertThatThrownBy(() -> cache(LATER).sha256(files))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing");
    }

    private DigestCache cache(Clock clock) {
        return new DigestCache(folder.resolve("cache"), 2, clock);
    }

    private List<Path> files(int count) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(file("été " + i, "text " + i));
        }
        return files;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> digests(List<Path> files) throws Exception {
        List<String> digests = new ArrayList<>();
        for (Path file : files) {
            digests.add(digest(file));
        }
        return digests;
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Files.readString(file, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)));
    }
}
