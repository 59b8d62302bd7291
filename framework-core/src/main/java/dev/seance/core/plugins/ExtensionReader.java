// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.OptionsDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.ExtensionPoint;

/** Reads what an extension class says of itself, without initialising it. */
final class ExtensionReader {

    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private ExtensionReader() {}

    /** Empty when the class is not fit for use; the findings say why. */
    static Optional<InstalledExtension> read(
            InstalledPlugin plugin, String className, ClassLoader loader, Findings findings) {
        try {
            Class<?> type = Linkage.link(className, loader);
            Optional<ExtensionKind> kind = kind(type, findings);
            ExtensionSpec described = type.getAnnotation(ExtensionSpec.class);
            if (described == null) {
                findings.add(named(type) + " has no @ExtensionSpec, so recipes cannot name it");
                return Optional.empty();
            }
            checkNames(type, described, findings);
            InjectionCheck.of(type, described.options()).forEach(reason -> findings.add(named(type) + " " + reason));
            OptionsDescriptor options = OptionsDescriptor.of(described.options());
            List<InputSpec> inputs = inputs(described);
            return kind.map(point -> new InstalledExtension(
                    plugin,
                    point,
                    described.name(),
                    described.summary(),
                    options,
                    inputs,
                    type.asSubclass(ExtensionPoint.class)));
        } catch (Linkage.Broken e) {
            findings.add("extension " + className + " cannot be linked: " + e.getMessage());
        } catch (LinkageError | TypeNotPresentException | ArrayStoreException e) {
            findings.add("extension " + className + " cannot be linked: " + Refusal.reason(e));
        } catch (IllegalArgumentException e) {
            findings.add("extension " + className + " is described wrongly: " + e.getMessage());
        } catch (RuntimeException | Error e) { // one plugin can only fail itself, see Refusal
            findings.add("extension " + className + " cannot be examined: " + Refusal.reason(e));
        }
        return Optional.empty();
    }

    private static String named(Class<?> type) {
        return "extension " + type.getName();
    }

    private static Optional<ExtensionKind> kind(Class<?> type, Findings findings) {
        List<ExtensionKind> kinds = ExtensionKind.implementedBy(type);
        boolean bothFilters = DocumentFilter.class.isAssignableFrom(type) && SurveyFilter.class.isAssignableFrom(type);
        if (kinds.size() == 1 && !bothFilters) {
            return Optional.of(kinds.get(0));
        }
        if (kinds.isEmpty()) {
            findings.add(named(type) + " implements no extension point (there are: " + points() + ")");
        } else {
            findings.add(named(type) + " implements more than one extension point; make it a class for each");
        }
        return Optional.empty();
    }

    private static String points() {
        return Arrays.stream(ExtensionKind.values())
                .map(kind -> kind.point().getSimpleName())
                .collect(Collectors.joining(", "));
    }

    private static void checkNames(Class<?> type, ExtensionSpec described, Findings findings) {
        if (!described.name().matches(NAME)) {
            findings.add(
                    named(type) + " is named '" + described.name() + "'; a name is lower-case words joined by hyphens");
        }
        if (described.summary().isBlank()) {
            findings.add(named(type) + " has no summary in its @ExtensionSpec");
        }
    }

    private static List<InputSpec> inputs(ExtensionSpec described) {
        List<InputSpec> inputs =
                Arrays.stream(described.inputs()).map(InputSpec::of).toList();
        if (inputs.stream().map(InputSpec::kind).distinct().count() != inputs.size()) {
            throw new IllegalArgumentException("@Input names one kind of artifact twice");
        }
        return inputs;
    }
}
