// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

/** A plugin broke its contract: a bug of the plugin, not of the user and not of the host. Its cause says what broke. */
public final class PluginFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String plugin;
    private final String version;
    private final String extension;

    private PluginFailure(InstalledExtension extension, String what, Throwable cause) {
        super(
                extension.title() + " of plugin " + extension.plugin().id() + " "
                        + extension.plugin().version() + " " + what,
                cause);
        this.plugin = extension.plugin().id();
        this.version = extension.plugin().version();
        this.extension = extension.title();
    }

    /** A call ended with an exception no contract allows. */
    static PluginFailure inCall(InstalledExtension extension, String method, Throwable cause) {
        return new PluginFailure(extension, "failed in " + method + ": " + cause, cause);
    }

    /** No instance could be made. */
    static PluginFailure inConstruction(InstalledExtension extension, String why, Throwable cause) {
        return new PluginFailure(extension, "cannot be made: " + why, cause);
    }

    /** The id of the plugin. */
    public String plugin() {
        return plugin;
    }

    /** The version of the plugin. */
    public String version() {
        return version;
    }

    /** The extension, as messages call it. */
    public String extension() {
        return extension;
    }
}
