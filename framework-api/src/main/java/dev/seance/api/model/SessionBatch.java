// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** Texts that are read one after the other, each by a session of its own. */
final class SessionBatch implements DecodingBatch {

    private final LanguageModel model;
    private final DecodingSession[] sessions;

    SessionBatch(LanguageModel model, int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException(slots + " slots; at least 1");
        }
        this.model = model;
        this.sessions = new DecodingSession[slots];
    }

    @Override
    public int slots() {
        return sessions.length;
    }

    @Override
    public int position(int slot) {
        return sessions[slot] == null ? 0 : sessions[slot].position();
    }

    @Override
    public void append(int slot, int[] tokens, float[] logits) {
        if (sessions[slot] == null) {
            sessions[slot] = model.decode();
        }
        sessions[slot].append(tokens, logits);
    }

    @Override
    public void step(int[] slots, int[] tokens, float[][] logits) {
        int context = model.config().context();
        int vocabulary = model.config().vocabularySize();
        for (int i = 0; i < slots.length; i++) {
            if (position(slots[i]) == context || tokens[i] < 0 || tokens[i] >= vocabulary) {
                throw new IllegalArgumentException("token " + tokens[i] + " at position " + position(slots[i]) + ": the"
                        + " context is " + context + ", the vocabulary " + vocabulary);
            }
        }
        for (int i = 0; i < slots.length; i++) {
            append(slots[i], new int[] {tokens[i]}, logits[i]);
        }
    }

    @Override
    public void clear(int slot) {
        if (sessions[slot] != null) {
            sessions[slot].close();
            sessions[slot] = null;
        }
    }

    @Override
    public void close() {
        for (int slot = 0; slot < sessions.length; slot++) {
            clear(slot);
        }
    }
}
