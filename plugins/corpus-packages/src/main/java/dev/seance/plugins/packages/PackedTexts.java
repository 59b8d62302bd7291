// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.corpus.Document;
import dev.seance.api.run.UserError;
import dev.seance.kit.text.PlainText;
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

    private PackedTexts(PackageArchive archive, PackageOptions options) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.archive = archive;
        this.options = options;
        this.rules = new TextRules(options);
    }

    /** The caller closes the stream, and with it the file. */
    static Stream<Document> in(Path file, PackageOptions options) {
        PackageArchive archive = new PackageArchive(file);
        return StreamSupport.stream(new PackedTexts(archive, options), false).onClose(archive::close);
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

    private String text(String name) {
        try {
            return PlainText.decode(archive.content(), StandardCharsets.UTF_8);
        } catch (PlainText.Undecodable e) {
            throw new UserError(
                    "package " + options.coordinates() + ", " + name + ": " + e.getMessage()
                            + "; leave the file out by narrowing 'files'",
                    e);
        }
    }
}
