// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Natives that do not fit together are refused before a run's first step, and the doctor says what to do. */
class NativesIT {

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("natives"));
        Files.writeString(seance.folder().resolve(MicroRun.RECIPE), Places.resource(MicroRun.RECIPE));
        InventedBooks.write(seance.folder().resolve("books"), 4, 400, 1);
    }

    private static void refused(String golden, Seance seance, String... overrides) throws IOException {
        Outcome run = overrides.length == 0
                ? seance.run("run", MicroRun.RECIPE)
                : seance.run("run", MicroRun.RECIPE, "--set", overrides[0]);
        Golden.check(golden, seance, run.isTheUsersMistake().err());
        assertThat(seance.folder().resolve("runs")).doesNotExist();
    }

    @Test
    void aGpuThatIsNotThere() throws IOException {
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia/version")), "this machine has a GPU");
        refused("natives-no-gpu", seance, "backend.pytorch.device=cuda");
    }

    @Test
    void anotherVersion() throws IOException {
        refused("natives-other-version", seance.with("PYTORCH_VERSION", "2.6.0"));
    }

    @Test
    void librariesOfAnotherProgramInTheFolder() throws IOException {
        Path folder = Files.createDirectories(seance.folder().resolve("libtorch/lib"));
        for (String library : new String[] {"libtorch.so", "libtorch_cpu.so", "libjnitorch.so"}) {
            Files.writeString(folder.resolve(library), "");
        }
        Seance mixed = seance.with("PYTORCH_LIBRARY_PATH", folder.toString());
        refused("natives-strangers", mixed);

        Outcome doctor = mixed.run("doctor").isTheUsersMistake();
        assertThat(doctor.out())
                .contains("natives: PyTorch 2.7.1 (no version file beside it) for CPUs in " + folder)
                .contains("Delete them: rm " + folder);
    }

    /** Also for the super-user, who may write anything but a file into a file. */
    @Test
    void aCacheThatNothingCanBeUnpackedTo() throws IOException {
        Seance fresh = seance.withoutNatives();
        Path inTheWay = Files.createDirectories(fresh.cache()).resolve("pytorch");
        Files.writeString(inTheWay, "");
        try {
            String problem = inTheWay + " is a file; set SEANCE_CACHE to a folder of its own";
            assertThat(fresh.run("run", MicroRun.RECIPE).isTheUsersMistake().err())
                    .contains("PyTorch's native libraries (", "have to be unpacked to " + inTheWay, problem)
                    .contains("nothing was run")
                    .doesNotContain("glibc");
            assertThat(fresh.run("doctor").isTheUsersMistake().out()).contains(problem);
        } finally {
            Files.delete(inTheWay);
        }
    }
}
