// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;
import org.pf4j.ExtensionPoint;

/**
 * What holds for every extension, whatever its point. The contract of each point extends this one; a plugin's test
 * extends that, and says which class it is about.
 */
public abstract class ExtensionContract {

    /** The extension under test. */
    protected abstract Class<? extends ExtensionPoint> extension();

    @Test
    void isFoundByTheHost() {
        assertThat(extension()).hasAnnotation(Extension.class).hasAnnotation(ExtensionSpec.class);
        assertThat(extension().getResource("/META-INF/extensions.idx"))
                .as("the extension index, written by PF4J's annotation processor")
                .isNotNull();
    }

    @Test
    void isNamedAsRecipesSpellNames() {
        ExtensionSpec described = extension().getAnnotation(ExtensionSpec.class);
        assertThat(described.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(described.summary()).isNotBlank().endsWith(".").doesNotContain("\n");
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
