// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An event file, as TensorBoard reads it: scalars by name, each a curve over steps, and texts. Written by hand, for it is
 * a hundred lines against tens of megabytes of libraries.
 *
 * <p>The framing is that of TFRecord (TensorFlow's {@code lib/io/record_writer.h}): the length in eight bytes and its
 * checksum in four, the data and its checksum in four, all little-endian. A checksum is a CRC-32C, turned by 15 bits and
 * with a constant added, so that a sum over data that holds sums is none of them.
 *
 * <p>The data are protocol buffers: an {@code Event} (TensorFlow's {@code core/util/event.proto}) that holds a
 * {@code Summary} ({@code core/framework/summary.proto}). Fields that are not named below stay unset. The first event of a
 * file says the version, {@code brain.Event:2}. A text is a value of the plugin {@code text} with a tensor of one string.
 *
 * <p>Each event is written at once, in one piece; a kill can cost the last one, and readers stop before a torn record.
 */
final class EventFile implements Closeable {

    private static final String VERSION = "brain.Event:2";
    private static final int MASK = 0xA282EAD8;

    private final FileChannel channel;

    private EventFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Begins a file.
     *
     * @param folder made when it is not there
     * @param seconds the time, since 1970: part of the file's name, by which readers order the files of a folder
     */
    static EventFile create(Path folder, double seconds) throws IOException {
        Files.createDirectories(folder);
        EventFile events = new EventFile(open(folder, (long) seconds));
        events.write(new Message().number(1, seconds).text(3, VERSION));
        return events;
    }

    private static FileChannel open(Path folder, long seconds) throws IOException {
        for (int number = 0; ; number++) {
            String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.seance.%d", seconds, number);
            try {
                return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                // Two in one second; the next number is free.
                continue;
            }
        }
    }

    /** Adds a point of several curves. */
    void scalars(double seconds, long step, Map<String, Double> values) throws IOException {
        Message summary = new Message();
        values.forEach(
                (tag, value) -> summary.message(1, new Message().text(1, tag).real(2, value.floatValue())));
        write(event(seconds, step, summary));
    }

    /** Adds a text. */
    void text(double seconds, long step, String tag, String text) throws IOException {
        int string = 7;
        Message plugin = new Message().message(1, new Message().text(1, "text"));
        Message oneString = new Message()
                .whole(1, string)
                .message(2, new Message().message(2, new Message().whole(1, 1)))
                .text(8, text);
        Message value = new Message().text(1, tag).message(8, oneString).message(9, plugin);
        write(event(seconds, step, new Message().message(1, value)));
    }

    private static Message event(double seconds, long step, Message summary) {
        return new Message().number(1, seconds).whole(2, step).message(5, summary);
    }

    private void write(Message event) throws IOException {
        byte[] data = event.bytes();
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + data.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(checksum(record.array(), Long.BYTES));
        record.put(data).putInt(checksum(data, data.length)).flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A protocol buffer being written: each field is its number and its kind, then the value. */
    private static final class Message {

        private static final int VARINT = 0;
        private static final int EIGHT_BYTES = 1;
        private static final int LENGTH_AND_BYTES = 2;
        private static final int FOUR_BYTES = 5;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message whole(int field, long value) {
            varint(field << 3 | VARINT);
            varint(value);
            return this;
        }

        /** A {@code double}. */
        Message number(int field, double value) {
            varint(field << 3 | EIGHT_BYTES);
            fixed(Double.doubleToLongBits(value), Long.BYTES);
            return this;
        }

        /** A {@code float}. */
        Message real(int field, float value) {
            varint(field << 3 | FOUR_BYTES);
            fixed(Float.floatToIntBits(value), Integer.BYTES);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        private Message bytes(int field, byte[] value) {
            varint(field << 3 | LENGTH_AND_BYTES);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        private void fixed(long value, int count) {
            for (int i = 0; i < count; i++) {
                out.write((int) (value >>> 8 * i));
            }
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
