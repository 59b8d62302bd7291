// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import dev.seance.api.tokenizer.EncodedCorpus;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A corpus cut into rows of C tokens, C the context.
 *
 * <p>The documents, one after the other, are a stream of tokens, and each row has the next C of them as its targets; its
 * inputs are the same shifted by one behind a document marker. So every row begins with the marker, as every text does
 * when the model writes, and every token is a target exactly once in an epoch, but for markers that fall on the
 * beginning of a row. nanochat crops documents to rows instead and throws a third of the text away; books, a hundred rows
 * long, would lose nearly all of theirs. What a row does not know is what came before it in its book.
 *
 * <p>Rows are then drawn in a shuffled order, so that the rows of a batch come from many books. Both orders follow from
 * the seed. Safe for several threads.
 */
final class DocumentRows implements Rows {

    private final EncodedCorpus corpus;
    private final int context;
    private final int marker;
    private final int pad;
    private final int[] documents;
    private final RowStarts starts;
    private final int[] order;
    private final boolean crossing;

    private DocumentRows(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed, boolean crossing) {
        this.corpus = corpus;
        this.context = context;
        this.marker = vocabulary.id(SpecialToken.DOCUMENT);
        this.pad = vocabulary.id(SpecialToken.PAD);
        this.crossing = crossing;
        this.documents = Shuffle.permutation(corpus.documents(), Shuffle.seed(seed, "documents", 0));
        this.starts = cut();
        this.order = Shuffle.permutation(starts.count(), Shuffle.seed(seed, "rows", 0));
    }

    /** Rows to learn from: one runs on from document to document, and only the last may be padded. */
    static DocumentRows packed(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed) {
        return new DocumentRows(corpus, context, vocabulary, seed, true);
    }

    /** Rows to measure on: each is of one document, so that no target depends on another text; markers are no targets. */
    static DocumentRows whole(EncodedCorpus corpus, int context, Vocabulary vocabulary, long seed) {
        return new DocumentRows(corpus, context, vocabulary, seed, false);
    }

    private RowStarts cut() {
        RowStarts cut = new RowStarts();
        int document = 0;
        int offset = 0;
        while (document < documents.length) {
            // The row's own marker stands for the document's.
            offset = offset == 0 ? 1 : offset;
            cut.add(document, offset);
            int room = context;
            while (room > 0 && document < documents.length) {
                int taken = Math.min(room, corpus.length(documents[document]) - offset);
                offset += taken;
                room = crossing ? room - taken : 0;
                if (offset == corpus.length(documents[document])) {
                    document++;
                    offset = 0;
                }
            }
        }
        return cut;
    }

    @Override
    public int count() {
        return starts.count();
    }

    @Override
    public void fill(int row, int[] inputs, int[] targets, int at) {
        int taken = walk(
                order[row],
                (document, offset, count, done) -> corpus.read(document, offset, count, targets, at + done));
        inputs[at] = marker;
        for (int i = 1; i < context; i++) {
            inputs[at + i] = i <= taken ? targets[at + i - 1] : pad;
        }
        for (int i = taken; i < context; i++) {
            targets[at + i] = TokenBatch.IGNORED;
        }
    }

    @Override
    public Set<String> sources(int row) {
        Set<String> ids = new LinkedHashSet<>();
        walk(order[row], (document, offset, count, done) -> {
            try {
                ids.add(corpus.id(document));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return ids;
    }

    /** Told each stretch of one document that a row is made of. */
    private interface Stretch {
        void of(int document, int offset, int count, int done);
    }

    /** Walks over what a row is made of, and says how many targets that is. */
    private int walk(int row, Stretch stretch) {
        int place = starts.document(row);
        int offset = starts.offset(row);
        int done = 0;
        while (done < context && place < documents.length) {
            int document = documents[place++];
            int count = Math.min(context - done, corpus.length(document) - offset);
            stretch.of(document, offset, count, done);
            done += count;
            offset = 0;
            if (!crossing) {
                break;
            }
        }
        return done;
    }
}
