// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.ModelBackend;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plan.HostMemory;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.store.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at the machine: what is here, what is missing, and the command that fixes it. */
@Command(name = "doctor", description = "Look at this machine: Java, memory, disk, plugins, engines; what to fix.")
public final class DoctorCommand extends SeanceCommand {

    private static final long LITTLE_DISK = 2L << 30;

    @Option(
            names = "--measure",
            description = "Measure anew what precision and how many threads are best; otherwise what was measured once"
                    + " stays.")
    private boolean measure;

    private final Map<String, List<String>> findings = new LinkedHashMap<>();
    private final List<String> remedies = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        boolean usable = true;
        try (CommandRuntime runtime = openRuntime()) {
            machine(runtime);
            plugins(runtime);
            programs(runtime.host().catalog());
            for (InstalledExtension backend : runtime.host().catalog().extensions(ExtensionKind.BACKEND)) {
                Record defaults = OptionsBinder.defaults(backend.title(), backend.options())
                        .record();
                ModelBackend engine = runtime.host().create(ModelBackend.class, backend, defaults);
                if (measure) {
                    engine.forgetMeasurements();
                }
                BackendDiagnosis diagnosis = engine.diagnose();
                findings.put("backend " + backend.name(), diagnosis.findings());
                remedies.addAll(diagnosis.remedies());
                usable &= diagnosis.usable();
            }
        }
        print();
        return usable ? 0 : Failures.USER;
    }

    private void machine(CommandRuntime runtime) throws IOException {
        findings.put(
                "machine",
                List.of(
                        "Java " + Runtime.version() + " of " + System.getProperty("java.vendor"),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                                + Runtime.getRuntime().availableProcessors() + " cores",
                        gib(HostMemory.total()) + " of memory, of which Java's heap takes at most "
                                + gib(Runtime.getRuntime().maxMemory())));
        Path place = existing(runs().toAbsolutePath());
        long room = Files.getFileStore(place).getUsableSpace();
        findings.put("disk", List.of(gib(room) + " free for runs in " + runs()));
        if (room < LITTLE_DISK) {
            remedies.add("less than 2 GiB is free for runs; make room, or use --runs DIR on another disk");
        }
        findings.put(
                "folders",
                List.of(
                        "installation " + runtime.installation().home(),
                        "cache " + runtime.installation().cache(),
                        "your plugins " + runtime.installation().userPlugins()));
    }

    private void plugins(CommandRuntime runtime) {
        List<String> lines = new ArrayList<>();
        runtime.host().catalog().plugins().forEach(plugin -> lines.add(plugin.id() + " " + plugin.version()));
        findings.put("plugins", lines);
        runtime.host().catalog().problems().forEach(problem -> remedies.add(problem.line()));
    }

    /** The programs that extensions say they call. */
    private void programs(PluginCatalog catalog) {
        List<String> lines = new ArrayList<>();
        for (InstalledExtension extension : catalog.extensions()) {
            for (String program : extension.programs()) {
                boolean found = onPath(program);
                lines.add(program + (found ? " found" : " not found") + ", for " + extension.title());
                if (!found) {
                    remedies.add(
                            program + " is missing, which " + extension.title() + " calls: install it, or use another "
                                    + extension.kind().noun());
                }
            }
        }
        findings.put("programs", lines);
    }

    private static Path existing(Path path) {
        return Files.exists(path) ? path : existing(path.getParent());
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }

    private void print() {
        if (json()) {
            ObjectNode root = Json.mapper().createObjectNode();
            findings.forEach((topic, lines) -> lines.forEach(root.putArray(topic)::add));
            remedies.forEach(root.putArray("remedies")::add);
            printJson(root);
            return;
        }
        findings.forEach((topic, lines) -> {
            System.out.println(topic);
            lines.forEach(line -> System.out.println("  " + line));
        });
        System.out.println(remedies.isEmpty() ? "no problems found" : "problems");
        remedies.forEach(line -> System.out.println("  " + line));
    }
}
