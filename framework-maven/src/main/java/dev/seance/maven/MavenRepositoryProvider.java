// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.maven;

import dev.seance.api.run.UserError;
import dev.seance.core.install.ArtifactRepository;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.util.function.Consumer;

/**
 * Sets up Maven's resolver as {@code mvn} does: the user's {@code settings.xml} with its mirrors, proxies, credentials and
 * active profiles, and Maven's own default repository behind those.
 */
public final class MavenRepositoryProvider implements ArtifactRepository.Provider {

    @Override
    public ArtifactRepository open(boolean offline, Consumer<String> progress) {
        return open(ContextOverrides.create(), offline, progress);
    }

    static ArtifactRepository open(ContextOverrides.Builder places, boolean offline, Consumer<String> progress) {
        ContextOverrides overrides = places.withUserSettings(true)
                .offline(offline ? Boolean.TRUE : null) // else as the settings have it
                .checksumPolicy(ContextOverrides.ChecksumPolicy.FAIL)
                .transferListener(new TransferProgress(progress))
                .build();
        Context context;
        try {
            context = new StandaloneStaticRuntime().create(overrides);
        } catch (RuntimeException e) { // it has one for every kind of mistake in the settings
            throw new UserError("Maven's settings cannot be used: " + reason(e), e);
        }
        return new MavenRepository(context, progress);
    }

    /** The innermost message, on one line: those around it only say that something failed. */
    static String reason(Throwable failure) {
        String message = failure.toString();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                message = at.getMessage();
            }
        }
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
