// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.Sampling;
import dev.seance.api.plugin.OptionType.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OptionsDescriptorTest {

    enum Manner {
        HIT,
        NEAR_MISS
    }

    record Inner(@Option(doc = "How deep.") int depth) {}

    record Every(
            @Option(doc = "Text.", defaultValue = "") String text,

            @Option(doc = "Whole.", min = 1, max = 9, unit = "pages")
            int wholeNumber,

            @Option(doc = "Long.") long big,
            @Option(doc = "Real.", defaultValue = "0.5") double real,
            @Option(doc = "Flag.", defaultValue = "true") boolean flag,
            @Option(doc = "Path.") Path path,

            @Option(doc = "Choice.", defaultValue = "near-miss")
            Manner manner,

            @Option(doc = "List.", defaultValue = "[a, b]") List<String> list,
            @Option(doc = "Map.") Map<String, Double> map,
            @Option(doc = "Group.") Inner group,
            @Option(doc = "Groups.") List<Inner> groups,

            @Option(doc = "Perhaps.", secret = true, replacedBy = "text")
            Optional<Integer> perhaps) {}

    @Test
    void knowsEveryTypeThereIs() {
        assertThat(OptionsDescriptor.of(Every.class).options())
                .extracting(option -> option.type().kind())
                .containsExactly(
                        Kind.TEXT,
                        Kind.WHOLE,
                        Kind.WHOLE,
                        Kind.REAL,
                        Kind.FLAG,
                        Kind.PATH,
                        Kind.CHOICE,
                        Kind.LIST,
                        Kind.MAP,
                        Kind.GROUP,
                        Kind.LIST,
                        Kind.WHOLE)
                .contains(Kind.values());
    }

    @Test
    void saysTypesInWords() {
        assertThat(OptionsDescriptor.of(Every.class).options())
                .extracting(option -> option.type().inWords())
                .containsExactly(
                        "text",
                        "a whole number",
                        "a whole number",
                        "a number",
                        "true or false",
                        "a path",
                        "one of hit, near-miss",
                        "a list (each: text)",
                        "a mapping (each value: a number)",
                        "a group of options",
                        "a list (each: a group of options)",
                        "a whole number");
        assertThat(OptionType.of(Manner.class).choices()).containsExactly("hit", "near-miss");
        assertThat(OptionType.of(String.class).choices()).isEmpty();
    }

    @Test
    void readsAllThatAnOptionSays() {
        OptionsDescriptor descriptor = OptionsDescriptor.of(Every.class);
        assertThat(descriptor.option("whole-number"))
                .contains(new OptionDescriptor(
                        "whole-number",
                        "wholeNumber",
                        OptionType.of(int.class),
                        false,
                        "Whole.",
                        Optional.empty(),
                        OptionalDouble.of(1),
                        OptionalDouble.of(9),
                        "pages",
                        false,
                        List.of(),
                        false,
                        false,
                        ""));
        OptionDescriptor perhaps = descriptor.option("perhaps").orElseThrow();
        assertThat(perhaps.secret()).isTrue();
        assertThat(perhaps.replacedBy()).isEqualTo("text");
        assertThat(perhaps.min()).isEmpty();
        assertThat(descriptor.option("text").orElseThrow().defaultValue()).contains("");
        assertThat(descriptor.option("wholeNumber")).isEmpty();
    }

    @Test
    void requiresWhatHasNoDefaultAndIsNotOptional() {
        assertThat(OptionsDescriptor.of(Every.class).options().stream()
                        .filter(OptionDescriptor::required)
                        .map(OptionDescriptor::name))
                .containsExactly("whole-number", "big", "path", "map", "group", "groups");
    }

    @Test
    void spellsNamesAsRecipesDo() {
        assertThat(OptionsDescriptor.recipeName("bookMin")).isEqualTo("book-min");
        assertThat(OptionsDescriptor.recipeName("size")).isEqualTo("size");
        assertThat(OptionsDescriptor.recipeName("topK")).isEqualTo("top-k");
        assertThat(OptionsDescriptor.recipeName("adamBeta2Decay")).isEqualTo("adam-beta2-decay");
    }

    record Deep(
            @Option(doc = "Watched.", defaultValue = "1", excludedFromKey = Option.ANY)
            int watched) {}

    record Watched(
            @Option(doc = "Learnt.", defaultValue = "1") int learnt,

            @Option(doc = "Looks.", defaultValue = "1", excludedFromKey = Option.ANY)
            int looks,

            @Option(
                    doc = "From where.",
                    defaultValue = "auto",
                    excludedFromKey = {"auto", "true"})
            String resume,

            @Option(doc = "Perhaps.") Optional<Integer> perhaps,
            @Option(doc = "Group.") Deep deep) {}

    @Test
    void knowsWhichValuesChangeNothing() {
        OptionsDescriptor descriptor = OptionsDescriptor.of(Watched.class);
        assertThat(descriptor.keyInputs(
                        Map.of("learnt", "1", "looks", "2", "resume", "true", "perhaps", "3", "deep.watched", "4")))
                .isEqualTo(Map.of("learnt", "1", "perhaps", "3"));
        assertThat(descriptor.keyInputs(Map.of("resume", "elsewhere"))).containsOnlyKeys("resume");
        Record options = new Watched(5, 6, "there", Optional.of(7), new Deep(8));
        assertThat(OptionsDescriptor.keyInputs(options))
                .containsEntry("learnt", "5")
                .containsEntry("resume", "there")
                .containsEntry("perhaps", "7")
                .doesNotContainKey("looks");
        assertThat(OptionsDescriptor.keyInputs(new Watched(5, 6, "auto", Optional.empty(), new Deep(8))))
                .doesNotContainKeys("resume", "perhaps");
    }

    record Amount(
            @Option(doc = "How many.", shorthand = true) Optional<Long> count,
            @Option(doc = "How long.") Optional<Double> minutes) {}

    record Measured(
            @Option(doc = "How much.", excludedFromKey = Option.ANY, defaultValue = "1")
            Amount looks,

            @Option(doc = "How far.") Amount steps) {}

    @Test
    void oneComponentMayStandForItsGroup() {
        OptionsDescriptor descriptor = OptionsDescriptor.of(Measured.class);
        OptionType steps = descriptor.option("steps").orElseThrow().type();
        assertThat(steps.kind()).isEqualTo(Kind.GROUP);
        assertThat(steps.inWords()).isEqualTo("a whole number, or a group of options");
        assertThat(steps.group().shorthand()).map(OptionDescriptor::name).contains("count");
        assertThat(OptionsDescriptor.of(Deep.class).shorthand()).isEmpty();
        assertThat(descriptor.keyInputs(
                        Map.of("steps", "250", "steps.minutes", "4", "looks", "2", "looks.minutes", "3")))
                .isEqualTo(Map.of("steps", "250", "steps.minutes", "4"));
    }

    record TwoShorthands(
            @Option(doc = "One.", shorthand = true) Optional<Long> one,
            @Option(doc = "Two.", shorthand = true) Optional<Long> two) {}

    record ListShorthand(
            @Option(doc = "Many.", shorthand = true) Optional<List<Long>> many) {}

    record HalfShorthand(
            @Option(doc = "One.", shorthand = true) long one,
            @Option(doc = "Two.") long two) {}

    record Undocumented(int size) {}

    record Biased(
            @Option(doc = "Begun.", defaultValue = "auto", excludedFromKey = "true")
            String begun) {}

    record Blank(@Option(doc = " ") int size) {}

    record Wrong(@Option(doc = "A thread.") Thread thread) {}

    record Raw(
            @Option(doc = "A list of anything.") @SuppressWarnings("rawtypes")
            List list) {}

    record WrongKeys(@Option(doc = "Numbered.") Map<Integer, String> map) {}

    record Nested(@Option(doc = "A list of groups.") List<Undocumented> groups) {}

    @Test
    void namesThePlaceOfAPluginsMistake() {
        refuses(Undocumented.class, "Undocumented.size has no @Option");
        refuses(Blank.class, "Blank.size: option size has no documentation");
        refuses(Wrong.class, "Wrong.thread: options cannot have the type java.lang.Thread");
        refuses(Raw.class, "Raw.list: options cannot have the type java.util.List");
        refuses(WrongKeys.class, "WrongKeys.map: options cannot have the type java.util.Map<");
        refuses(Biased.class, "Biased.begun: excludedFromKey is [true], without its default 'auto'");
        refuses(TwoShorthands.class, "TwoShorthands: only one component can be the shorthand, found [one, two]");
        refuses(ListShorthand.class, "ListShorthand.many: only a single value can be the shorthand of its group");
        refuses(HalfShorthand.class, "HalfShorthand.one is the shorthand of its group, but 'two' is required");
        refuses(Nested.class, "Nested.groups: Undocumented.size has no @Option");
    }

    private static void refuses(Class<? extends Record> options, String message) {
        assertThatThrownBy(() -> OptionsDescriptor.of(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void describesTheApisOwnOptions() {
        assertThat(OptionsDescriptor.of(NoOptions.class).options()).isEmpty();
        assertThat(OptionsDescriptor.of(Sampling.class).options())
                .extracting(OptionDescriptor::name)
                .containsExactly(
                        "temperature",
                        "top-k",
                        "top-p",
                        "min-p",
                        "repetition-penalty",
                        "repetition-window",
                        "max-tokens",
                        "stop");
    }
}
