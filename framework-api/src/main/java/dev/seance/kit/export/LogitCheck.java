// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.export;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.tokenizer.SpecialToken;
import java.io.IOException;
import java.util.Locale;

/**
 * Compares the logits that exported files give with those of the model they were made from, on a fixed text: what an
 * exporter does before it says that it is done.
 */
public final class LogitCheck {

    private static final String TEXT = "It was on a cold evening in the year of grace that the two friends met.";
    private static final int MOST_TOKENS = 16;

    private LogitCheck() {}

    /** Computes logits from files. */
    @FunctionalInterface
    public interface Reader {

        /** The logits after each of the tokens, [T][vocabulary]. */
        float[][] logits(int[] tokens) throws IOException;
    }

    /**
     * Compares, and says how near they came.
     *
     * @param tolerance the largest difference that may be, as a fraction of the range of the model's logits
     * @return the largest there is
     * @throws IllegalStateException when they are further apart: the files do not hold the model
     */
    public static double check(TrainedModel model, Reader files, double tolerance) throws IOException {
        int[] tokens = tokens(model);
        float[][] theirs = files.logits(tokens);
        double worst = 0;
        try (LanguageModel ours = model.backend().load(model.folder());
                DecodingSession session = ours.decode()) {
            float[] logits = new float[model.config().vocabularySize()];
            for (int t = 0; t < tokens.length; t++) {
                session.append(new int[] {tokens[t]}, logits);
                worst = Math.max(worst, distance(logits, theirs[t]));
            }
        }
        if (!(worst <= tolerance)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "the files written do not hold the model: their logits are off by %.3g of the logits' range (at most"
                            + " %.3g); please report this with the model's plan",
                    worst,
                    tolerance));
        }
        return worst;
    }

    /** A check that went well, in words. */
    public static String inWords(TrainedModel model, double worst) {
        return String.format(
                Locale.ROOT,
                "read back by independent code: logits of %d tokens agree to %.2g of their range",
                tokens(model).length,
                worst);
    }

    private static int[] tokens(TrainedModel model) {
        int[] text = model.vocabulary().encode(TEXT);
        int most = Math.min(MOST_TOKENS, model.config().context());
        int[] tokens = new int[Math.min(most, text.length + 1)];
        tokens[0] = model.vocabulary().id(SpecialToken.DOCUMENT);
        System.arraycopy(text, 0, tokens, 1, tokens.length - 1);
        return tokens;
    }

    /** The largest difference, as a fraction of the range of the first. */
    private static double distance(float[] ours, float[] theirs) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double off = 0;
        for (int i = 0; i < ours.length; i++) {
            least = Math.min(least, ours[i]);
            most = Math.max(most, ours[i]);
            off = Math.max(off, Math.abs((double) ours[i] - theirs[i]));
        }
        return off / Math.max(most - least, 1e-9);
    }
}
