// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.ScriptedLlm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the tests of this package work on. */
final class Given {

    static final String PASSAGE =
            "The old harbour lay quiet that winter, and the few ships that came in were laden with"
                    + " timber and with tar. Nobody in the town remembered a colder season, or a poorer one.";

    private Given() {}

    /** A gateway whose every model is that one. */
    static LlmGateway gateway(ScriptedLlm llm) {
        return name -> llm.open("model");
    }

    static ScriptedLlm llm(Function<LlmRequest, String> script) {
        return ScriptedLlm.answering(script);
    }

    /** What the person said last. */
    static String lastTurn(LlmRequest request) {
        return request.turns().get(request.turns().size() - 1).text();
    }

    static StepInputs corpus() {
        String[] texts = IntStream.rangeClosed(1, 6)
                .mapToObj(
                        i -> "CHAPTER " + i + "\n\n" + PASSAGE.replace("winter", "winter of the year " + "i".repeat(i))
                                + "\n\n\"Indeed,\" said he, \"it is so.\"\n\n"
                                + PASSAGE.replace("tar", "tar, " + "x".repeat(i)))
                .toArray(String[]::new);
        return new StepInputs(List.of(MemoryCorpus.ofTexts(texts)), List.of(), List.of(), List.of());
    }

    static StepInputs pairs(int count) {
        List<Dialogue> pairs = IntStream.range(0, count)
                .mapToObj(i -> new Dialogue(
                        "pair-" + i,
                        List.of(
                                new Turn(Role.USER, "Wherefore do you tarry, number " + i + "?"),
                                new Turn(
                                        Role.ASSISTANT,
                                        "Because the tide has not turned, sir, for the " + i + "th time.")),
                        new Origin("fiction", "a-book", "characters " + i + "-" + (i + 9), "speakers: A, B")))
                .toList();
        Dialogues dialogues = new Dialogues() {
            @Override
            public String name() {
                return "pairs";
            }

            @Override
            public long count() {
                return pairs.size();
            }

            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public Stream<Dialogue> read() {
                return pairs.stream();
            }
        };
        return new StepInputs(List.of(), List.of(), List.of(), List.of(dialogues));
    }

    static List<Generated> all(SynthesisSession session) throws IOException {
        List<Generated> all = new ArrayList<>();
        for (String item : session.items()) {
            all.add(session.generate(item));
        }
        return all;
    }

    static List<Dialogue> dialogues(SynthesisSession session) throws IOException {
        return all(session).stream().flatMap(made -> made.dialogues().stream()).toList();
    }
}
