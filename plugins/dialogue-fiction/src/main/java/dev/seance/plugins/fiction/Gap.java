// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * What stands between an utterance and the one before.
 *
 * @param words words of narration
 * @param paragraphs whole paragraphs of narration, of which none introduces the second utterance
 * @param broken whether nobody answers across it: a chapter ends, or a scene
 * @param sameParagraph whether both stand in one paragraph
 * @param actor who acts last before the second one's paragraph
 * @param antecedent whom it names last that "he" or "she" beside the second utterance may stand for; unknown for none
 * @param leadWords words before the second one in its own paragraph
 * @param reply whether it tells that somebody replied, or did not
 * @param later whether it says that time passes: "When they had dined, ..."
 */
record Gap(
        long words,
        int paragraphs,
        boolean broken,
        boolean sameParagraph,
        Speaker actor,
        Speaker antecedent,
        long leadWords,
        boolean reply,
        boolean later) {

    /** Before the first utterance of a document. */
    static final Gap START = new Gap(0, 0, true, false, Speaker.UNKNOWN, Speaker.UNKNOWN, 0, false, false);
}
