// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.run.StopException;
import dev.seance.kit.stage.StageMonitor;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Ends a stage between two documents when the user asked to stop, and knows which one is being judged. One thread. */
final class DocumentMonitor implements StageMonitor {

    private final BooleanSupplier stop;
    private String place;

    DocumentMonitor(String split, BooleanSupplier stop) {
        this.place = "split '" + split + "'";
        this.stop = stop;
    }

    @Override
    public void judging(Document document) {
        if (stop.getAsBoolean()) {
            throw new StopException("finished splits are saved");
        }
        long length = 0;
        for (Page page : document.pages()) {
            length += page.text().length();
        }
        place = String.format(Locale.ROOT, "document '%s' (%,.1f million characters)", document.id(), length / 1e6);
    }

    /** What is being worked on, for messages. */
    String place() {
        return place;
    }
}
