// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.UserError;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Value;
import dev.seance.core.text.NearestName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds one options record, or a group inside one. */
final class RecordBinder {

    private final String owner;
    private final String prefix;
    private final OptionsDescriptor descriptor;
    private final Problems problems;

    /** What messages call the option that is written in place of the group; empty when the mapping is written. */
    private final Optional<String> shorthandName;

    /**
     * A binder for one record.
     *
     * @param owner whose options they are, for messages: {@code tokenizer 'bpe'}
     * @param prefix what messages put before an option's name: empty, or the group's name and a dot
     */
    RecordBinder(String owner, String prefix, OptionsDescriptor descriptor, Problems problems) {
        this(owner, prefix, descriptor, problems, Optional.empty());
    }

    private RecordBinder(
            String owner,
            String prefix,
            OptionsDescriptor descriptor,
            Problems problems,
            Optional<String> shorthandName) {
        this.owner = owner;
        this.prefix = prefix;
        this.descriptor = descriptor;
        this.problems = problems;
        this.shorthandName = shorthandName;
    }

    /** The same for a group that is written as its shorthand: messages call that option by the group's name. */
    RecordBinder callingShorthand(String name) {
        return new RecordBinder(owner, prefix, descriptor, problems, Optional.of(name));
    }

    private String name(OptionDescriptor option) {
        return shorthandName.filter(name -> option.shorthand()).orElse(prefix + option.name());
    }

    Optional<BoundOptions> bind(Settings settings) {
        int before = problems.size();
        checkKeys(settings);
        List<Object> arguments = new ArrayList<>();
        Map<String, String> effective = new LinkedHashMap<>();
        Set<String> given = new LinkedHashSet<>();
        for (OptionDescriptor option : descriptor.options()) {
            Optional<Value> value = settings.value(option.name());
            if (value.isPresent()) {
                given.add(option.name());
            }
            Optional<Bound> bound = bind(option, value, settings);
            if (bound.isPresent()) {
                arguments.add(
                        option.optional()
                                ? Optional.of(bound.get().value())
                                : bound.get().value());
                note(option, bound.get(), effective);
            } else if (option.optional() && value.isEmpty()) {
                arguments.add(Optional.empty());
            }
        }
        // A value that was wrong already, such as an unset variable, leaves a gap without a new problem.
        boolean complete = arguments.size() == descriptor.options().size() && problems.size() == before;
        return complete
                ? construct(arguments, settings).map(record -> new BoundOptions(record, effective, given))
                : Optional.empty();
    }

    private void checkKeys(Settings settings) {
        List<String> have = descriptor.options().stream()
                .filter(option -> option.replacedBy().isEmpty())
                .map(OptionDescriptor::name)
                .toList();
        for (Setting entry : settings.entries()) {
            Optional<OptionDescriptor> option = descriptor.option(entry.key());
            if (option.isEmpty()) {
                String rest = have.isEmpty() ? ", which has none" : NearestName.hint(entry.key(), have);
                problems.add(entry.position(), "unknown option '" + entry.key() + "' of " + owner + rest);
            } else if (!option.get().replacedBy().isEmpty()) {
                problems.add(
                        entry.position(),
                        "option '" + entry.key() + "' of " + owner + " is gone; use '"
                                + option.get().replacedBy() + "'");
            }
        }
    }

    private Optional<Bound> bind(OptionDescriptor option, Optional<Value> value, Settings settings) {
        if (value.isPresent()) {
            return option.replacedBy().isEmpty()
                    ? new ValueBinder(option, name(option), problems).bind(value.get())
                    : Optional.empty();
        }
        if (option.required() && !isMisspelt(option, settings)) {
            problems.add(
                    settings.position(),
                    owner + " needs '" + option.name() + "' (" + option.type().inWords() + "): "
                            + sentence(option.doc()));
        }
        return option.defaultValue().map(text -> Defaults.bind(option, prefix + option.name(), text));
    }

    /** Whether it seems to be there under a wrong name, which was told already. */
    private boolean isMisspelt(OptionDescriptor option, Settings settings) {
        List<String> names =
                descriptor.options().stream().map(OptionDescriptor::name).toList();
        return settings.keys().stream().filter(key -> !names.contains(key)).anyMatch(key -> NearestName.of(key, names)
                .equals(Optional.of(option.name())));
    }

    /** The first sentence, without its full stop. */
    private static String sentence(String doc) {
        int end = doc.indexOf(". ");
        String first = end < 0 ? doc : doc.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static void note(OptionDescriptor option, Bound bound, Map<String, String> effective) {
        if (option.secret()) {
            return;
        }
        if (bound.value() instanceof Record) {
            String shorthand = option.type()
                    .group()
                    .shorthand()
                    .map(OptionDescriptor::name)
                    .orElse("");
            bound.inner()
                    .forEach((key, text) ->
                            effective.put(key.equals(shorthand) ? option.name() : option.name() + "." + key, text));
        } else {
            effective.put(option.name(), bound.text());
        }
    }

    private Optional<Record> construct(List<Object> arguments, Settings settings) {
        Class<?>[] types = Arrays.stream(descriptor.record().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = descriptor.record().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof UserError) {
                problems.add(settings.position(), owner + ": " + e.getCause().getMessage());
                return Optional.empty();
            }
            throw new IllegalStateException(
                    owner + " failed to construct its options "
                            + descriptor.record().getName() + ": " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot construct " + descriptor.record().getName(), e);
        }
    }
}
