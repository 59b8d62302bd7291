// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.run.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at the machine for {@code seance doctor}: first at files, then, if these fit together, at what they load. */
final class Diagnosis {
    private final PyTorchOptions options;
    private final Environment environment;
    private final ModelFamilies families;
    private final HostSystem system;
    private final Natives natives;

    Diagnosis(PyTorchOptions options, Environment environment, ModelFamilies families, HostSystem system) {
        this.options = options;
        this.environment = environment;
        this.families = families;
        this.system = system;
        this.natives = new Natives(system, environment.cache(), BundledNatives.find());
    }

    BackendDiagnosis diagnose(Optional<Double> lastTraining) {
        List<String> findings = new ArrayList<>(natives.findings());
        findings.addAll(NvidiaSmi.gpus(system));
        List<String> problems = natives.problems(options.device());
        if (!problems.isEmpty()) {
            return new BackendDiagnosis(false, findings, problems);
        }
        try {
            Machine machine = Machine.open(options, environment, families);
            Libtorch libtorch = machine.libtorch();
            findings.add("loaded: PyTorch " + libtorch.version() + " from " + libtorch.folder());
            findings.add("device: " + (machine.device().isGpu() ? "cuda" : "cpu"));
            findings.add(
                    "precision: " + machine.precision().name().toLowerCase(Locale.ROOT) + " (" + machine.why() + ")");
            findings.add("threads: " + libtorch.threads() + " (" + machine.whyThreads() + ")");
            lastTraining.ifPresent(
                    rate -> findings.add(String.format(Locale.ROOT, "last training: %.0f GFLOP/s", rate / 1e9)));
            List<String> remedies = new ArrayList<>(natives.suggestions(options.device()));
            if (natives.forCuda()
                    && natives.driver().isPresent()
                    && !machine.device().isGpu()) {
                remedies.add(
                        "PyTorch for CUDA is loaded and finds no GPU it can use; see what the driver says: nvidia-smi");
            }
            return new BackendDiagnosis(true, findings, remedies);
        } catch (RuntimeException | LinkageError e) {
            // Whatever went wrong, it is the answer.
            findings.add("not loaded");
            return new BackendDiagnosis(false, findings, List.of(String.valueOf(e.getMessage())));
        }
    }
}
