// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static byte[] pack(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                tar.file(
                        file.getKey(),
                        file.getValue().length,
                        1_700_000_000,
                        new ByteArrayInputStream(file.getValue()));
            }
            tar.finish();
        }
        return out.toByteArray();
    }

    private static Map<String, byte[]> unpack(byte[] archive) throws IOException {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] buffer = new byte[1000];
            for (int read = tar.read(buffer, 0, 1000); read >= 0; read = tar.read(buffer, 0, 1000)) {
                content.write(buffer, 0, read);
            }
            assertThat(content.size()).isEqualTo((int) entry.get().bytes());
            files.put(entry.get().name(), content.toByteArray());
        }
        return files;
    }

    private Map<String, byte[]> randomFiles() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String[] letters = {"a", "Z", "0", "-", "é", "字", " ", "🎩"};
        for (int i = random.nextInt(6); i > 0; i--) {
            StringBuilder name = new StringBuilder("f" + i);
            for (int j = random.nextInt(300); j > 0; j--) {
                name.append(letters[random.nextInt(random.nextBoolean() ? 4 : letters.length)]);
                if (random.nextInt(40) == 0) {
                    name.append("/x");
                }
            }
            byte[] content = new byte[random.nextInt(5) * 512 + random.nextInt(3) - 1 + 1];
            random.nextBytes(content);
            files.put(name.toString(), content);
        }
        return files;
    }

    @Test
    void givesBackTheFilesAsTheyWere() throws IOException {
        for (int i = 0; i < 300; i++) {
            Map<String, byte[]> files = randomFiles();
            assertThat(unpack(pack(files))).as("seed %d, case %d", seed, i).containsExactlyEntriesOf(files);
        }
    }

    @Test
    void isReadByOtherPrograms() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plain.txt", "plain".getBytes(StandardCharsets.UTF_8));
        files.put("deep/" + "long-".repeat(40) + "é.txt", "long".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("a.tar"), pack(files));
        Process tar;
        try {
            tar = new ProcessBuilder("tar", "-xf", "a.tar")
                    .directory(folder.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no tar on this machine");
            return;
        }
        assertThat(new String(tar.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(tar.waitFor()).isZero();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(folder.resolve(file.getKey())).hasBinaryContent(file.getValue());
        }
    }

    @Test
    void readsWhatOtherProgramsPack() throws Exception {
        String deep = "d".repeat(90) + "/" + "e".repeat(60) + "/" + "f".repeat(90);
        Path file = folder.resolve("in").resolve(deep);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content");
        for (String format : List.of("gnu", "ustar", "pax")) {
            Process tar;
            try {
                tar = new ProcessBuilder("tar", "--format=" + format, "-cf", "../" + format + ".tar", "d".repeat(90))
                        .directory(folder.resolve("in").toFile())
                        .start();
            } catch (IOException e) {
                assumeTrue(false, "no tar on this machine");
                return;
            }
            assumeTrue(tar.waitFor() == 0, "a tar without --format");
            assertThat(unpack(Files.readAllBytes(folder.resolve(format + ".tar"))))
                    .as(format)
                    .containsOnlyKeys(deep);
        }
    }

    @Test
    void saysHowLongAFileOfMoreThanEightGibibytesIs() throws IOException {
        long bytes = (9L << 30) + 7;
        List<byte[]> first = new ArrayList<>();
        long[] written = {0};
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public void write(byte[] from, int offset, int length) {
                if (written[0] < 2048) {
                    first.add(Arrays.copyOfRange(from, offset, offset + length));
                }
                written[0] += length;
            }
        };
        InputStream zeros = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };
        new TarWriter(counting).file("weights", bytes, 0, zeros);
        assertThat(written[0]).isEqualTo(3 * 512 + (9L << 30) + 512);

        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (byte[] piece : first) {
            head.write(piece);
        }
        TarReader tar = new TarReader(new ByteArrayInputStream(head.toByteArray()));
        assertThat(tar.next()).contains(new TarReader.Entry("weights", bytes));
    }

    @Test
    void noticesWhereverItIsCutOff() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", new byte[700]);
        files.put("é".repeat(80), new byte[10]);
        byte[] whole = pack(files);
        for (int length = 0; length < whole.length - 1024; length += 1 + random.nextInt(60)) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> unpack(cut))
                    .as("seed %d, %d of %d bytes", seed, length, whole.length)
                    .isInstanceOf(DamagedArchive.class)
                    .hasMessageContaining("ends too early");
        }
    }

    @Test
    void failsInNoOtherWayWhateverByteIsDamaged() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", new byte[700]);
        files.put("é".repeat(80), new byte[10]);
        byte[] whole = pack(files);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                unpack(damaged);
            } catch (DamagedArchive e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void refusesLinks() throws IOException {
        byte[] archive = pack(Map.of("innocent", new byte[0]));
        archive[156] = '2';
        // The checksum, made right again: '2' is two more than '0'.
        int sum = Integer.parseInt(new String(archive, 148, 6, StandardCharsets.US_ASCII), 8) + 2;
        System.arraycopy(String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII), 0, archive, 148, 6);
        assertThatThrownBy(() -> unpack(archive)).hasMessage("entry 'innocent' is a link");
    }

    @Test
    void saysWhenAFileIsShorterThanWasSaid() {
        TarWriter tar = new TarWriter(OutputStream.nullOutputStream());
        assertThatThrownBy(() -> tar.file("a", 10, 0, new ByteArrayInputStream(new byte[9])))
                .hasMessage("a has become shorter while it was read");
    }
}
