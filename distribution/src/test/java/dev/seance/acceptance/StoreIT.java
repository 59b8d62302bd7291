// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users do with the store: check it, make room, carry artifacts to another machine. */
class StoreIT {

    /** A folder with the recipe and its books, and the runs of the finished one. */
    private static Seance copy(String name) throws IOException {
        MicroRun micro = MicroRun.finished();
        Path folder = Places.fresh(name);
        for (String part : new String[] {"runs/store", "runs/micro/1", "books", MicroRun.RECIPE}) {
            Path from = micro.seance().folder().resolve(part);
            if (Files.isDirectory(from)) {
                Places.copy(from, folder.resolve(part));
            } else {
                Files.copy(from, folder.resolve(part));
            }
        }
        return Seance.in(folder);
    }

    @Test
    void whatIsPackedHereIsAHitThere() throws Exception {
        Seance laptop = MicroRun.finished().seance();
        Path file = Places.fresh("carried").resolve("micro.tar.zst");
        Outcome packed = laptop.run("store", "pack", "micro/1", "--to", file.toString(), "--json")
                .exits(0);
        assertThat(packed.json().get("artifacts")).hasSize(8);
        assertThat(packed.json().get("bytes").asLong()).isEqualTo(Files.size(file));

        Seance other = MicroRun.prepared("on another machine é");
        assertThat(other.run("store", "unpack", file.toString(), "--json")
                        .exits(0)
                        .json()
                        .get("unpacked"))
                .hasSize(8);
        assertThat(other.run("store", "unpack", file.toString()).exits(0).out())
                .isEqualTo("unpacked 0 artifacts; 8 artifacts there already\n");
        assertThat(other.run("store", "verify").exits(0).out()).contains("8 artifacts", "no problems found");
        Outcome run = other.run("run", MicroRun.RECIPE).exits(0);
        assertThat(run.err()).doesNotContain("MISS").contains("[chat] HIT");
        assertThat(other.run("store", "gc").exits(0).out()).isEqualTo("nothing to delete\n");
    }

    @Test
    void oneStepIsPackedByItself() throws Exception {
        Seance laptop = MicroRun.finished().seance();
        Path file = Places.fresh("one step").resolve("books.tar.zst");
        laptop.run("store", "pack", "micro/1/books", "--step", "vocabulary", "--to", file.toString())
                .exits(0);
        assertThat(laptop.run("store", "pack", "micro/1", "--to", file.toString())
                        .isTheUsersMistake()
                        .err())
                .isEqualTo(
                        "seance: --to " + file + ": is there already; give another name, or --force to replace it\n");
        Seance other = Seance.in(Places.fresh("one step unpacked"));
        assertThat(other.run("store", "unpack", file.toString()).exits(0).out()).contains("unpacked 2 artifacts");
        assertThat(laptop.run("store", "pack", "micro/boks", "--to", "x")
                        .isTheUsersMistake()
                        .err())
                .contains("has no artifact of a step 'boks'; did you mean 'books'?");
    }

    @Test
    void anArchiveThatWasNotCopiedToItsEndIsAnError() throws Exception {
        Path folder = Places.fresh("cut off");
        Path file = folder.resolve("micro.tar.zst");
        MicroRun.finished()
                .seance()
                .run("store", "pack", "micro/1", "--to", file.toString())
                .exits(0);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
        Seance other = Seance.in(folder);
        assertThat(other.run("store", "unpack", "micro.tar.zst")
                        .isTheUsersMistake()
                        .err())
                .startsWith("seance: micro.tar.zst: it ends too early; it was not written or copied to its end; ");
        assertThat(other.run("store", "verify").exits(0).out()).contains("no problems found");
    }

    @Test
    void damageIsFoundAndMadeAgain() throws Exception {
        Seance seance = copy("damaged");
        Map<String, Path> artifacts = MicroRun.artifacts(seance);
        Path dialogues = artifacts.get("pairs").resolve("dialogues.jsonl");
        byte[] bytes = Files.readAllBytes(dialogues);
        bytes[bytes.length / 2] ^= 1;
        Files.write(dialogues, bytes);
        Outcome verified = seance.run("store", "verify").exits(1);
        assertThat(verified.out())
                .contains("(step pairs)", "dialogues.jsonl: SHA-256 ", "1 damaged. Delete its folder");
        assertThat(seance.run("store", "verify", "--json").exits(1).json().get("damaged"))
                .hasSize(1);

        Places.delete(artifacts.get("pairs"));
        assertThat(seance.run("run", MicroRun.RECIPE).exits(0).err()).contains("[pairs] MISS", "[base] HIT");
        seance.run("store", "verify").exits(0);
    }

    @Test
    void roomIsMadeOfWhatNoRunUses() throws Exception {
        Seance seance = copy("room");
        assertThat(seance.run("store", "gc").exits(0).out()).isEqualTo("nothing to delete\n");
        seance.run("runs", "rm", "micro/1", "--yes").exits(0);
        Outcome dry = seance.run("store", "gc", "--dry-run", "--json").exits(0);
        assertThat(dry.json().get("deleted")).hasSize(8);
        assertThat(seance.run("store", "gc", "--json").exits(0).json().get("bytes"))
                .isEqualTo(dry.json().get("bytes"));
        assertThat(Places.files(seance.folder().resolve("runs/store"))).containsExactly("store.lock");
        assertThat(seance.run("store", "gc", "--days", "-1").isTheUsersMistake().err())
                .isEqualTo("seance: --days -1 is out of range: it takes 0 to 36500\n");
        assertThat(seance.run("store", "verify", "--runs", "nowhere")
                        .isTheUsersMistake()
                        .err())
                .contains("there is no store in ");
    }
}
