// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    private static final TensorEntry MATRIX = TensorEntry.f32("matrix", List.of(2L, 3L));
    private static final TensorEntry EMPTY = TensorEntry.f32("empty", List.of(0L, 3L));
    private static final TensorEntry SCALAR = new TensorEntry("a \"scalar\"", TensorType.I64, List.of());

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.safetensors");
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Map<String, String> metadata = Map.of("title", "Mr. \"Chatterbox\"\n\té \\ 𝔄", "", "nothing");
        Safetensors.write(file, metadata, List.of(EMPTY, MATRIX, SCALAR), SafetensorsTest::counting);
        assertThat(folder.toFile().list()).containsExactly("model.safetensors");
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.metadata()).isEqualTo(metadata);
            assertThat(read.tensors()).containsExactly(EMPTY, MATRIX, SCALAR);
            for (TensorEntry tensor : read.tensors()) {
                assertThat(read.tensor(tensor.name())).isEqualTo(tensor);
                assertThat(read.numbers(tensor.name())).isEqualTo(counting(tensor));
            }
        }
    }

    @Test
    void readsAFileWithoutTensors() throws IOException {
        Safetensors.write(file, Map.of(), List.of(), SafetensorsTest::counting);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.tensors()).isEmpty();
            assertThat(read.metadata()).isEmpty();
        }
    }

    @Test
    void readsTensorsInAnyOrderOfTheHeader() throws IOException {
        writeRaw(
                "{\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                        + " \"none\":{\"dtype\":\"I32\",\"shape\":[0],\"data_offsets\":[4,4]},"
                        + " \"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}  ",
                8);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.tensors()).extracting(TensorEntry::name).containsExactly("a", "none", "b");
        }
    }

    @Test
    void beginsTheNumbersAtAMultipleOfEight() throws IOException {
        for (int i = 0; i < 9; i++) {
            Safetensors.write(file, Map.of("x", "y".repeat(i)), List.of(SCALAR), SafetensorsTest::counting);
            assertThat((Files.size(file) - SCALAR.byteSize()) % 8).isZero();
        }
    }

    @Test
    void givesNumbersThatOutliveTheFile() throws IOException {
        Safetensors.write(file, Map.of(), List.of(MATRIX), SafetensorsTest::counting);
        ByteBuffer numbers;
        try (Safetensors read = Safetensors.open(file)) {
            numbers = read.numbers("matrix");
        }
        assertThat(numbers).isEqualTo(counting(MATRIX));
        assertThat(numbers.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void givesSomeNumbersOfATensor() throws IOException {
        Safetensors.write(file, Map.of(), List.of(SCALAR, MATRIX), SafetensorsTest::counting);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.numbers("matrix", 8, 12)).isEqualTo(counting(MATRIX, 8, 12));
            assertThat(read.numbers("matrix", 24, 0).remaining()).isZero();
            assertThatThrownBy(() -> read.numbers("matrix", 8, 17)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    @Tag("full")
    void writesTensorsLargerThanABuffer() throws IOException {
        TensorEntry large = TensorEntry.f32("large", List.of(3L, 190_000_000L));
        ByteBuffer piece = ByteBuffer.allocate(Safetensors.PIECE);
        Safetensors.write(file, Map.of(), List.of(large, MATRIX), (tensor, from, count) -> {
            if (tensor.equals(MATRIX)) {
                return counting(tensor, from, count);
            }
            piece.put(0, (byte) (from / Safetensors.PIECE + 1));
            return piece.duplicate().limit(count);
        });
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.tensor("large").byteSize()).isEqualTo(2_280_000_000L);
            for (int i = 0; i < 3; i++) {
                assertThat(read.numbers("large", (long) i * Safetensors.PIECE, 2))
                        .isEqualTo(ByteBuffer.wrap(new byte[] {(byte) (i + 1), 0}));
            }
            assertThat(read.numbers("matrix")).isEqualTo(counting(MATRIX));
        }
    }

    @Test
    void namesTheTensorsThereAre() throws IOException {
        Safetensors.write(file, Map.of(), List.of(MATRIX, EMPTY), SafetensorsTest::counting);
        try (Safetensors read = Safetensors.open(file)) {
            assertThatThrownBy(() -> read.numbers("metrix"))
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + ": has no tensor 'metrix' (have: matrix, empty)");
        }
    }

    @Nested
    class WhenWritingFails {

        @Test
        void leavesNothingWhenTheContentsFail() {
            assertThatThrownBy(
                            () -> Safetensors.write(file, Map.of(), List.of(MATRIX, SCALAR), (tensor, from, count) -> {
                                if (tensor.equals(SCALAR)) {
                                    throw new IOException("disk on fire");
                                }
                                return counting(tensor, from, count);
                            }))
                    .hasMessage("disk on fire");
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void keepsTheFileThatWasThere() throws IOException {
            Safetensors.write(file, Map.of(), List.of(MATRIX), SafetensorsTest::counting);
            byte[] before = Files.readAllBytes(file);
            assertThatThrownBy(() -> Safetensors.write(
                            file, Map.of(), List.of(MATRIX), (tensor, from, count) -> ByteBuffer.allocate(23)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tensor matrix has 23 bytes from byte 0, its shape needs 24");
            assertThat(file).hasBinaryContent(before);
            assertThat(folder.toFile().list()).hasSize(1);
        }

        @Test
        void refusesNamesThatClash() {
            assertThatThrownBy(
                            () -> Safetensors.write(file, Map.of(), List.of(MATRIX, MATRIX), SafetensorsTest::counting))
                    .hasMessage("two tensors are called matrix");
            TensorEntry reserved = TensorEntry.f32("__metadata__", List.of());
            assertThatThrownBy(() -> Safetensors.write(file, Map.of(), List.of(reserved), SafetensorsTest::counting))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Nested
    class WhenTheFileIsNotWhole {

        @Test
        void refusesEveryTruncation() throws IOException {
            Safetensors.write(file, Map.of("a", "b"), List.of(MATRIX, SCALAR), SafetensorsTest::counting);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                refuses("");
            }
            Files.write(file, Arrays.copyOf(whole, whole.length + 1));
            refuses("its header describes " + whole.length + " bytes, the file has " + (whole.length + 1));
        }

        @Test
        void neverFailsInAnotherWayOnADamagedHeader() throws IOException {
            Safetensors.write(file, Map.of("a", "b"), List.of(MATRIX, SCALAR), SafetensorsTest::counting);
            byte[] whole = Files.readAllBytes(file);
            for (long seed = 0; seed < 1000; seed++) {
                Random random = new Random(seed);
                byte[] damaged = whole.clone();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    damaged[random.nextInt(whole.length - 32)] = (byte) random.nextInt(128);
                }
                Files.write(file, damaged);
                try {
                    Safetensors.open(file).close();
                } catch (UserError e) {
                    assertThat(e).as("seed %d", seed).hasMessageStartingWith(file + ": ");
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }

        @Test
        void namesAMissingFile() {
            assertThatThrownBy(() -> Safetensors.open(file))
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + ": no such weights file");
        }

        @Test
        void refusesHeadersOfAbsurdLength() throws IOException {
            for (long length : new long[] {-1, 0, 1, 1_000, 200_000_000, Long.MAX_VALUE, Long.MIN_VALUE}) {
                Files.write(
                        file,
                        ByteBuffer.allocate(64)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(length)
                                .array());
                refuses("its header claims " + length + " of 64 bytes");
            }
        }

        @Test
        void refusesTensorsThatOverlapOrLeaveGaps() throws IOException {
            writeRaw(tensor("a", "F32", "[1]", 0, 4) + "," + tensor("b", "F32", "[1]", 2, 6), 8);
            refuses("tensor b lies at 2..6, expected 4 bytes at 4");
            writeRaw(tensor("a", "F32", "[1]", 0, 4) + "," + tensor("b", "F32", "[1]", 8, 12), 12);
            refuses("tensor b lies at 8..12, expected 4 bytes at 4");
            writeRaw(tensor("a", "F32", "[1]", -4, 0), 4);
            refuses("tensor a lies at -4..0");
            writeRaw(tensor("a", "F32", "[2]", 0, 4), 4);
            refuses("tensor a lies at 0..4, expected 8 bytes at 0");
        }

        @Test
        void refusesSizesThatOverflow() throws IOException {
            writeRaw(tensor("a", "F32", "[4611686018427387904,4611686018427387904]", 0, 0), 0);
            refuses("too large");
            long half = 1L << 62;
            writeRaw(
                    tensor("a", "I64", "[" + half / 8 + "]", 0, half) + ","
                            + tensor("b", "I64", "[" + half / 8 + "]", half, half + half),
                    0);
            refuses("tensor b lies at");
        }

        @Test
        void refusesTypesItDoesNotKnow() throws IOException {
            writeRaw(tensor("a", "F8_E4M3", "[4]", 0, 4), 4);
            refuses("tensor a has the type F8_E4M3");
        }

        @Test
        void refusesHeadersThatLackSomething() throws IOException {
            writeRaw("\"a\":{}", 0);
            refuses("a.data_offsets is not a list of whole numbers");
            writeRaw("\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}", 4);
            refuses("a.shape is not a list of whole numbers");
            writeRaw("\"a\":7", 0);
            refuses("a is not an object");
            writeRaw(tensor("a", "F32", "[1]", 0, 4) + "," + tensor("a", "F32", "[1]", 0, 4), 4);
            refuses("'a' occurs twice in the header");
        }
    }

    private void refuses(String reason) {
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": not a whole safetensors file: ")
                .hasMessageContaining(reason);
    }

    private static String tensor(String name, String type, String shape, long from, long to) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(name, type, shape, from, to);
    }

    /** A file of this header, braces added when they are missing, and so many bytes of numbers. */
    private void writeRaw(String header, int numbers) throws IOException {
        byte[] json = (header.startsWith("{") ? header : "{" + header + "}").getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).array());
    }

    private static ByteBuffer counting(TensorEntry tensor) {
        return counting(tensor, 0, Math.toIntExact(tensor.byteSize()));
    }

    private static ByteBuffer counting(TensorEntry tensor, long from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            bytes.put(i, (byte) (from + i + 1));
        }
        return bytes;
    }
}
