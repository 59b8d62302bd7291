// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.core.installation.Installation;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Everywhere that plugins and what they leave to be fetched may come from. Used by one thread; whoever opened it closes
 * it.
 */
public final class PluginOrigins implements AutoCloseable {

    private final PluginSources sources;
    private final Fetching fetching;
    private final MavenAccess maven;
    private final Consumer<String> say;

    private PluginOrigins(PluginSources sources, Fetching fetching, MavenAccess maven, Consumer<String> say) {
        this.sources = sources;
        this.fetching = fetching;
        this.maven = maven;
        this.say = say;
    }

    /**
     * Those of an installation and its user; nothing is opened before it is needed.
     *
     * @param offline whether the network must not be used
     * @param say receives what is about to be done that takes time
     */
    public static PluginOrigins of(Installation installation, boolean offline, Consumer<String> say) {
        return of(installation, new MavenLibraries(installation.home()), trust(), offline, say);
    }

    static PluginOrigins of(
            Installation installation,
            ArtifactRepository.Provider provider,
            SSLContext trust,
            boolean offline,
            Consumer<String> say) {
        MavenAccess maven = new MavenAccess(provider, offline, say);
        return new PluginOrigins(
                new PluginSources(installation.extras(), new HttpsDownload(trust), maven),
                new Fetching(installation.cache().resolve("downloads"), maven, say),
                maven,
                say);
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has a default", e);
        }
    }

    PluginSources sources() {
        return sources;
    }

    Fetching fetching() {
        return fetching;
    }

    Consumer<String> say() {
        return say;
    }

    @Override
    public void close() {
        maven.close();
    }
}
