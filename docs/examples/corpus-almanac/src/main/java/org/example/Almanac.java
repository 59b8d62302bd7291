// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Option;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** An almanac that was never printed: a page of weather for each day. */
@Extension
@ExtensionSpec(name = "almanac", summary = "A page of weather a day.", options = Almanac.Options.class)
public class Almanac implements CorpusSource {

    /** What a recipe may set. */
    public record Options(
            @Option(doc = "Days of the year.", defaultValue = "40", min = 1, max = 366, unit = "days")
            int days,

            @Option(doc = "The year it is for.", defaultValue = "1850")
            int year) {}

    private static final List<String> SKIES = List.of("fog", "sleet", "a fair breeze", "thunder towards night");
    private static final List<String> ADVICE = List.of("mend the thatch", "sow no barley", "keep the cattle in");

    private final Options options;

    @Inject
    public Almanac(Options options) {
        this.options = options;
    }

    /** The words below are the data: whoever changes them counts on. The options are in the step's key anyway. */
    @Override
    public String revision() {
        return "1 of " + options.year();
    }

    @Override
    public List<InputSplit> splits() {
        return IntStream.rangeClosed(1, options.days())
                .mapToObj(day -> new InputSplit("day-" + day, Integer.toString(day), 100))
                .toList();
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) {
        int day = Integer.parseInt(split.location());
        String page = "Upon the " + day + "th day look for " + SKIES.get(day % SKIES.size()) + " in the hills and for "
                + SKIES.get(day / 2 % SKIES.size()) + " by the coast; the prudent farmer will "
                + ADVICE.get(day % ADVICE.size()) + ", and the imprudent one will wish that he had done so.";
        return Stream.of(Document.of(split.id(), page)
                .title("Day " + day)
                .year(options.year())
                .language("en")
                .provenance(new Provenance("almanac of " + options.year(), split.id(), "CC0-1.0"))
                .build());
    }
}
