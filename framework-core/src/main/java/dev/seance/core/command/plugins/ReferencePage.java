// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionType;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InputSpec;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reference page, {@code docs/reference.md}: every extension and option that is installed, from the descriptors. */
final class ReferencePage {

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** The page in Markdown. */
    static String of(PluginCatalog catalog) {
        ReferencePage reference = new ReferencePage();
        reference.line("# Reference");
        reference.line("");
        reference.line("What a recipe can name, and every option with its default and range. Written by");
        reference.line("`seance plugins reference`; do not edit.");
        for (ExtensionKind kind : ExtensionKind.values()) {
            if (!catalog.extensions(kind).isEmpty()) {
                reference.line("");
                reference.line("## " + kind.key());
                if (kind == ExtensionKind.ARCHITECTURE) {
                    reference.line("");
                    reference.line(
                            "The `architecture` in the `model:` of a step that trains from scratch; its options are");
                    reference.line("the other keys of `model:`, such as `model: {architecture: NAME, depth: 4}`.");
                }
                catalog.extensions(kind).forEach(reference::add);
            }
        }
        return reference.page.toString();
    }

    private void add(InstalledExtension extension) {
        line("");
        line("### " + extension.name());
        line("");
        line(extension.summary() + " Plugin `" + extension.plugin().id() + "`." + takes(extension));
        options(extension.options(), "");
    }

    private static String takes(InstalledExtension extension) {
        return extension.inputs().isEmpty()
                ? ""
                : " Takes "
                        + extension.inputs().stream()
                                .map(ReferencePage::inWords)
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private static String inWords(InputSpec intake) {
        String kind = intake.kind().name().toLowerCase(Locale.ROOT);
        return intake.min() == intake.max()
                ? intake.min() + " " + kind
                : intake.min() + " to " + intake.max() + " " + kind;
    }

    private void options(OptionsDescriptor descriptor, String prefix) {
        if (descriptor.options().isEmpty()) {
            return;
        }
        if (prefix.isEmpty()) {
            line("");
        }
        for (OptionDescriptor option : descriptor.options()) {
            line("- `" + prefix + option.name() + "` (" + option.type().inWords() + OptionFacts.of(option) + "): "
                    + option.doc());
            group(option).ifPresent(nested -> options(nested, prefix + option.name() + inside(option)));
        }
    }

    /** What stands between a group of options and one of them; in a mapping of groups there is a name of the user's. */
    private static String inside(OptionDescriptor option) {
        return option.type().kind() == OptionType.Kind.MAP ? ".NAME." : ".";
    }

    /** The options inside a group, or inside each group of a list or mapping. */
    private static Optional<OptionsDescriptor> group(OptionDescriptor option) {
        Class<?> raw = option.type().element().orElse(option.type()).raw();
        return raw.isRecord() ? Optional.of(OptionsDescriptor.of(raw.asSubclass(Record.class))) : Optional.empty();
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
