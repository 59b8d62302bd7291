// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what a stage makes of one split. One thread. */
final class SplitWriter implements Closeable {

    private final CorpusStage stage;
    private final JudgedDocuments.Writer judged;
    private final DocumentLines train;
    private final DocumentLines validation;
    private final OutputStream verdictsOut;
    private final JsonLine verdicts;
    private boolean closed;

    SplitWriter(CorpusStage stage, StageFiles files) throws IOException {
        this.stage = stage;
        boolean corpus = stage.writesCorpus().isPresent();
        judged = stage.writesJudged() ? new JudgedDocuments.Writer(files.open(StagePart.JUDGED)) : null;
        train = corpus ? new DocumentLines(files.open(StagePart.TRAIN)) : null;
        validation = corpus ? new DocumentLines(files.open(StagePart.VALIDATION)) : null;
        verdictsOut = corpus || stage.writesJudged() ? files.open(StagePart.VERDICTS) : OutputStream.nullOutputStream();
        verdicts = new JsonLine(verdictsOut);
    }

    void write(Document document, CorpusSize size) throws IOException {
        if (judged != null) {
            judged.write(document);
        }
        if (stage.writesCorpus().isPresent()) {
            Subset subset = stage.writesCorpus().get().subset(document.id());
            (subset == Subset.TRAIN ? train : validation).write(document, size);
        }
    }

    void dropped(Document document, String filter, Verdict.Dropped verdict) throws IOException {
        verdict(document, filter, "dropped", verdict.reason(), verdict.detail());
    }

    void changed(Document document, String filter, Verdict.Changed verdict) throws IOException {
        verdict(document, filter, "changed", verdict.reason(), "");
    }

    private void verdict(Document document, String filter, String verdict, String reason, String detail)
            throws IOException {
        verdicts.begin();
        verdicts.member("document", document.id());
        verdicts.member("filter", filter);
        verdicts.member("verdict", verdict);
        verdicts.member("reason", reason);
        verdicts.member("detail", detail);
        verdicts.end();
        verdicts.finish();
    }

    /** How much was written of a subset. */
    CorpusSize size(Subset subset) {
        DocumentLines lines = subset == Subset.TRAIN ? train : validation;
        return lines == null ? CorpusSize.NOTHING : lines.size();
    }

    /** Closing it again does nothing. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (judged;
                train;
                validation;
                verdictsOut) {
            verdicts.flush();
        }
    }
}
