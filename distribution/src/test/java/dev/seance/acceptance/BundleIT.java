// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A model in one file, on a machine that has nothing else, and a conversation for programs. */
class BundleIT {

    @Test
    void talksOnAnotherMachineAsOnTheOneThatMadeIt() throws IOException {
        Seance seance = likeAnyMachine(MicroRun.finished().seance());
        Path file = Places.fresh("bundle caf\u00e9").resolve("the model.zip");
        seance.run("bundle", "micro", "--to", file.toString(), "--step", "base", "--step", "chat")
                .exits(0);
        assertThat(seance.run("bundle", "micro", "--to", file.toString())
                        .isTheUsersMistake()
                        .err())
                .contains("is there already");
        String said =
                seance.run("chat", "micro", "--once", "Good evening.").exits(0).out();
        String written = seance.run("complete", "micro", "The keeper").exits(0).out();

        Seance elsewhere = likeAnyMachine(Seance.in(Places.fresh("elsewhere")));
        assertThat(elsewhere
                        .run("chat", file.toString(), "--once", "Good evening.")
                        .exits(0)
                        .out())
                .isEqualTo(said);
        assertThat(elsewhere
                        .run("complete", file.toString(), "The keeper")
                        .exits(0)
                        .out())
                .as("the first model in it is the base")
                .isEqualTo(written);
        Seance readOnly = elsewhere.with("SEANCE_CACHE", "/proc/none");
        assertThat(readOnly.run("chat", file.toString(), "--once", "Good evening.")
                        .exits(0)
                        .out())
                .isEqualTo(said);

        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(elsewhere
                        .run("chat", file.toString(), "--once", "Hm")
                        .isTheUsersMistake()
                        .err())
                .contains("was not written or copied to its end");
        assertThat(elsewhere.folder().resolve("runs")).doesNotExist();
    }

    @Test
    void programsGetAnObjectAReply() throws IOException {
        Seance seance = MicroRun.finished().seance();
        JsonNode reply = seance.type("Good evening.\n", "chat", "micro", "--once", "--json")
                .exits(0)
                .json();
        assertThat(reply.fieldNames()).toIterable().containsExactly("text", "tokens", "finishReason", "seconds");
        assertThat(reply.get("text").asText())
                .isEqualTo(seance.run("chat", "micro", "--once", "Good evening.")
                        .exits(0)
                        .out()
                        .strip());
        Outcome talk = seance.type("Good evening.\n/undo\nGood evening.\n", "chat", "micro", "--json")
                .exits(0);
        assertThat(talk.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"text\":"));
        assertThat(talk.err()).contains("(taken back: Good evening.)");
        assertThat(seance.run("complete", "micro", "The keeper", "--json", "--max-tokens", "3")
                        .exits(0)
                        .json()
                        .get("tokens")
                        .asInt())
                .isLessThanOrEqualTo(3);
        Outcome cut = seance.run("chat", "micro", "--max-tokens", "900", "--system", "", "--once", "Hm")
                .exits(0);
        assertThat(cut.err()).contains("--max-tokens 900: the model's context is 64 tokens", "a reply has at most 32");
    }

    /** Without what a newer processor computes in bf16: a bundle leaves the precision to the machine, the recipe does not. */
    private static Seance likeAnyMachine(Seance seance) {
        return seance.with("ONEDNN_MAX_CPU_ISA", "AVX2")
                .with("MKL_ENABLE_INSTRUCTIONS", "AVX2")
                .with("ATEN_CPU_CAPABILITY", "avx2");
    }
}
