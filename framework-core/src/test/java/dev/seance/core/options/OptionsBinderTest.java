// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.seance.api.plugin.NoOptions;
import dev.seance.api.plugin.Option;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Source;
import dev.seance.core.recipe.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsBinderTest {

    private final Problems problems = new Problems();

    private Optional<BoundOptions> bind(Class<? extends Record> type, String yaml) {
        Value settings =
                Value.parse(yaml, Source.file("r.yaml", yaml), problems).orElseThrow();
        return OptionsBinder.bind("tokenizer 'bpe'", OptionsDescriptor.of(type), (Settings) settings, problems);
    }

    private SampleOptions sample(String yaml) {
        return bind(SampleOptions.class, yaml)
                .orElseThrow(() -> new AssertionError(problems.render()))
                .as(SampleOptions.class);
    }

    /** The messages alone, one a line. */
    private String complaints(String yaml) {
        assertThat(bind(SampleOptions.class, yaml)).isEmpty();
        return String.join(
                "\n", problems.all().stream().map(problem -> problem.message()).toList());
    }

    @Nested
    class Values {

        @Test
        void takeTheTypesOfTheRecord() {
            SampleOptions options = sample("{size: 1_024, split: near-miss, lower-case: true, rate: 1e-3, documents: 5,"
                    + " note: 12:30, path: a/b, specials: [no, 1.10], shares: {on: 0.5}, retry: {times: 2},"
                    + " key: abc}");
            assertThat(options)
                    .isEqualTo(new SampleOptions(
                            1024,
                            SampleOptions.Pattern.NEAR_MISS,
                            true,
                            1e-3,
                            5,
                            "12:30",
                            Optional.of(Path.of("a/b")),
                            List.of("no", "1.10"),
                            Map.of("on", 0.5),
                            new SampleOptions.Retry(2, 0.5),
                            Optional.of("abc"),
                            Optional.empty(),
                            Optional.empty()));
        }

        @Test
        void comeFromTheDefaults() {
            SampleOptions options = sample("{size: 512}");
            assertThat(options.split()).isEqualTo(SampleOptions.Pattern.GPT4);
            assertThat(options.rate()).isEqualTo(3e-4);
            assertThat(options.note()).isEmpty();
            assertThat(options.path()).isEmpty();
            assertThat(options.specials()).containsExactly("bos", "eos");
            assertThat(options.retry()).isEqualTo(new SampleOptions.Retry(3, 0.5));
        }

        @Test
        void cannotBeChangedLater() {
            SampleOptions options = sample("{size: 512, specials: [a], shares: {a: 1}}");
            assertThatThrownBy(() -> options.specials().add("b")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> options.shares().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void thatAreNullCountAsLeftOut() {
            assertThat(sample("{size: 512, rate: null, note: , path: ~}").rate())
                    .isEqualTo(3e-4);
        }

        @Test
        void inQuotesAreReadTheSame() {
            assertThat(sample("{size: '512', lower-case: \"true\"}").lowerCase())
                    .isTrue();
        }

        @Test
        void ofPathsKnowTheHomeFolder() {
            assertThat(sample("{size: 512, path: ~/books}").path())
                    .contains(Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")), "books"));
        }
    }

    @Nested
    class TheEffectiveTable {

        @Test
        void hasEveryValueInTheRecordsOrderAndNoSecret() {
            BoundOptions bound = bind(SampleOptions.class, "{key: abc, pin: 1234, size: 512}")
                    .orElseThrow();
            assertThat(bound.effective())
                    .containsExactly(
                            entry("size", "512"),
                            entry("split", "gpt4"),
                            entry("lower-case", "false"),
                            entry("rate", "0.0003"),
                            entry("documents", "10000"),
                            entry("note", ""),
                            entry("specials", "[bos, eos]"),
                            entry("shares", "{}"),
                            entry("retry.times", "3"),
                            entry("retry.pause", "0.5"));
            assertThat(bound.given()).containsExactly("size", "key", "pin");
        }

        @ParameterizedTest
        @CsvSource({"3e-4, 0.000_3", "1, 1.0", "0.5, .5", "0.10, 1e-1"})
        void spellsEqualNumbersAlike(String one, String other) {
            Optional<BoundOptions> left = bind(SampleOptions.class, "{size: 512, rate: " + one + "}");
            Optional<BoundOptions> right = bind(SampleOptions.class, "{size: 0_512, rate: " + other + "}");
            assertThat(left.orElseThrow().effective())
                    .isEqualTo(right.orElseThrow().effective());
        }

        @Test
        void isTheSameWhetherADefaultIsGivenOrLeftOut() {
            Map<String, String> left =
                    bind(SampleOptions.class, "{size: 512}").orElseThrow().effective();
            Map<String, String> given = bind(
                            SampleOptions.class,
                            "{retry: {pause: 0.5}, specials: [bos, eos], documents: 10000, size: 512, note: ''}")
                    .orElseThrow()
                    .effective();
            assertThat(given).isEqualTo(left);
        }

        @Test
        void tellsOneTextWithACommaFromTwoTexts() {
            String one = bind(SampleOptions.class, "{size: 512, specials: ['a, b']}")
                    .orElseThrow()
                    .effective()
                    .get("specials");
            String two = bind(SampleOptions.class, "{size: 512, specials: [a, b]}")
                    .orElseThrow()
                    .effective()
                    .get("specials");
            assertThat(one).isEqualTo("[\"a, b\"]");
            assertThat(two).isEqualTo("[a, b]");
        }
    }

    @Nested
    class Complains {

        @Test
        void aboutUnknownOptionsWithTheNearest() {
            assertThat(complaints("{size: 512, splitt: gpt4}"))
                    .isEqualTo("unknown option 'splitt' of tokenizer 'bpe'; did you mean 'split'? (have: size, split,"
                            + " lower-case, rate, documents, note, path, specials, shares, retry, key, pin)");
        }

        @Test
        void aboutAnyOptionWhereThereAreNone() {
            bind(NoOptions.class, "{a: 1}");
            assertThat(problems.render())
                    .startsWith("r.yaml:1:2: unknown option 'a' of tokenizer 'bpe', which has none");
        }

        @Test
        void aboutWhatIsMissing() {
            assertThat(complaints("{note: x}"))
                    .isEqualTo("tokenizer 'bpe' needs 'size' (a whole number): How many tokens");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "size: 12 | size 12 is below 257 (tokens)",
                    "size: 2000000 | size 2000000 is above 1000000 (tokens)",
                    "size: 1e4 | size: '1e4' is not a whole number; write 10000",
                    "size: 12:30 | size: '12:30' is not a whole number",
                    "size: [1] | size takes a whole number, not a list",
                    "lower-case: no | lower-case: 'no' is not true or false; write false",
                    "lower-case: ON | lower-case: 'ON' is not true or false; write true",
                    "lower-case: maybe | lower-case: 'maybe' is not true or false",
                    "rate: fast | rate: 'fast' is not a number",
                    "rate: 1.5 | rate 1.5 is above 1",
                    "rate: .nan | rate: '.nan' is not a number",
                    "documents: 99999999999999999999 | documents: '99999999999999999999' is not in"
                            + " -9223372036854775808..9223372036854775807",
                    "split: gtp4 | split: 'gtp4' is not one of the choices; did you mean 'gpt4'? (have: gpt4, llama3,"
                            + " near-miss)",
                    "specials: bos | specials takes a list (each: text), not 'bos'; put it in [ ]",
                    "specials: [a, [b]] | specials takes text, not a list",
                    "shares: {a: 2} | shares.a 2 is above 1",
                    "shares: [a] | shares takes a mapping (each value: a number), not a list",
                    "retry: 3 | retry takes a group of options, not '3'",
                    "retry: {times: 0} | retry.times 0 is below 1",
                    "retry: {time: 2} | unknown option 'time' of 'retry'; did you mean 'times'? (have: times, pause)",
                    "tokens: 5 | option 'tokens' of tokenizer 'bpe' is gone; use 'size'",
                    "pin: abc | pin: the value is not a whole number",
                })
        void inPlainWords(String yaml, String complaint) {
            String size = yaml.startsWith("size") ? "" : "size: 512, ";
            assertThat(complaints("{" + size + yaml + "}")).isEqualTo(complaint);
        }

        @Test
        void aboutOptionsThatDoNotGoTogetherAtTheirMapping() {
            bind(SampleOptions.class, "{size: 512, split: llama3, lower-case: true}");
            assertThat(problems.render())
                    .startsWith("r.yaml:1:1: tokenizer 'bpe': split llama3 keeps case; leave lower-case out");
        }

        @Test
        void aboutEverythingAtOnce() {
            assertThat(bind(SampleOptions.class, "size: x\nrate: y\nretry: {times: z, q: 1}\nold: 1\n"))
                    .isEmpty();
            assertThat(problems.all()).hasSize(5).isSorted();
        }
    }

    @Nested
    class Defaults {

        @Test
        void bindAlone() {
            record Tool(
                    @Option(doc = "Size.", defaultValue = "7")
                    int size) {}
            assertThat(OptionsBinder.defaults("tool", OptionsDescriptor.of(Tool.class))
                            .as(Tool.class))
                    .isEqualTo(new Tool(7));
        }

        @Test
        void areNotEnoughForWhatIsRequired() {
            assertThatThrownBy(() -> OptionsBinder.defaults("tool", OptionsDescriptor.of(RequiredOptions.class)))
                    .isInstanceOf(InvalidRecipe.class)
                    .hasMessageEndingWith("tool needs 'path' (a path): The folder to read");
        }

        @ParameterizedTest
        @ValueSource(classes = {OutOfRange.class, WrongType.class})
        void thatDoNotFitAreABugOfThePlugin(Class<? extends Record> type) {
            assertThatThrownBy(() -> OptionsBinder.defaults("tool", OptionsDescriptor.of(type)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("option size does not fit");
        }
    }

    record OutOfRange(
            @Option(doc = "Size.", defaultValue = "7", max = 5)
            int size) {}

    record WrongType(
            @Option(doc = "Size.", defaultValue = "seven") int size) {}

    record Tuning(@Option(doc = "Rate.", max = 1) Optional<Double> rate) {}

    record Grouped(
            @Option(doc = "Groups.", defaultValue = "{}") Map<String, Tuning> groups) {}

    @Test
    void bindsAMappingOfGroups() {
        BoundOptions bound =
                bind(Grouped.class, "{groups: {head: {rate: 0.5}, tail: {}}}").orElseThrow();
        assertThat(bound.as(Grouped.class).groups())
                .containsOnly(
                        Map.entry("head", new Tuning(Optional.of(0.5))),
                        Map.entry("tail", new Tuning(Optional.empty())));
        assertThat(bound.effective()).containsEntry("groups", "{head: {rate: 0.5}, tail: {}}");
        assertThat(bind(Grouped.class, "{groups: {head: {rate: 2}, tail: {raet: 1}}}"))
                .isEmpty();
        assertThat(problems.render())
                .contains(
                        "groups.head.rate 2 is above 1",
                        "unknown option 'raet' of 'groups.tail'; did you mean 'rate'?");
    }
}
