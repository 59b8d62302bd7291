// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;
import org.pf4j.ExtensionPoint;

/**
 * What holds for every extension, whatever its point. The contract of each point extends this one; a plugin's test
 * extends that, and says which class it is about.
 */
public abstract class ExtensionContract {

    private static final String INDEX = "META-INF/extensions.idx";

    /** The extension under test. */
    protected abstract Class<? extends ExtensionPoint> extension();

    @Test
    void isFoundByTheHost() throws IOException {
        assertThat(extension()).hasAnnotation(Extension.class).hasAnnotation(ExtensionSpec.class);
        assertThat(indexed())
                .as("the indexes " + INDEX + ", which PF4J's annotation processor writes")
                .contains(extension().getName());
    }

    /** The classes in all indexes of the class path, which may have those of other plugins too. */
    private List<String> indexed() throws IOException {
        List<String> names = new ArrayList<>();
        for (URL index : Collections.list(extension().getClassLoader().getResources(INDEX))) {
            try (InputStream in = index.openStream()) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(names::add);
            }
        }
        return names;
    }

    @Test
    void isNamedAsRecipesSpellNames() {
        ExtensionSpec spec = extension().getAnnotation(ExtensionSpec.class);
        assertThat(spec.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(spec.summary()).isNotBlank().endsWith(".").doesNotContain("\n");
    }

    @Test
    void documentsEveryOption() {
        Class<? extends Record> options =
                extension().getAnnotation(ExtensionSpec.class).options();
        assertThatCode(() -> OptionsDescriptor.of(options)).doesNotThrowAnyException();
    }

    @Test
    void canBeConstructedByTheHost() {
        Constructor<?>[] constructors = extension().getConstructors();
        assertThat(constructors)
                .as("one public constructor, with @Inject unless it takes nothing")
                .hasSize(1)
                .allMatch(constructor -> constructor.getParameterCount() == 0
                        || Arrays.stream(constructor.getAnnotations()).anyMatch(Inject.class::isInstance));
    }
}
