// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

/** Sources of extensions, as an author would write them. */
public final class Sources {

    private Sources() {}

    /** A corpus source with options, made by injection; {@code body} is added to the class. */
    public static String corpus(String className, String name, String body) {
        return """
                package demo;

                import dev.seance.api.corpus.*;
                import dev.seance.api.plugin.*;
                import dev.seance.api.run.*;
                import dev.seance.api.synthesis.*;
                import jakarta.inject.Inject;
                import java.util.List;
                import java.util.stream.Stream;
                import org.pf4j.Extension;

                @Extension
                @ExtensionSpec(name = "%2$s", summary = "Letters of the alphabet.", options = %1$s.Options.class)
                public class %1$s implements CorpusSource {

                    public record Options(@Option(doc = "The letters.", defaultValue = "abc") String letters) {}

                    private final Options options;
                    private final Environment environment;

                    @Inject
                    public %1$s(Options options, Environment environment, java.time.Clock clock, LlmGateway llms) {
                        this.options = options;
                        this.environment = environment;
                    }

                    @Override
                    public String revision() {
                        return options.letters() + " on " + environment.threads() + " threads";
                    }

                    @Override
                    public List<InputSplit> splits() {
                        return List.of(new InputSplit("all", "nowhere", options.letters().length()));
                    }

                    @Override
                    public Stream<Document> read(InputSplit split, BadRecords bad) {
                        return options.letters().chars().mapToObj(letter -> {
                            String text = String.valueOf((char) letter);
                            return Document.of(text, text).build();
                        });
                    }

                    %3$s
                }
                """.formatted(className, name, body);
    }

    /** A trainer of no use, whose class has {@code members} and whose annotation is {@code described}. */
    public static String trainer(String className, String described, String members) {
        return """
                package demo;

                import dev.seance.api.plugin.*;
                import dev.seance.api.run.*;
                import dev.seance.api.training.*;
                import jakarta.inject.Inject;
                import java.io.IOException;
                import java.util.OptionalLong;
                import org.pf4j.Extension;

                @Extension
                %2$s
                public class %1$s implements Trainer {
                    %3$s

                    @Override
                    public TrainingEstimate estimate(EstimateRequest forecast) {
                        return new TrainingEstimate(OptionalLong.empty(), 1, 1);
                    }

                    @Override
                    public void train(TrainingJob job, StepContext context) throws IOException {}
                }
                """.formatted(className, described, members);
    }
}
