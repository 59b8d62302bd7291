// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.corpus.Document;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The documents of one package, unpacked one at a time as they are asked for. */
final class PackedTexts extends Spliterators.AbstractSpliterator<Document> {

    private final PackageArchive archive;
    private final PackageOptions options;
    private final TextRules rules;
    private final TextMemory memory;
    private TextMemory.Room room = () -> {};

    private PackedTexts(PackageArchive archive, PackageOptions options, TextMemory memory) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.archive = archive;
        this.options = options;
        this.rules = new TextRules(options);
        this.memory = memory;
    }

    /** The caller closes the stream, and with it the file. */
    static Stream<Document> in(Path file, PackageOptions options, TextMemory memory) {
        PackageArchive archive = new PackageArchive(file);
        PackedTexts texts = new PackedTexts(archive, options, memory);
        return StreamSupport.stream(texts, false).onClose(texts::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Document> action) {
        while (archive.next()) {
            String name = archive.name();
            if (rules.id(name).isPresent()) {
                action.accept(rules.document(name, text(name)));
                return true;
            }
        }
        return false;
    }

    private void close() {
        room.close();
        archive.close();
    }

    /** Reads the text of the current file; the memory of the one before is given back. */
    private String text(String name) {
        room.close();
        room = () -> {};
        memory.check("package " + options.coordinates() + ", " + name, archive.bytes());
        room = memory.take(archive.bytes());
        try {
            return PlainText.read(archive.stream(), archive.bytes(), StandardCharsets.UTF_8);
        } catch (PlainText.Undecodable e) {
            throw new UserError(
                    "package " + options.coordinates() + ", " + name + ": " + e.getMessage()
                            + "; leave the file out by narrowing 'files'",
                    e);
        } catch (IOException e) {
            throw new UserError("package " + options.coordinates() + ", " + name + ": " + e.getMessage(), e);
        }
    }
}
