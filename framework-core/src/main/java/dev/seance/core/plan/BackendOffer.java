// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.ProgramSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What a backend builds, in words, for who asked for something else. */
public final class BackendOffer {

    private BackendOffer() {}

    /** Such as {@code it runs programs of the format torchscript, and the architecture has none}. */
    public static String against(BackendSupport support, List<ProgramSource> programs) {
        List<String> ways = new ArrayList<>();
        if (!support.architectures().isEmpty()) {
            ways.add("builds " + sorted(support.architectures()));
        }
        if (!support.programs().isEmpty()) {
            ways.add("runs programs of the format " + sorted(support.programs()));
        }
        List<String> formats = programs.stream().map(ProgramSource::format).toList();
        return "it " + String.join(" and ", ways) + ", and the architecture has "
                + (formats.isEmpty()
                        ? "none"
                        : (support.programs().isEmpty() ? "programs of the format " : "") + sorted(formats));
    }

    private static String sorted(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }
}
